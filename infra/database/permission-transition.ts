import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ReviewFact } from '../../domain/application/advance.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { nextStatus } from '../../domain/lifecycle.js';
import { associationCodeFrom, ASSOCIATION_CODE_BYTES } from '../../domain/unit/association-code.js';
import { permissionAction, type PermissionBusiness } from '../../domain/unit/permission-course.js';
import {
  PERMISSION_LIFECYCLE,
  type PermissionAction,
  type PermissionStatus,
  type UnopenedPermissionStatus,
} from '../../domain/unit/permission-lifecycle.js';
import { courseOf } from './application-course.js';
import { recordAudit, type AuditActor } from './audit-trail.js';
import type { BusinessInstant } from './business-clock.js';
import type { ApplicationRow } from './entities/application.entity.js';
import { BusinessPermissionRow, UnitRow } from './entities/unit.entity.js';
import { expectOneRow, Refused } from './refused.js';
import { keepStandingNotices } from './standing-notices.js';

interface Writer {
  readonly manager: EntityManager;
  readonly actor: AuditActor;
  readonly now: BusinessInstant;
}

/** The permission follows the application that is about it, in the same transaction (domain.md §4.3). */
export async function followPermission(
  writer: Writer,
  application: ApplicationRow,
  fact: ReviewFact,
): Promise<void> {
  const business = businessOf(application);
  const action = business === null ? null : permissionAction(business, fact, application.round);
  if (action === null) return;
  const permission = await lockPermission(writer, application);
  const columns = columnsAfter(action, application);
  await recordPermissionTransition(writer, permission, action, columns, application.applicationNo);
  if (action === 'open') await ensureAssociationCode(writer.manager, application.unitId);
  await keepStandingNotices(writer.manager, writer.now, [{ unitId: application.unitId, isNews: false }]);
}

/** The one place that changes a permission's status; the caller holds its lock. */
export async function recordPermissionTransition(
  { manager, actor, now }: Writer,
  permission: BusinessPermissionRow,
  action: PermissionAction,
  patch: Partial<BusinessPermissionRow>,
  applicationNo: string | null,
): Promise<void> {
  const before = permissionStatusOf(permission);
  const status = nextStatus<PermissionStatus, PermissionAction>(PERMISSION_LIFECYCLE, before, action);
  if (status === null) throw Refused.because('STATE_NOT_ALLOWED', { status: before });
  const { id, version } = permission;
  const columns = { ...patch, status, version: version + 1, updatedAt: now.at };
  expectOneRow(await manager.update(BusinessPermissionRow, { id, version }, columns));
  await recordAudit(manager, actor, now, {
    action: `permission.${action}`,
    entity: 'business_permission',
    entityId: id,
    before: { status: before, scope: permission.scope },
    after: { status, ...patch },
    ...(applicationNo !== null && { applicationNo }),
  });
}

/** The status of a row as the domain reads it. The CHECK constraint of the table holds the union. */
export function permissionStatusOf(row: BusinessPermissionRow): PermissionStatus {
  return row.status as PermissionStatus;
}

function businessOf(application: ApplicationRow): PermissionBusiness | null {
  const { type } = courseOf(application);
  if (type === 'PERMISSION_CANCEL') return { type };
  if (type !== 'PERMISSION_APPLY') return null;
  const before = application.payload.permissionBefore ?? 'NOT_OPENED';
  return { type, before: before as UnopenedPermissionStatus | 'ACTIVE' };
}

/** Its first application makes the row. */
async function lockPermission(
  { manager, now }: Writer,
  application: ApplicationRow,
): Promise<BusinessPermissionRow> {
  const { unitId, permitType, supervisingDepartmentId, payload } = application;
  if (supervisingDepartmentId === null) throw new Error(`application ${application.id} has no department`);
  await manager
    .createQueryBuilder()
    .insert()
    .into(BusinessPermissionRow)
    .values({
      id: randomUUID(),
      createdAt: now.at,
      updatedAt: now.at,
      unitId,
      permitType,
      status: 'NOT_OPENED',
      scope: payload.requestedScope ?? 'FULL',
      supervisingDepartmentId,
    })
    .orIgnore()
    .execute();
  return manager.findOneOrFail(BusinessPermissionRow, {
    where: { unitId, permitType },
    lock: { mode: 'pessimistic_write' },
  });
}

/** Dates are those of the last PASS, not of the conclusion (domain.md §4.5). */
function columnsAfter(
  action: PermissionAction,
  { payload, supervisingDepartmentId, lastPassAt }: ApplicationRow,
): Partial<BusinessPermissionRow> {
  const passedOn = lastPassAt === null ? null : shanghaiDateOf(lastPassAt.getTime());
  if (action === 'extendToFull') return { scope: 'FULL' };
  if (action === 'cancel') return { cancelledOn: passedOn };
  if (action !== 'open') return {};
  return {
    scope: payload.requestedScope ?? 'FULL',
    openedOn: passedOn,
    cancelledOn: null,
    ...(supervisingDepartmentId !== null && { supervisingDepartmentId }),
  };
}

/** One code for all permissions of a unit; the first that opens brings it. Safe to repeat (domain.md §4.3). */
export async function ensureAssociationCode(manager: EntityManager, unitId: string): Promise<string> {
  for (;;) {
    const { associationCode } = await manager.findOneByOrFail(UnitRow, { id: unitId });
    if (associationCode !== null) return associationCode;
    const code = associationCodeFrom(randomBytes(ASSOCIATION_CODE_BYTES));
    if (code === null) continue;
    await manager.query(
      `update unit set association_code = $2, version = version + 1
        where id = $1 and association_code is null and not exists (select 1 from unit where association_code = $2)`,
      [unitId, code],
    );
  }
}
