import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { BusinessInstant } from './business-clock.js';
import type { NoticeReference } from './entities/notice.entity.js';

export type Audience = { readonly kind: 'UNIT' | 'EMPLOYEE' | 'DEPARTMENT' | 'ACCOUNT'; readonly id: string };

export interface SystemNotice {
  /** Code of domain.md §10 and what it is about: given twice, told once. */
  readonly code: string;
  readonly subject: string;
  readonly body: string;
  readonly businessRef: NoticeReference;
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
    natural_key: `${notice.code}:${notice.subject}:${audience.kind}:${audience.id}`,
    audience_kind: audience.kind,
    audience_id: audience.id,
  }));
  await manager.query(
    `insert into notice (id, natural_key, code, body, audience_kind, audience_id, business_ref, published_at)
     select id, natural_key, $2, $3, audience_kind, audience_id, $4::jsonb, $5
       from jsonb_to_recordset($1::jsonb)
         as told (id uuid, natural_key text, audience_kind text, audience_id uuid)
     on conflict (natural_key) do nothing`,
    [JSON.stringify(rows), notice.code, notice.body, JSON.stringify(notice.businessRef), now.at],
  );
}

/** Takes notices out of the current list once what they ask for is done. */
export async function resolveNotices(
  manager: EntityManager,
  now: BusinessInstant,
  code: string,
  subject: string,
): Promise<void> {
  await manager.query(
    `update notice set resolved_at = $3 where natural_key like $1 || ':' || $2 || ':%' and resolved_at is null`,
    [code, subject, now.at],
  );
}
