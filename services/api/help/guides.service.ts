import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { GUIDE_NOTES } from '../../../domain/help/help-centre.js';
import { FactTransactions } from '../../../infra/database/fact-transaction.js';
import {
  guideDocument,
  listGuides,
  publishGuide,
  type GuideRecord,
} from '../../../infra/database/guide-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { contentKey, readVerified, type ObjectStore } from '../../../infra/object-storage/object-store.js';
import { FileIntake } from '../attachments/file-intake.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { sentFile } from '../http/sent-file.js';
import { OBJECT_STORE } from '../tokens.js';
import { formTemplates } from './help-templates.js';
import { PublishGuideDto, type DepartmentGuideView } from './help.views.js';

/** 办理指南: each department keeps its own, everybody reads it (domain.md §11 S-21). */
@Injectable()
export class GuidesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly intake: FileIntake,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  async list(): Promise<DepartmentGuideView[]> {
    return (await listGuides(this.dataSource.manager)).map(renderGuide);
  }

  /** The guide of the administrator's own department. */
  async publish(request: AuthorizedRequest): Promise<DepartmentGuideView> {
    const { departmentId } = actorOf(request);
    if (departmentId === null) throw Refused.because('FORBIDDEN_SCOPE');
    await this.intake.take(request, PublishGuideDto, 'PDF', ({ fields, file, fact }) =>
      this.facts.run(fact, async (context) => {
        const { body, phone = null } = fields;
        await publishGuide(context, departmentId, { body, phone, document: file });
        return departmentId;
      }),
    );
    const guide = (await this.list()).find((each) => each.departmentId === departmentId);
    if (guide === undefined) throw Refused.because('FORBIDDEN_SCOPE');
    return guide;
  }

  /** Bytes leave only after they were found to match their hash. */
  async document(departmentId: string): Promise<StreamableFile> {
    const { sha256, fileName } = await guideDocument(this.dataSource.manager, departmentId);
    const bytes = await readVerified(this.store, contentKey(sha256), sha256);
    return sentFile(bytes, { fileName, mediaType: 'application/pdf' });
  }
}

function renderGuide(row: GuideRecord): DepartmentGuideView {
  const { department_id: departmentId, department_name: departmentName } = row;
  return {
    departmentId,
    departmentName,
    title: `${departmentName}工作居住证办理指南`,
    phone: row.phone,
    body: row.body,
    fileName: row.file_name,
    documentUrl: row.file_name === null ? null : `/api/v1/help/guides/${departmentId}/document`,
    publishedAt: row.published_at?.toISOString() ?? null,
    notes: GUIDE_NOTES,
    templates: formTemplates(),
  };
}
