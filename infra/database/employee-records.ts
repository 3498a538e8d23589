import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { PermitType } from '../../domain/application/business-type.js';
import type { FamilyRelation } from '../../domain/employee/family-members.js';
import { missingProfileFields } from '../../domain/employee/profile-completeness.js';
import type { IdType } from '../../domain/identity/id-number.js';
import { personIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import {
  DomesticEducationRow,
  EmployeeRow,
  FamilyMemberRow,
  OverseasEducationRow,
  StudyHistoryRow,
  WorkHistoryRow,
} from './entities/employee.entity.js';
import type { FactContext } from './fact-transaction.js';
import { expectOneRow } from './refused.js';

export interface PersonRecord {
  readonly employee: EmployeeRow;
  readonly education: DomesticEducationRow | null;
  readonly overseasEducation: readonly OverseasEducationRow[];
  readonly studyHistory: readonly StudyHistoryRow[];
  readonly workHistory: readonly WorkHistoryRow[];
  readonly familyMembers: readonly FamilyMemberRow[];
}

interface ListElement {
  readonly id: string;
  readonly employeeId: string;
}
type Listed<Row extends ListElement> = readonly Omit<Row, keyof ListElement>[];

/** What a person says of himself, opened; registration owns name, sex, birth date and identity. */
export interface ProfileEdit {
  readonly phone: string;
  readonly email: string | null;
  readonly ethnicity: string | null;
  readonly politicalStatus: string | null;
  readonly maritalStatus: string | null;
  readonly householdRegister: string | null;
  readonly currentAddress: string | null;
  readonly residenceKind: string | null;
  readonly education: Omit<DomesticEducationRow, 'employeeId' | 'reviewStatus'> | null;
  readonly overseasEducation: Listed<OverseasEducationRow>;
  readonly studyHistory: Listed<StudyHistoryRow>;
  readonly workHistory: Listed<WorkHistoryRow>;
  readonly familyMembers: readonly FamilyMemberEdit[];
}

export interface FamilyMemberEdit {
  readonly relation: FamilyRelation;
  readonly name: string;
  readonly idType: IdType;
  readonly idNo: string;
  readonly birthDate: string;
}

export async function readPerson(manager: EntityManager, employeeId: string): Promise<PersonRecord> {
  const byTime = { where: { employeeId }, order: { fromDay: 'ASC', id: 'ASC' } } as const;
  return {
    employee: await manager.findOneByOrFail(EmployeeRow, { id: employeeId }),
    education: await manager.findOneBy(DomesticEducationRow, { employeeId }),
    overseasEducation: await manager.find(OverseasEducationRow, byTime),
    studyHistory: await manager.find(StudyHistoryRow, byTime),
    workHistory: await manager.find(WorkHistoryRow, byTime),
    familyMembers: await manager.find(FamilyMemberRow, {
      where: { employeeId },
      order: { relation: 'DESC', birthDate: 'ASC', id: 'ASC' },
    }),
  };
}

/** Names of what the profile still lacks for a permit of that type; null: for a link (domain.md §3.3). */
export function missingInProfile(person: PersonRecord, permitType: PermitType | null): string[] {
  const { employee } = person;
  const facts = {
    ethnicity: employee.ethnicity,
    politicalStatus: employee.politicalStatus,
    maritalStatus: employee.maritalStatus,
    householdRegister: employee.householdRegisterSealed,
    currentAddress: employee.currentAddressSealed,
    hasEducation: person.education !== null,
    hasOverseasEducation: person.overseasEducation.length > 0,
    hasStudyHistory: person.studyHistory.length > 0,
    hasWorkHistory: person.workHistory.length > 0,
  };
  return missingProfileFields(facts, permitType);
}

/** Replaces the whole profile, if nobody has since `version`. */
export async function saveProfile(
  context: FactContext,
  personalData: PersonalData,
  employeeId: string,
  version: number,
  edit: ProfileEdit,
): Promise<void> {
  const { manager, now } = context;
  const sealed = (text: string | null): string | null => (text === null ? null : personalData.seal(text));
  const { ethnicity, politicalStatus, maritalStatus, residenceKind, email } = edit;
  const saved = await manager.update(
    EmployeeRow,
    { id: employeeId, version },
    {
      version: version + 1,
      updatedAt: now.at,
      phoneSealed: personalData.seal(edit.phone),
      email,
      ethnicity,
      politicalStatus,
      maritalStatus,
      residenceKind,
      householdRegisterSealed: sealed(edit.householdRegister),
      currentAddressSealed: sealed(edit.currentAddress),
    },
  );
  expectOneRow(saved);
  await saveEducation(manager, employeeId, edit.education);
  await replaceList(manager, OverseasEducationRow, employeeId, edit.overseasEducation);
  await replaceList(manager, StudyHistoryRow, employeeId, edit.studyHistory);
  await replaceList(manager, WorkHistoryRow, employeeId, edit.workHistory);
  await replaceList(manager, FamilyMemberRow, employeeId, sealedFamily(edit.familyMembers, personalData));
  await auditProfile(context, personalData, employeeId, version + 1, edit);
}

/** Counts and keyed digests only: a profile is personal data from end to end. */
async function auditProfile(
  { audit }: FactContext,
  personalData: PersonalData,
  employeeId: string,
  version: number,
  edit: ProfileEdit,
): Promise<void> {
  const digest = (...values: unknown[]): string => personalData.digest(JSON.stringify(values));
  const { education, overseasEducation, studyHistory, workHistory, familyMembers } = edit;
  await audit({
    action: 'profile.edit',
    entity: 'employee',
    entityId: employeeId,
    after: {
      sensitive: digest(edit.phone, edit.email, edit.householdRegister, edit.currentAddress),
      rest: digest(edit.ethnicity, edit.politicalStatus, edit.maritalStatus, edit.residenceKind),
      education: education && digest(education, overseasEducation, studyHistory),
      overseasEducation: overseasEducation.length,
      studyPeriods: studyHistory.length,
      workPeriods: workHistory.length,
      work: digest(workHistory),
      familyMembers: familyMembers.length,
      family: digest(familyMembers),
      version,
    },
  });
}

function sealedFamily(
  members: readonly FamilyMemberEdit[],
  personalData: PersonalData,
): Listed<FamilyMemberRow> {
  return members.map(({ idNo, ...member }) => ({
    ...member,
    idNoSealed: personalData.seal(idNo),
    idNoIndex: personIndex(personalData, member.idType, idNo),
  }));
}

/** The row of the employee stands locked by then: two savings of one profile never mix. */
async function replaceList<Row extends ListElement>(
  manager: EntityManager,
  entity: new () => Row,
  employeeId: string,
  elements: Listed<Row>,
): Promise<void> {
  const list: new () => ListElement = entity;
  await manager.delete(list, { employeeId });
  const rows = elements.map((element) => ({ id: randomUUID(), employeeId, ...element }));
  if (rows.length > 0) await manager.insert(list, rows);
}

/** Changed education waits for review again (domain.md §3.3 reviewStatus). */
async function saveEducation(
  manager: EntityManager,
  employeeId: string,
  education: ProfileEdit['education'],
): Promise<void> {
  const standing = await manager.findOneBy(DomesticEducationRow, { employeeId });
  if (education === null) {
    await manager.delete(DomesticEducationRow, { employeeId });
    return;
  }
  const reviewStatus = standing !== null && holds(standing, education) ? standing.reviewStatus : 'PENDING';
  await manager.upsert(DomesticEducationRow, { employeeId, ...education, reviewStatus }, ['employeeId']);
}

/** Education that the departments have passed is 有效, unless it was changed since; true where it is (AC-47). */
export async function recordReviewedEducation(
  manager: EntityManager,
  employeeId: string,
  reviewed: Readonly<Record<string, unknown>> | null,
): Promise<boolean> {
  const standing = await manager.findOneBy(DomesticEducationRow, { employeeId });
  if (standing === null || reviewed === null) return false;
  const { reviewStatus: _, ...judged } = reviewed;
  if (!holds(standing, judged)) return false;
  await manager.update(DomesticEducationRow, { employeeId }, { reviewStatus: 'EFFECTIVE' });
  return true;
}

function holds(standing: DomesticEducationRow, education: object): boolean {
  return Object.entries(education).every(([name, value]) => Reflect.get(standing, name) === value);
}
