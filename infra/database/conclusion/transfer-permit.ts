import { addDays, knownDate, laterDate } from '../../../domain/calendar/plain-date.js';
import { PermitRow, PermitUnitPeriodRow } from '../entities/permit.entity.js';
import { BusinessPermissionRow } from '../entities/unit.entity.js';
import { recordPermitTransition } from '../permit-transition.js';
import { permitChanged, type ConclusionContext, type ConclusionEffect } from './conclusion-effect.js';

/** EMPLOYER_CHANGE: the permit is VALID at its new unit and under that unit's department; its dates stay (domain.md §4.5). */
export async function transferPermit({
  manager,
  application,
  now,
}: ConclusionContext): Promise<ConclusionEffect> {
  const { unitId, permitType, payload } = application;
  const permit = await manager.findOneByOrFail(PermitRow, { id: application.permitId ?? '' });
  const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
  const [last] = await manager.find(PermitUnitPeriodRow, {
    where: { permitId: permit.id },
    order: { fromDay: 'DESC' },
    take: 1,
  });
  const workBegan = knownDate(payload.newContractStart ?? now.today);
  await manager.insert(PermitUnitPeriodRow, {
    permitId: permit.id,
    unitId,
    fromDay: last === undefined ? workBegan : laterDate(workBegan, addDays(knownDate(last.fromDay), 1)),
  });
  await recordPermitTransition(manager, 'SYSTEM', now, permit, 'transfer', {
    unitId,
    suspendedOn: null,
    supervisingDepartmentId: permission.supervisingDepartmentId,
  });
  return { permitId: permit.id, messages: [permitChanged(permit.id)] };
}
