import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { NoticeRecords } from '../../../infra/database/notice-records.js';
import { keyset, page } from '../http/keyset.js';
import { renderNotice, type NoticePage, type NoticeQuery } from './notices.dto.js';

@Injectable()
export class NoticesService {
  constructor(private readonly records: NoticeRecords) {}

  async list(actor: Actor, query: NoticeQuery): Promise<NoticePage> {
    const { limit, after } = keyset(query);
    const rows = await this.records.list(actor, { limit, after, includeResolved: query.all === 'true' });
    return page(rows, limit, (row) => [row.published_at, row.id], renderNotice);
  }
}
