import { randomUUID } from 'node:crypto';
import { expiresAt } from '../../../domain/permit/expiry.js';
import { importedStatus, readLegacyPermits } from '../../../domain/legacy/legacy-permits.js';
import { isLivePermit, isValidPermit, type PermitStatus } from '../../../domain/permit/lifecycle.js';
import { dueMilestones, milestones } from '../../../domain/permit/milestones.js';
import { importAssociation, lockPerson } from '../association-records.js';
import { passOverPermitNumber } from '../business-numbers.js';
import { PermitRow, PermitTermRow, PermitUnitPeriodRow } from '../entities/permit.entity.js';
import { recordMilestone } from '../permit-milestones.js';
import { windowOfPermit } from '../permit-window.js';
import { sealFace } from '../snapshot-content.js';
import { importLegacy, type LegacyContext, type LegacyReport } from './legacy-import.js';
import { judgePermit, type PermitPlan } from './legacy-permit-checks.js';
import { personOf } from './legacy-persons.js';

/** Legacy permits with their holders; no notice tells of what is past, and only the future is waited for (domain.md §4.6). */
export function importLegacyPermits(
  context: LegacyContext,
  sheet: readonly (readonly string[])[],
  isTrial: boolean,
): Promise<LegacyReport> {
  const read = readLegacyPermits(sheet, context.now.today);
  return importLegacy(context, read, { kind: 'PERMIT', judge: judgePermit, take }, isTrial);
}

async function take(context: LegacyContext, plan: PermitPlan): Promise<string> {
  const { manager, now, promise } = context;
  const { permit, unitId } = plan;
  const status = importedStatus(permit, now.epochMs);
  const employeeId = await personOf(context, permit.person);
  await lockPerson(manager, employeeId);
  const permitId = await insertPermit(context, plan, status, employeeId);
  if (isValidPermit(status) && unitId !== null) {
    await importAssociation(context, employeeId, unitId, permit.contract);
  }
  if (isLivePermit(status)) {
    await passOverMilestones(context, permitId, plan, status);
    await promise({ workflow: 'permit', subjectId: permitId, signal: 'started', payload: {} });
  }
  return permitId;
}

async function insertPermit(
  { manager, now, personalData, audit }: LegacyContext,
  { permit, unitId, departmentId, historyUnits }: PermitPlan,
  status: PermitStatus,
  employeeId: string,
): Promise<string> {
  const permitId = randomUUID();
  const { permitNo, permitType, validFrom, validUntil, suspendedOn, history } = permit;
  const term = { validFrom, validUntil };
  await manager.insert(PermitRow, {
    id: permitId,
    createdAt: now.at,
    updatedAt: now.at,
    permitNo,
    permitType,
    employeeId,
    holderSnapshotSealed: sealFace({ ...permit.person, householdRegister: null }, personalData),
    unitId,
    supervisingDepartmentId: departmentId,
    status,
    ...term,
    suspendedOn,
    endedAt: isLivePermit(status) ? null : new Date(expiresAt(validUntil)),
  });
  await manager.insert(PermitTermRow, { permitId, term: 1, fromDay: validFrom, untilDay: validUntil });
  for (const { uscc, from, to } of history) {
    const periodUnit = historyUnits.get(uscc);
    if (periodUnit === undefined) throw new Error(`no unit of ${uscc} was judged`);
    await manager.insert(PermitUnitPeriodRow, { permitId, unitId: periodUnit, fromDay: from, toDay: to });
  }
  await passOverPermitNumber(manager, permitNo);
  await audit({
    action: 'permit.import',
    entity: 'permit',
    entityId: permitId,
    after: { permitNo, status, ...term, employers: history.length },
  });
  return permitId;
}

/** What is due already counts as reached and is told to nobody. */
async function passOverMilestones(
  { manager, now, references }: LegacyContext,
  id: string,
  { permit: { validUntil, suspendedOn }, departmentId }: PermitPlan,
  status: PermitStatus,
): Promise<void> {
  const imported = { id, term: 1, validUntil, supervisingDepartmentId: departmentId };
  const window = await windowOfPermit(manager, references, imported);
  const calendar = await references.calendarInForce(manager);
  const all = milestones({ status, validUntil, suspendedOn }, window, calendar);
  for (const milestone of dueMilestones(all, () => false, now.epochMs).passed) {
    await recordMilestone(manager, imported, milestone, now, false);
  }
}
