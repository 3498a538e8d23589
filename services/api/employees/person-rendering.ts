import { ID_TYPE_LABELS, SEX_LABELS } from '../../../domain/identity/id-number.js';
import { FAMILY_RELATIONS } from '../../../domain/employee/family-members.js';
import { RESIDENCE_KINDS } from '../../../domain/employee/residence.js';
import {
  missingInProfile,
  type PersonRecord,
  type ProfileEdit,
} from '../../../infra/database/employee-records.js';
import type {
  DomesticEducationRow,
  FamilyMemberRow,
  InsuranceTaxMonthRow,
} from '../../../infra/database/entities/employee.entity.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { labelOf } from '../http/labels.js';
import type { InsuranceMonthDto } from './insurance.dto.js';
import type { EditProfileDto, EducationDto } from './profile.dto.js';
import type {
  EducationView,
  FamilyMemberView,
  InsuranceMonthView,
  PersonView,
  ProfileView,
} from './person.views.js';

/** Source: domain.md §3.3 DomesticEducation. */
const REVIEW_STATUS_LABELS: Readonly<Record<string, string>> = { PENDING: '待审核', EFFECTIVE: '有效' };

export function renderProfile(person: PersonRecord, personalData: PersonalData): ProfileView {
  const { id, version } = person.employee;
  return {
    id,
    version,
    ...renderPerson(person, personalData),
    missingFields: missingInProfile(person, null),
  };
}

export function renderPerson(person: PersonRecord, personalData: PersonalData): PersonView {
  const { employee, education } = person;
  const opened = (sealed: string | null): string | null =>
    sealed === null ? null : personalData.open(sealed);
  const { name, sex, birthDate, ethnicity, politicalStatus, maritalStatus, idType, email, residenceKind } =
    employee;
  return {
    name,
    sex,
    sexLabel: labelOf(SEX_LABELS, sex),
    birthDate,
    phone: personalData.open(employee.phoneSealed),
    ethnicity,
    politicalStatus,
    maritalStatus,
    idType,
    idTypeLabel: labelOf(ID_TYPE_LABELS, idType),
    idNo: personalData.open(employee.idNoSealed),
    householdRegister: opened(employee.householdRegisterSealed),
    currentAddress: opened(employee.currentAddressSealed),
    residenceKind,
    residenceKindLabel: residenceKind && labelOf(RESIDENCE_KINDS, residenceKind),
    email,
    education: education === null ? null : renderEducation(education),
    ...renderHistory(person),
    familyMembers: person.familyMembers.map((member) => renderFamilyMember(member, personalData)),
  };
}

function renderEducation({ employeeId: _, ...education }: DomesticEducationRow): EducationView {
  return { ...education, reviewStatusLabel: labelOf(REVIEW_STATUS_LABELS, education.reviewStatus) };
}

function renderHistory({ overseasEducation, studyHistory, workHistory }: PersonRecord) {
  return {
    overseasEducation: overseasEducation.map(({ id: _, employeeId: __, fromDay, toDay, ...rest }) => ({
      ...rest,
      from: fromDay,
      to: toDay,
    })),
    studyHistory: studyHistory.map(({ fromDay, toDay, school, major, degree }) => ({
      from: fromDay,
      to: toDay,
      school,
      major,
      degree,
    })),
    workHistory: workHistory.map(({ fromDay, toDay, employer, uscc, position, leaveReason }) => ({
      from: fromDay,
      to: toDay,
      employer,
      uscc,
      position,
      leaveReason,
    })),
  };
}

function renderFamilyMember(row: FamilyMemberRow, personalData: PersonalData): FamilyMemberView {
  const { relation, name, idType, birthDate } = row;
  return {
    relation,
    relationLabel: labelOf(FAMILY_RELATIONS, relation),
    name,
    idType,
    idTypeLabel: labelOf(ID_TYPE_LABELS, idType),
    idNo: personalData.open(row.idNoSealed),
    birthDate,
  };
}

export function renderInsuranceMonth(
  row: InsuranceTaxMonthRow,
  personalData: PersonalData,
): InsuranceMonthView {
  const { month, insuranceUnitUscc, insurancePaid, taxUnitUscc, contractUnitUscc } = row;
  const taxableIncome = personalData.open(row.taxableIncomeSealed);
  return { month, insuranceUnitUscc, insurancePaid, taxUnitUscc, taxableIncome, contractUnitUscc };
}

export function profileEditOf(body: EditProfileDto): ProfileEdit {
  return {
    phone: body.phone,
    email: body.email ?? null,
    ethnicity: body.ethnicity ?? null,
    politicalStatus: body.politicalStatus ?? null,
    maritalStatus: body.maritalStatus ?? null,
    householdRegister: body.householdRegister ?? null,
    currentAddress: body.currentAddress ?? null,
    residenceKind: body.residenceKind ?? null,
    education: body.education ? educationEditOf(body.education) : null,
    overseasEducation: body.overseasEducation.map(({ from, to, certificationNo, ...rest }) => ({
      ...rest,
      fromDay: from,
      toDay: to,
      certificationNo: certificationNo ?? null,
    })),
    studyHistory: body.studyHistory.map(({ from, to, school, major, degree }) => ({
      fromDay: from,
      toDay: to ?? null,
      school,
      major: major ?? null,
      degree: degree ?? null,
    })),
    workHistory: body.workHistory.map(({ from, to, employer, uscc, position, leaveReason }) => ({
      fromDay: from,
      toDay: to ?? null,
      employer,
      uscc: uscc ?? null,
      position,
      leaveReason: leaveReason ?? null,
    })),
    familyMembers: body.familyMembers.map((member) => ({ ...member })),
  };
}

/** Without a title there are no title fields (AC-49). */
function educationEditOf(education: EducationDto): NonNullable<ProfileEdit['education']> {
  const { highestDegree, academicDegree, school, major, enrolledOn, graduatedOn, holdsProfessionalTitle } =
    education;
  const ofTitle = (value: string | null | undefined): string | null =>
    holdsProfessionalTitle ? (value ?? null) : null;
  return {
    highestDegree,
    academicDegree,
    school,
    major,
    enrolledOn,
    graduatedOn,
    holdsProfessionalTitle,
    titleName: ofTitle(education.titleName),
    titleLevel: ofTitle(education.titleLevel),
    titleCertNo: ofTitle(education.titleCertNo),
    titleDate: ofTitle(education.titleDate),
  };
}

export function insuranceMonthOf(body: InsuranceMonthDto) {
  const { month, insurancePaid, taxableIncome } = body;
  return {
    month,
    insurancePaid,
    taxableIncome,
    insuranceUnitUscc: body.insuranceUnitUscc ?? null,
    taxUnitUscc: body.taxUnitUscc ?? null,
    contractUnitUscc: body.contractUnitUscc ?? null,
  };
}
