import { personIndex, personTailIndex } from '../../personal-data/person-index.js';
import { recordAudit } from '../audit-trail.js';
import { recordReviewedEducation } from '../employee-records.js';
import { EmployeeRow } from '../entities/employee.entity.js';
import { AccountRow } from '../entities/identity.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import { recordNames } from '../name-search.js';
import { recordPermitTransition } from '../permit-transition.js';
import { expectOneRow } from '../refused.js';
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
  { manager, application, now, personalData }: ConclusionContext,
  { name, sex, birthDate, ethnicity, idType, idNo, householdRegister }: PersonSnapshot,
): Promise<void> {
  const employee = await manager.findOneByOrFail(EmployeeRow, { id: application.employeeId ?? '' });
  const { id, version } = employee;
  const idNoIndex = personIndex(personalData, idType, idNo);
  expectOneRow(
    await manager.update(
      EmployeeRow,
      { id, version },
      {
        name,
        sex,
        birthDate,
        ethnicity,
        idType,
        idNoSealed: personalData.seal(idNo),
        idNoIndex,
        idNoTailIndex: personTailIndex(personalData, idNo),
        householdRegisterSealed: householdRegister === null ? null : personalData.seal(householdRegister),
        version: version + 1,
        updatedAt: now.at,
      },
    ),
  );
  await manager.update(AccountRow, { employeeId: id }, { personName: name, personIndex: idNoIndex });
  await recordNames(manager, 'PERSON', [{ id, name }]);
  await recordAudit(manager, 'SYSTEM', now, {
    action: 'profile.changeFace',
    entity: 'employee',
    entityId: id,
    before: { digest: personalData.digest(JSON.stringify([employee.name, employee.idNoIndex])) },
    after: { digest: personalData.digest(JSON.stringify([name, idNoIndex])) },
    applicationNo: application.applicationNo,
  });
}
