import { recordAudit } from '../audit-trail.js';
import { recordReviewedEducation } from '../employee-records.js';
import { EmployeeRow } from '../entities/employee.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import { recordPermitTransition } from '../permit-transition.js';
import { changeRegisteredIdentity } from '../registered-identity.js';
import { sealHolder, type PersonSnapshot } from '../snapshot-content.js';
import {
  approvedContent,
  permitChanged,
  type ConclusionContext,
  type ConclusionEffect,
} from './conclusion-effect.js';

/** BASIC_INFO_CHANGE: the permit's face and the registered person take the approved data (domain.md §4.5). */
export async function changeFace(context: ConclusionContext): Promise<ConclusionEffect> {
  const { manager, application, now, personalData } = context;
  const content = await approvedContent(context);
  if (content.person === null) throw new Error(`application ${application.id} names no person`);
  await changeEmployee(context, content.person);
  const permit = await manager.findOneByOrFail(PermitRow, { id: application.permitId ?? '' });
  await recordPermitTransition(manager, 'SYSTEM', now, permit, 'amend', {
    holderSnapshotSealed: sealHolder(content, personalData),
  });
  return { permitId: permit.id, messages: [permitChanged(permit.id)] };
}

/** BUSINESS_INFO_CHANGE: the data stand in the profile already; what was reviewed counts from now on (domain.md §4.5). */
export async function confirmPersonData(context: ConclusionContext): Promise<ConclusionEffect> {
  const { manager, application } = context;
  const { education } = await approvedContent(context);
  await recordReviewedEducation(manager, application.employeeId ?? '', education);
  return { permitId: application.permitId, messages: [] };
}

async function changeEmployee(
  context: ConclusionContext,
  { ethnicity, householdRegister, ...identity }: PersonSnapshot,
): Promise<void> {
  const { manager, application, now, personalData } = context;
  const employee = await manager.findOneByOrFail(EmployeeRow, { id: application.employeeId ?? '' });
  const householdRegisterSealed = householdRegister === null ? null : personalData.seal(householdRegister);
  const along = { ethnicity, householdRegisterSealed };
  await recordAudit(manager, 'SYSTEM', now, {
    action: 'profile.changeFace',
    entity: 'employee',
    entityId: employee.id,
    ...(await changeRegisteredIdentity(context, employee, identity, along)),
    applicationNo: application.applicationNo,
  });
}
