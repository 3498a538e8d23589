import { isReviewedField, isUnitField } from '../../../domain/unit/unit-fields.js';
import { PermitRow } from '../entities/permit.entity.js';
import { BusinessPermissionRow, UnitProfileRow } from '../entities/unit.entity.js';
import { recordPermitTransition } from '../permit-transition.js';
import { expectOneRow } from '../refused.js';
import { recordAudit } from '../audit-trail.js';
import { ensureAssociationCode } from '../permission-transition.js';
import { keepStandingNotices } from '../standing-notices.js';
import { recordUnitChange } from '../unit-attachments.js';
import { permitChanged, type ConclusionContext, type ConclusionEffect } from './conclusion-effect.js';

/** UNIT_INFO_CHANGE: the approved fields take their new values. */
export async function changeUnit({
  manager,
  application,
  now,
}: ConclusionContext): Promise<ConclusionEffect> {
  const changes = (application.payload.changes ?? []).filter(
    ({ field }) => isUnitField(field) && isReviewedField(field),
  );
  const columns = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  await manager.update(
    UnitProfileRow,
    { unitId: application.unitId },
    { ...columns, version: () => 'version + 1' },
  );
  await recordUnitChange(manager, application.unitId, now.today, 'unitChangedOn');
  await keepStandingNotices(manager, now, [{ unitId: application.unitId, isNews: false }]);
  return { permitId: null, messages: [], notice: { code: 'N-24', facts: { matter: '单位信息' } } };
}

/** PERMISSION_APPLY: the permission itself opens with the application's end; here its code is told (N-03). */
export async function openPermission({ manager, application }: ConclusionContext): Promise<ConclusionEffect> {
  const code = await ensureAssociationCode(manager, application.unitId);
  return { permitId: null, messages: [], notice: { code: 'N-03', facts: { code } } };
}

/** PERMISSION_CANCEL: the permission ends with the application's end. */
export async function cancelPermission(): Promise<ConclusionEffect> {
  return { permitId: null, messages: [], notice: { code: 'N-24', facts: { matter: '业务办理权限' } } };
}

/** SUPERVISING_DEPT_CHANGE: the permission and the unit's permits of the type move; openedOn stays (domain.md §4.5). */
export async function moveToDepartment({
  manager,
  application,
  now,
}: ConclusionContext): Promise<ConclusionEffect> {
  const { unitId, permitType, newDepartmentId, payload } = application;
  const { newTaxDistrict } = payload;
  if (newDepartmentId === null || newTaxDistrict === undefined) {
    throw new Error(`application ${application.id} names no department to move to`);
  }
  const lock = { mode: 'pessimistic_write' } as const;
  const permits = await manager.find(PermitRow, {
    where: { unitId, permitType, status: 'VALID' },
    order: { id: 'ASC' },
    lock,
  });
  for (const permit of permits) {
    await recordPermitTransition(manager, 'SYSTEM', now, permit, 'amend', {
      supervisingDepartmentId: newDepartmentId,
    });
  }
  const permission = await manager.findOneOrFail(BusinessPermissionRow, {
    where: { unitId, permitType },
    lock,
  });
  const { id, version } = permission;
  expectOneRow(
    await manager.update(
      BusinessPermissionRow,
      { id, version },
      { supervisingDepartmentId: newDepartmentId, version: version + 1, updatedAt: now.at },
    ),
  );
  await manager.update(
    UnitProfileRow,
    { unitId },
    { taxDistrict: newTaxDistrict, version: () => 'version + 1' },
  );
  await recordUnitChange(manager, unitId, now.today, 'unitChangedOn');
  await keepStandingNotices(manager, now, [{ unitId, isNews: false }]);
  await recordAudit(manager, 'SYSTEM', now, {
    action: 'permission.moveDepartment',
    entity: 'business_permission',
    entityId: id,
    before: { supervisingDepartmentId: permission.supervisingDepartmentId },
    after: { supervisingDepartmentId: newDepartmentId, permits: permits.length },
    applicationNo: application.applicationNo,
  });
  return {
    permitId: null,
    messages: permits.map((permit) => permitChanged(permit.id)),
    notice: { code: 'N-24', facts: { matter: '上级申报单位' } },
  };
}
