import type { DataSource } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { NoticeReference } from './entities/notice.entity.js';
import { audiencesOf, IS_CURRENT } from './notice-records.js';
import { levelsOf } from './review-desk-records.js';

/** What waits for somebody; each number is counted up to `COUNTED_UP_TO` only. */
export interface LiveCounts {
  readonly pendingAssociations: number;
  /** A unit's own level; a reviewer's open tasks that are his or nobody's. */
  readonly tasks: number;
  readonly unreadNotices: number;
  readonly unreadPolicyNotices: number;
}

/**
 * What a reader has been told: all that was committed in `told`, and of what was committed since, in `next`, all up to
 * `after`. Snapshots are Postgres' own (`xmin:xmax:xip`): a transaction that stays open holds up nothing but itself.
 */
export interface NewsPosition {
  readonly told: string;
  readonly rest: { readonly next: string; readonly after: NewsPlace } | null;
}

/** Within one snapshot: transaction, then id. */
export interface NewsPlace {
  readonly transaction: string;
  readonly id: string;
}

export interface NewsRow {
  readonly kind: 'SYSTEM' | 'POLICY';
  readonly id: string;
  readonly transaction_id: string;
  readonly code: string | null;
  readonly text: string;
  readonly business_ref: NoticeReference;
  readonly published_at: Date;
}

export interface News {
  readonly rows: readonly NewsRow[];
  /** The snapshot that the rows were read in. */
  readonly next: string;
  /** False: there is more in the same snapshot. */
  readonly isAll: boolean;
}

/** No count on a hot path is exact beyond this. */
export const COUNTED_UP_TO = 100;
const NEWS_AT_ONCE = 50;
const BEFORE_ALL: NewsPlace = { transaction: '0', id: '00000000-0000-0000-0000-000000000000' };

/** Counts and news of one reader, as home and live status show them. */
export class LiveStatusRecords {
  constructor(private readonly dataSource: DataSource) {}

  async counts(actor: Actor): Promise<LiveCounts> {
    const unread = (of: string) =>
      `not exists (select 1 from notice_read r where r.account_id = $2 and r.notice_id = ${of}.id)`;
    const counted = (rows: string) => `(select count(*)::int from (${rows} limit $6) found)`;
    const [counts] = await this.dataSource.query<[LiveCounts]>(
      `select ${counted(`select 1 from association where unit_id = $3 and status = 'PENDING'`)} as "pendingAssociations",
              ${counted(`select 1 from review_task where status = 'OPEN' and unit_id = $3 and level = 'UNIT'`)}
                + ${counted(`select 1 from review_task where status = 'OPEN' and department_id = $4 and level = any($5)
                               and (assignee_id is null or assignee_id = $2)`)} as tasks,
              ${counted(`select 1 from jsonb_to_recordset($1::jsonb) as audience (kind text, id uuid)
                          cross join lateral (
                            select 1 from notice n
                             where n.audience_kind = audience.kind and n.audience_id = audience.id
                               and ${IS_CURRENT} and ${unread('n')} limit $6) told`)} as "unreadNotices",
              ${counted(`select 1 from policy_notice p where ${unread('p')}`)} as "unreadPolicyNotices"`,
      [
        JSON.stringify(audiencesOf(actor)),
        actor.accountId,
        actor.unitId,
        actor.departmentId,
        levelsOf(actor),
        COUNTED_UP_TO,
      ],
    );
    return counts;
  }

  /** From here on everything is news. */
  async now(): Promise<string> {
    const [row] = await this.dataSource.query<[{ snapshot: string }]>(
      'select pg_current_snapshot()::text as snapshot',
    );
    return row.snapshot;
  }

  /** Current notices of both kinds that were committed since, each once, those of one snapshot in order. */
  async news(actor: Actor, { told, rest }: NewsPosition): Promise<News> {
    const next = rest?.next ?? (await this.now());
    const { transaction, id } = rest?.after ?? BEFORE_ALL;
    const isNews = (of: string): string =>
      `${of}.transaction_id >= pg_snapshot_xmin($5::pg_snapshot)::text::bigint
         and not pg_visible_in_snapshot(${of}.transaction_id::text::xid8, $5::pg_snapshot)
         and pg_visible_in_snapshot(${of}.transaction_id::text::xid8, $6::pg_snapshot)
         and (${of}.transaction_id, ${of}.id) > ($2::bigint, $3::uuid)`;
    const rows = await this.dataSource.query<NewsRow[]>(
      `with told as (
         select 'SYSTEM' as kind, n.id, n.transaction_id, n.code, n.body as text, n.business_ref, n.published_at
           from jsonb_to_recordset($1::jsonb) as audience (kind text, id uuid)
          cross join lateral (
            select * from notice
             where audience_kind = audience.kind and audience_id = audience.id and ${IS_CURRENT}
               and ${isNews('notice')}
             order by transaction_id, notice.id limit $4) n
          union all
         (select 'POLICY', p.id, p.transaction_id, null, p.title, '{}'::jsonb, p.published_at from policy_notice p
           where ${isNews('p')} order by p.transaction_id, p.id limit $4))
       select told.* from told order by transaction_id, id limit $4`,
      [JSON.stringify(audiencesOf(actor)), transaction, id, NEWS_AT_ONCE, told, next],
    );
    return { rows, next, isAll: rows.length < NEWS_AT_ONCE };
  }
}
