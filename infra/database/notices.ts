import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { BusinessInstant } from './business-clock.js';
import type { NoticeReference } from './entities/notice.entity.js';

/** A department is everybody in it; what only an administrator acts upon is told to its administrators. */
export interface Audience {
  readonly kind: 'UNIT' | 'EMPLOYEE' | 'DEPARTMENT' | 'DEPARTMENT_ADMIN' | 'ACCOUNT';
  readonly id: string;
}

export interface SystemNotice {
  /** Code of domain.md §10 and what it is about: given twice, told once. */
  readonly code: string;
  readonly subject: string;
  readonly body: string;
  readonly businessRef: NoticeReference;
  /** It leaves the current list by itself at this time; left out: only when it is resolved. */
  readonly endsAt?: Date | null;
}

/** Tells each audience once, however often the act that tells is repeated. */
export async function giveNotice(
  manager: EntityManager,
  now: BusinessInstant,
  notice: SystemNotice,
  audiences: readonly Audience[],
): Promise<void> {
  if (audiences.length === 0) return;
  const rows = audiences.map((audience) => ({
    id: randomUUID(),
    natural_key: naturalKey(notice, audience),
    audience_kind: audience.kind,
    audience_id: audience.id,
  }));
  await manager.query(
    `insert into notice (id, natural_key, code, body, audience_kind, audience_id, business_ref, published_at, ends_at)
     select id, natural_key, $2, $3, audience_kind, audience_id, $4::jsonb, $5, $6
       from jsonb_to_recordset($1::jsonb)
         as told (id uuid, natural_key text, audience_kind text, audience_id uuid)
     on conflict (natural_key) do nothing`,
    [
      JSON.stringify(rows),
      notice.code,
      notice.body,
      JSON.stringify(notice.businessRef),
      now.at,
      notice.endsAt ?? null,
    ],
  );
}

const TOLD_FOR_MS = 30 * 86_400_000;

/** The end of a notice that nothing its reader does resolves: current for 30 days. */
export function toldUntil(now: BusinessInstant): Date {
  return new Date(now.epochMs + TOLD_FOR_MS);
}

/** Of what was done to somebody's ways in. */
export function tellAccounts(
  manager: EntityManager,
  now: BusinessInstant,
  notice: Pick<SystemNotice, 'code' | 'subject' | 'body'>,
  accountIds: readonly string[],
): Promise<void> {
  const endsAt = toldUntil(now);
  const audiences = accountIds.map((id): Audience => ({ kind: 'ACCOUNT', id }));
  return giveNotice(manager, now, { ...notice, businessRef: {}, endsAt }, audiences);
}

/**
 * Keeps one notice that stands as long as a state does and changes with it. Safe to repeat: an equal notice is left as
 * it is. What is news is unread again and told to those who listen; one that was resolved always is.
 */
export async function keepNotice(
  manager: EntityManager,
  now: BusinessInstant,
  notice: SystemNotice,
  audience: Audience,
  isNews: boolean,
): Promise<void> {
  const renewed = await manager.query<{ id: string; is_news: boolean }[]>(
    `with before as (select id, resolved_at from notice where natural_key = $2), kept as (
       insert into notice (id, natural_key, code, body, audience_kind, audience_id, business_ref, published_at)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
       on conflict (natural_key) do update set body = excluded.body, business_ref = excluded.business_ref, resolved_at = null,
         published_at = case when $9 or notice.resolved_at is not null then excluded.published_at else notice.published_at end,
         transaction_id = case when $9 or notice.resolved_at is not null then current_transaction_number()
                               else notice.transaction_id end
       where notice.body <> excluded.body or notice.resolved_at is not null
       returning id)
     select kept.id, $9 or before.resolved_at is not null as is_news from kept join before on before.id = kept.id`,
    [
      randomUUID(),
      naturalKey(notice, audience),
      notice.code,
      notice.body,
      audience.kind,
      audience.id,
      JSON.stringify(notice.businessRef),
      now.at,
      isNews,
    ],
  );
  for (const { id, is_news } of renewed) {
    if (is_news) await manager.query('delete from notice_read where notice_id = $1', [id]);
  }
}

/** Of the code `$1` and the subject `$2`, whoever was told: how `naturalKey` begins. */
const IS_ABOUT = `natural_key like $1 || ':' || $2 || ':%'`;

/** Whether anybody has been told. */
export async function isTold(
  manager: EntityManager,
  { code, subject }: Pick<SystemNotice, 'code' | 'subject'>,
): Promise<boolean> {
  const [found] = await manager.query<unknown[]>(`select 1 from notice where ${IS_ABOUT} limit 1`, [
    code,
    subject,
  ]);
  return found !== undefined;
}

/** Takes notices out of the current list once what they ask for is done. */
export async function resolveNotices(
  manager: EntityManager,
  now: BusinessInstant,
  code: string,
  subject: string,
): Promise<void> {
  await manager.query(`update notice set resolved_at = $3 where ${IS_ABOUT} and resolved_at is null`, [
    code,
    subject,
    now.at,
  ]);
}

function naturalKey({ code, subject }: SystemNotice, { kind, id }: Audience): string {
  return `${code}:${subject}:${kind}:${id}`;
}
