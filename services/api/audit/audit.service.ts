import { Injectable } from '@nestjs/common';
import { endOfDayExclusive, startOfDay } from '../../../domain/calendar/instant.js';
import { knownDate } from '../../../domain/calendar/plain-date.js';
import { AuditRecords } from '../../../infra/database/audit-records.js';
import { keyset } from '../http/keyset.js';
import { renderAuditEvent, type AuditPage, type AuditQuery } from './audit.dto.js';

@Injectable()
export class AuditService {
  constructor(private readonly records: AuditRecords) {}

  /** A position is the number of the last event shown: new ones come before the first. */
  async list({ cursor, limit: asked, ...filter }: AuditQuery): Promise<AuditPage> {
    const { limit } = keyset(asked === undefined ? {} : { limit: asked });
    const rows = await this.records.list({
      limit,
      beforeSeq: cursor ?? null,
      entity: filter.entity ?? null,
      entityId: filter.entityId ?? null,
      actorId: filter.actorId ?? null,
      applicationNo: filter.applicationNo ?? null,
      from: filter.from === undefined ? null : new Date(startOfDay(knownDate(filter.from))),
      until: filter.to === undefined ? null : new Date(endOfDayExclusive(knownDate(filter.to))),
    });
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(renderAuditEvent),
      nextCursor: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
    };
  }
}
