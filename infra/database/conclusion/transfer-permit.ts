import type { EntityManager } from 'typeorm';
import { addDays, knownDate, laterDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import { PermitRow, PermitUnitPeriodRow } from '../entities/permit.entity.js';
import { BusinessPermissionRow } from '../entities/unit.entity.js';
import { recordPermitTransition } from '../permit-transition.js';
import {
  approvedContent,
  permitChanged,
  type ConclusionContext,
  type ConclusionEffect,
} from './conclusion-effect.js';

/** EMPLOYER_CHANGE: a new unit takes the permit over, or a skipped one is recorded (domain.md §4.5). */
export function changeEmployer(context: ConclusionContext): Promise<ConclusionEffect> {
  return context.application.payload.historical === true
    ? recordSkippedEmployer(context)
    : transferPermit(context);
}

/** Only the history gains the unit and its period; the permit waits on for a unit, and there is nothing to print. */
async function recordSkippedEmployer(context: ConclusionContext): Promise<ConclusionEffect> {
  const { manager, application, now } = context;
  const { contract } = await approvedContent(context);
  if (contract === null || contract.endDate === null) {
    throw new Error(`application ${application.id} carries no contract of its period`);
  }
  const permit = await manager.findOneByOrFail(PermitRow, { id: application.permitId ?? '' });
  const fromDay = await firstDayAfterLastUnit(manager, permit.id, knownDate(contract.startDate));
  const toDay = laterDate(fromDay, knownDate(contract.endDate));
  const { unitId } = application;
  await manager.insert(PermitUnitPeriodRow, { permitId: permit.id, unitId, fromDay, toDay });
  await recordPermitTransition(manager, 'SYSTEM', now, permit, 'recordSkippedEmployer');
  return {
    permitId: permit.id,
    messages: [permitChanged(permit.id)],
    notice: { code: 'N-24', facts: { matter: '补办聘用单位变更已通过，证件单位历史' } },
  };
}

/** The permit is VALID at its new unit and under that unit's department; its dates stay (domain.md §4.5). */
async function transferPermit({ manager, application, now }: ConclusionContext): Promise<ConclusionEffect> {
  const { unitId, permitType, payload } = application;
  const permit = await manager.findOneByOrFail(PermitRow, { id: application.permitId ?? '' });
  const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
  const workBegan = knownDate(payload.newContractStart ?? now.today);
  const fromDay = await firstDayAfterLastUnit(manager, permit.id, workBegan);
  await manager.insert(PermitUnitPeriodRow, { permitId: permit.id, unitId, fromDay });
  await recordPermitTransition(manager, 'SYSTEM', now, permit, 'transfer', {
    unitId,
    suspendedOn: null,
    supervisingDepartmentId: permission.supervisingDepartmentId,
  });
  return { permitId: permit.id, messages: [permitChanged(permit.id)] };
}

/** Periods stand in their order, and no two begin on one day. */
async function firstDayAfterLastUnit(
  manager: EntityManager,
  permitId: string,
  workBegan: PlainDate,
): Promise<PlainDate> {
  const [last] = await manager.find(PermitUnitPeriodRow, {
    where: { permitId },
    order: { fromDay: 'DESC' },
    take: 1,
  });
  return last === undefined ? workBegan : laterDate(workBegan, addDays(knownDate(last.fromDay), 1));
}
