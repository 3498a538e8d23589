import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isApproved } from '../../../domain/application/lifecycle.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import { courseOf } from '../../../infra/database/application-course.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { DocumentRecords } from '../../../infra/database/document-records.js';
import type { ApplicationRow } from '../../../infra/database/entities/application.entity.js';
import type { IssuedDocumentRow } from '../../../infra/database/entities/permit.entity.js';
import { Refused } from '../../../infra/database/refused.js';
import { readVerified, type ObjectStore } from '../../../infra/object-storage/object-store.js';
import { OBJECT_STORE } from '../tokens.js';

export interface PrintedDocument {
  readonly fileName: string;
  readonly bytes: Buffer;
}

@Injectable()
export class DocumentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly applications: ApplicationRecords,
    private readonly documents: DocumentRecords,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  async receipt(actor: Actor, applicationId: string): Promise<PrintedDocument> {
    const application = await this.applications.inScope(actor, applicationId);
    const document = await this.documents.newest(applicationId, 'RECEIPT');
    if (document === null) throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
    return this.print(actor, application, document, '受理回执');
  }

  async confirmationForm(actor: Actor, applicationId: string): Promise<PrintedDocument> {
    const application = await this.applications.inScope(actor, applicationId);
    const { status } = courseOf(application);
    const document = await this.documents.newest(applicationId, 'CONFIRMATION_FORM');
    const isAvailable =
      isApproved(status) && document?.permitId && (await this.documents.isPermitValid(document.permitId));
    if (!document || !isAvailable) throw Refused.because('STATE_NOT_ALLOWED', { status });
    return this.print(actor, application, document, '工作居住证确认单');
  }

  /** Each print is an audit event; bytes leave only after they were found to match their hash. */
  private async print(
    actor: Actor,
    application: ApplicationRow,
    document: IssuedDocumentRow,
    name: string,
  ): Promise<PrintedDocument> {
    const bytes = await readVerified(this.store, document.objectKey, document.sha256);
    await this.dataSource.transaction(async (manager) => {
      await recordAudit(manager, actor, await readBusinessClock(manager), {
        action: 'document.print',
        entity: 'issued_document',
        entityId: document.id,
        after: { number: document.number },
        applicationNo: application.applicationNo,
      });
    });
    return { fileName: `${name}-${document.number}.pdf`, bytes };
  }
}
