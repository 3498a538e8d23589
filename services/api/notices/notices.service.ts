import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { LiveStatusRecords } from '../../../infra/database/live-status-records.js';
import { markNoticeRead, NoticeRecords } from '../../../infra/database/notice-records.js';
import { keyset, page } from '../http/keyset.js';
import {
  renderNotice,
  renderUnread,
  type NoticePage,
  type NoticeQuery,
  type UnreadView,
} from './notices.dto.js';

@Injectable()
export class NoticesService {
  constructor(
    private readonly records: NoticeRecords,
    private readonly facts: FactTransactions,
    private readonly live: LiveStatusRecords,
  ) {}

  async list(actor: Actor, query: NoticeQuery): Promise<NoticePage> {
    const { limit, after } = keyset(query);
    const rows = await this.records.list(actor, { limit, after, includeResolved: query.all === 'true' });
    return page(rows, limit, (row) => [row.published_at, row.id], renderNotice);
  }

  async unread(actor: Actor): Promise<UnreadView> {
    return renderUnread(await this.live.counts(actor));
  }

  async markRead(request: FactRequest, id: string): Promise<UnreadView> {
    await this.facts.run(request, async (context) => {
      await this.records.assertInScope(context.manager, request.actor, id);
      await markNoticeRead(context, 'SYSTEM', id);
      return id;
    });
    return this.unread(request.actor);
  }
}
