import type { DataSource } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { NoticeReference } from './entities/notice.entity.js';
import type { Audience } from './notices.js';

export interface NoticeListRow {
  readonly id: string;
  readonly code: string;
  readonly body: string;
  readonly business_ref: NoticeReference;
  readonly published_at: Date;
  readonly resolved_at: Date | null;
}

export interface NoticeFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly includeResolved: boolean;
}

/** System notices as their readers see them (domain.md §10). */
export class NoticeRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; one row more than asked tells that there is more. Each audience is one walk along the index. */
  list(actor: Actor, filter: NoticeFilter): Promise<NoticeListRow[]> {
    return this.dataSource.query<NoticeListRow[]>(
      `select n.id, n.code, n.body, n.business_ref, n.published_at, n.resolved_at
         from jsonb_to_recordset($1::jsonb) as audience (kind text, id uuid)
        cross join lateral (
          select * from notice
           where audience_kind = audience.kind and audience_id = audience.id and ($5 or resolved_at is null)
             and ($3::timestamptz is null or (published_at, notice.id) < ($3, $4::uuid))
           order by published_at desc, notice.id desc limit $2) n
        order by n.published_at desc, n.id desc limit $2`,
      [
        JSON.stringify(audiencesOf(actor)),
        filter.limit + 1,
        filter.after?.at ?? null,
        filter.after?.id ?? null,
        filter.includeResolved,
      ],
    );
  }
}

/** What is told to an account itself, and to its unit, person or department. */
function audiencesOf(actor: Actor): Audience[] {
  const told = [
    { kind: 'ACCOUNT', id: actor.accountId },
    { kind: 'UNIT', id: actor.unitId },
    { kind: 'EMPLOYEE', id: actor.employeeId },
    { kind: 'DEPARTMENT', id: actor.departmentId },
  ] as const;
  return told.flatMap(({ kind, id }) => (id === null ? [] : [{ kind, id }]));
}
