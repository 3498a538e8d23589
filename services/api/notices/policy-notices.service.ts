import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { LiveStatusRecords } from '../../../infra/database/live-status-records.js';
import { markNoticeRead } from '../../../infra/database/notice-records.js';
import { PolicyNoticeRecords } from '../../../infra/database/policy-notice-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { contentKey, readVerified, type ObjectStore } from '../../../infra/object-storage/object-store.js';
import { FileIntake, type Intake } from '../attachments/file-intake.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { missingFile } from '../http/multipart-form.js';
import { sentFile } from '../http/sent-file.js';
import { keyset, page } from '../http/keyset.js';
import type { PageQuery } from '../http/page-query.js';
import { OBJECT_STORE } from '../tokens.js';
import { renderUnread, type UnreadView } from './notices.dto.js';
import {
  PublishPolicyNoticeDto,
  renderPolicyNotice,
  type PolicyNoticePage,
  type PolicyNoticeView,
} from './policy-notices.dto.js';

const WITHOUT_FILE = '请选择法规文件';

/** 政策法规通知 with their documents (domain.md §10, S-02). */
@Injectable()
export class PolicyNoticesService {
  constructor(
    private readonly records: PolicyNoticeRecords,
    private readonly facts: FactTransactions,
    private readonly intake: FileIntake,
    private readonly live: LiveStatusRecords,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  async publish(request: AuthorizedRequest): Promise<PolicyNoticeView> {
    const publish = async ({ fields, file, fact }: Intake<PublishPolicyNoticeDto>): Promise<string> => {
      if (file === null) throw new Refused([missingFile(WITHOUT_FILE)]);
      const notice = { title: fields.title, body: fields.body ?? '', document: file };
      return this.facts.run(fact, (context) => this.records.publish(context, notice));
    };
    const id = await this.intake.take(request, PublishPolicyNoticeDto, 'PDF', publish, {
      withoutFile: WITHOUT_FILE,
    });
    return renderPolicyNotice(await this.records.read(actorOf(request), id));
  }

  async list(actor: Actor, query: PageQuery): Promise<PolicyNoticePage> {
    const { limit, after } = keyset(query);
    const rows = await this.records.list(actor, limit, after);
    return page(rows, limit, (row) => [row.published_at, row.id], renderPolicyNotice);
  }

  /** Bytes leave only after they were found to match their hash. */
  async document(id: string): Promise<StreamableFile> {
    const { sha256, fileName } = await this.records.document(id);
    const bytes = await readVerified(this.store, contentKey(sha256), sha256);
    return sentFile(bytes, { fileName, mediaType: 'application/pdf' });
  }

  async markRead(request: FactRequest, id: string): Promise<UnreadView> {
    await this.records.document(id);
    await this.facts.run(request, async (context) => {
      await markNoticeRead(context, 'POLICY', id);
      return id;
    });
    return renderUnread(await this.live.counts(request.actor));
  }
}
