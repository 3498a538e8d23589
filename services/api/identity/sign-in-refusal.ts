import type { EntityManager } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import type { Refusal } from '../../../domain/refusal.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';

/** A refused sign-in is a fact too; `more` says what the answer does not. Never the user name as it was typed: it may be a password. */
export async function recordSignInRefusal(
  manager: EntityManager,
  actor: Actor | null,
  ip: string,
  { code }: Refusal,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const now = await readBusinessClock(manager);
  await recordAudit(manager, actor ?? 'SYSTEM', now, {
    action: 'session.refused',
    entity: 'account',
    entityId: actor?.accountId ?? null,
    after: { refusal: code, ip, ...more },
  });
}
