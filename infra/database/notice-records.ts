import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { NoticeReference } from './entities/notice.entity.js';
import type { FactContext } from './fact-transaction.js';
import type { Audience } from './notices.js';
import { Refused } from './refused.js';

export interface NoticeListRow {
  readonly id: string;
  readonly code: string;
  readonly body: string;
  readonly business_ref: NoticeReference;
  readonly published_at: Date;
  readonly resolved_at: Date | null;
  readonly is_read: boolean;
}

/** Of a table `notice`: neither resolved nor at its own end. */
export const IS_CURRENT = `resolved_at is null and (ends_at is null or ends_at > (select business_now()))`;

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
      `select n.id, n.code, n.body, n.business_ref, n.published_at, n.resolved_at,
              exists (select 1 from notice_read r where r.account_id = $6 and r.notice_id = n.id) as is_read
         from jsonb_to_recordset($1::jsonb) as audience (kind text, id uuid)
        cross join lateral (
          select * from notice
           where audience_kind = audience.kind and audience_id = audience.id and ($5 or ${IS_CURRENT})
             and ($3::timestamptz is null or (published_at, notice.id) < ($3, $4::uuid))
           order by published_at desc, notice.id desc limit $2) n
        order by n.published_at desc, n.id desc limit $2`,
      [
        JSON.stringify(audiencesOf(actor)),
        filter.limit + 1,
        filter.after?.at ?? null,
        filter.after?.id ?? null,
        filter.includeResolved,
        actor.accountId,
      ],
    );
  }

  /** FORBIDDEN_SCOPE unless it is told to the actor (R1). */
  async assertInScope(manager: EntityManager, actor: Actor, id: string): Promise<void> {
    const found = await manager.query<unknown[]>(
      `select 1 from notice n join jsonb_to_recordset($2::jsonb) as audience (kind text, id uuid)
           on n.audience_kind = audience.kind and n.audience_id = audience.id
        where n.id = $1`,
      [id, JSON.stringify(audiencesOf(actor))],
    );
    if (found.length === 0) throw Refused.because('FORBIDDEN_SCOPE');
  }
}

/** 已读, for this account only. Marking twice is harmless. */
export async function markNoticeRead(
  { manager, actor, now, audit }: FactContext,
  kind: 'POLICY' | 'SYSTEM',
  noticeId: string,
): Promise<void> {
  await manager.query(
    `insert into notice_read (account_id, notice_id, kind, read_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [actor.accountId, noticeId, kind, now.at],
  );
  const entity = kind === 'POLICY' ? 'policy_notice' : 'notice';
  await audit({ action: 'notice.read', entity, entityId: noticeId });
}

/** What is told to an account itself, and to its unit, person or department, or to who administers it. */
export function audiencesOf(actor: Actor): Audience[] {
  const told = [
    { kind: 'ACCOUNT', id: actor.accountId },
    { kind: 'UNIT', id: actor.unitId },
    { kind: 'EMPLOYEE', id: actor.employeeId },
    { kind: 'DEPARTMENT', id: actor.departmentId },
    { kind: 'DEPARTMENT_ADMIN', id: actor.role === 'DEPARTMENT_ADMIN' ? actor.departmentId : null },
  ] as const;
  return told.flatMap(({ kind, id }) => (id === null ? [] : [{ kind, id }]));
}
