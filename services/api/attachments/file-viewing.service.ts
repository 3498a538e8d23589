import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isScanned } from '../../../domain/attachment/scan-check.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import {
  fileInScope,
  recordFileView,
  snapshotFile,
  storedObject,
  type ReadableFile,
} from '../../../infra/database/attachment-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { pagePicture, scanChecksOf } from '../../../infra/database/scan-check-records.js';
import { contentKey, readVerified, type ObjectStore } from '../../../infra/object-storage/object-store.js';
import { sentFile } from '../http/sent-file.js';
import { OBJECT_STORE } from '../tokens.js';
import { renderScanCheck } from './scan-check-rendering.js';
import { ScanChecker } from './scan-checker.js';

/** 查看: files and the pictures of their pages, each look in the audit trail. */
@Injectable()
export class FileViewing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly applications: ApplicationRecords,
    private readonly scans: ScanChecker,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  async view(actor: Actor, fileId: string): Promise<StreamableFile> {
    return this.open(actor, await this.readable(actor, fileId), null);
  }

  async picture(actor: Actor, fileId: string, page: number): Promise<StreamableFile> {
    return this.openPicture(actor, await this.readable(actor, fileId), page, null);
  }

  private async readable(actor: Actor, fileId: string): Promise<ReadableFile> {
    const { manager } = this.dataSource;
    const file = await fileInScope(manager, actor, fileId);
    const isGone = file.removedAt !== null && file.ownerKind !== 'ASSOCIATION';
    if (isGone) throw Refused.because('STATE_NOT_ALLOWED', { removed: true });
    const object = await storedObject(manager, file.sha256);
    return { ...file, fileId, mediaType: object?.mediaType ?? 'application/octet-stream' };
  }

  async viewInApplication(actor: Actor, applicationId: string, fileId: string): Promise<StreamableFile> {
    const application = await this.applications.inScope(actor, applicationId);
    const file = await snapshotFile(this.dataSource.manager, applicationId, fileId);
    return this.open(actor, file, application.applicationNo);
  }

  /** Of a matter that kept it, whatever became of the list it came from; the caller has judged the scope. */
  viewKept(actor: Actor, file: ReadableFile): Promise<StreamableFile> {
    return this.open(actor, file, null);
  }

  async pictureInApplication(
    actor: Actor,
    applicationId: string,
    fileId: string,
    page: number,
  ): Promise<StreamableFile> {
    const application = await this.applications.inScope(actor, applicationId);
    const file = await snapshotFile(this.dataSource.manager, applicationId, fileId);
    return this.openPicture(actor, file, page, application.applicationNo);
  }

  /** A picture shows what the file shows: the same look in the audit trail. */
  private async openPicture(
    actor: Actor,
    file: ReadableFile,
    page: number,
    applicationNo: string | null,
  ): Promise<StreamableFile> {
    if (!isScanned(file.mediaType)) {
      if (page !== 1) throw Refused.because('FORBIDDEN_SCOPE');
      return this.open(actor, file, applicationNo);
    }
    await this.scans.look(file);
    const { manager } = this.dataSource;
    const sha256 = await pagePicture(manager, file.sha256, page);
    if (sha256 === null) throw await this.withoutPicture(file);
    const bytes = await readVerified(this.store, contentKey(sha256), sha256);
    await this.dataSource.transaction((each) => recordFileView(each, actor, file, applicationNo));
    return sentFile(bytes, { fileName: `${file.fileName}-${page}.webp`, mediaType: 'image/webp' });
  }

  /** A page that the file has not, or that nothing has drawn. */
  private async withoutPicture(file: ReadableFile): Promise<Refused> {
    const { status, checkedPages } = renderScanCheck(
      file,
      await scanChecksOf(this.dataSource.manager, [file.sha256]),
    );
    return checkedPages > 0
      ? Refused.because('FORBIDDEN_SCOPE')
      : Refused.because('STATE_NOT_ALLOWED', { scanCheck: status });
  }

  /** Each look is an audit event; bytes leave only after they were found to match their hash. */
  private async open(
    actor: Actor,
    file: ReadableFile,
    applicationNo: string | null,
  ): Promise<StreamableFile> {
    const bytes = await readVerified(this.store, contentKey(file.sha256), file.sha256);
    await this.dataSource.transaction((manager) => recordFileView(manager, actor, file, applicationNo));
    return sentFile(bytes, file);
  }
}
