import type { EntityManager } from 'typeorm';
import { nextStatus } from '../../domain/lifecycle.js';
import { PERMIT_LIFECYCLE, type PermitAction, type PermitStatus } from '../../domain/permit/lifecycle.js';
import { recordAudit, type AuditActor } from './audit-trail.js';
import type { BusinessInstant } from './business-clock.js';
import { PermitRow } from './entities/permit.entity.js';
import { permitStatusOf } from './permit-course.js';
import { expectOneRow, Refused } from './refused.js';

/** The one place that changes a permit's status; the caller holds the permit's lock. */
export async function recordPermitTransition(
  manager: EntityManager,
  actor: AuditActor,
  now: BusinessInstant,
  permit: PermitRow,
  action: PermitAction,
  patch: Partial<PermitRow> = {},
  reason: string | null = null,
): Promise<PermitRow> {
  const status = nextStatus<PermitStatus, PermitAction>(PERMIT_LIFECYCLE, permitStatusOf(permit), action);
  if (status === null) throw Refused.because('STATE_NOT_ALLOWED', { status: permit.status });
  const columns: Partial<PermitRow> = {
    status,
    version: permit.version + 1,
    factVersion: permit.factVersion + 1,
    updatedAt: now.at,
    ...patch,
  };
  expectOneRow(await manager.update(PermitRow, { id: permit.id, version: permit.version }, columns));
  await recordAudit(manager, actor, now, {
    action: `permit.${action}`,
    entity: 'permit',
    entityId: permit.id,
    before: { status: permit.status, validUntil: permit.validUntil },
    after: { status, validUntil: patch.validUntil ?? permit.validUntil },
    reason,
  });
  return Object.assign(manager.create(PermitRow, permit), columns);
}
