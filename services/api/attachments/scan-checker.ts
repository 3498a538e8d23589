import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isScanned } from '../../../domain/attachment/scan-check.js';
import { announceObject } from '../../../infra/database/attachment-records.js';
import {
  recordScanCheck,
  scanChecksOf,
  type CheckedPage,
} from '../../../infra/database/scan-check-records.js';
import { measureScan, type MeasuredPage } from '../../../infra/files/scan-measurement.js';
import {
  contentKey,
  readVerified,
  sha256Of,
  type ObjectStore,
} from '../../../infra/object-storage/object-store.js';
import type { Log } from '../../../infra/observability/log.js';
import { LOG, OBJECT_STORE } from '../tokens.js';

export interface CheckedFile {
  readonly sha256: string;
  readonly mediaType: string;
}

/** An upload is answered no later for the sake of its hints; what takes longer goes on and is read later. */
const WORTH_WAITING_MS = 600;
const PICTURE_TYPE = 'image/webp';

/** Looks at the pages of files that stand in the store, once for equal bytes (ADR 7). */
@Injectable()
export class ScanChecker {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Resolves when the file has been looked at, or when that takes too long to wait for; never rejects. */
  async look(file: CheckedFile): Promise<void> {
    if (!isScanned(file.mediaType)) return;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, WORTH_WAITING_MS)));
    await Promise.race([this.begin(file.sha256), enough]);
    clearTimeout(timer);
  }

  /** Files whose check was cut off by a restart, or that are older than the check. */
  catchUp(files: readonly CheckedFile[]): void {
    for (const file of files) if (isScanned(file.mediaType)) void this.begin(file.sha256);
  }

  private begin(sha256: string): Promise<void> {
    const running =
      this.running.get(sha256) ??
      this.check(sha256)
        .catch((error: unknown) => {
          const kind = error instanceof Error ? error.name : 'unknown';
          this.log.warn({ sha256, error: kind }, 'scan check failed; it is tried again on the next reading');
        })
        .finally(() => this.running.delete(sha256));
    this.running.set(sha256, running);
    return running;
  }

  private async check(sha256: string): Promise<void> {
    if ((await scanChecksOf(this.dataSource.manager, [sha256])).has(sha256)) return;
    const bytes = await readVerified(this.store, contentKey(sha256), sha256);
    const measured = await measureScan(bytes);
    const pages = measured === null ? null : await Promise.all(measured.map((page) => this.keep(page)));
    await recordScanCheck(this.dataSource, sha256, pages);
  }

  private async keep({ facts, picture }: MeasuredPage): Promise<CheckedPage> {
    const sha256 = sha256Of(picture);
    const described = { sizeBytes: picture.length, sha256, mediaType: PICTURE_TYPE };
    const objectKey = contentKey(sha256);
    await announceObject(this.dataSource, { ...described, objectKey });
    await this.store.put(objectKey, picture, described);
    return { facts, picture: { ...described, objectKey } };
  }
}
