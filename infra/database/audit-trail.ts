import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { BusinessInstant } from './business-clock.js';

export type AuditActor = Actor | 'SYSTEM';

export interface AuditEvent {
  readonly action: string;
  readonly entity: string;
  readonly entityId: string | null;
  /** Sensitive fields only as keyed digests (design.md §4). */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly reason?: string | null;
  readonly applicationNo?: string | null;
}

/** Appends one event in the fact's own transaction; nothing can change or delete it afterwards. */
export async function recordAudit(
  manager: EntityManager,
  actor: AuditActor,
  now: BusinessInstant,
  event: AuditEvent,
): Promise<void> {
  const person = actor === 'SYSTEM' ? null : actor;
  await manager.query(
    `insert into audit_event (transaction_id, at, actor_id, actor_role, login_method, ip, action, entity, entity_id,
       before, after, reason, application_no)
     values (current_transaction_number(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      now.at,
      person?.accountId ?? null,
      person?.role ?? 'SYSTEM',
      person?.loginMethod ?? null,
      person?.ip ?? null,
      event.action,
      event.entity,
      event.entityId,
      event.before ?? null,
      event.after ?? null,
      event.reason ?? null,
      event.applicationNo ?? null,
    ],
  );
}
