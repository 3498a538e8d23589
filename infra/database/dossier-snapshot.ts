import type { PersonalData } from '../personal-data/personal-data.js';
import type { PersonRecord } from './employee-records.js';
import type { DomesticEducationRow } from './entities/employee.entity.js';
import type { PersonDossier } from './person-dossier.js';
import type { SnapshotContent } from './snapshot-content.js';

/** The dossier as the snapshot of a round keeps it. */
export function snapshotOf(
  dossier: PersonDossier,
  frame: Pick<SnapshotContent, 'unit' | 'department' | 'applicationBasis' | 'changes'>,
  personalData: PersonalData,
): SnapshotContent {
  const { employee, education, contract } = dossier;
  const opened = (sealed: string | null): string | null =>
    sealed === null ? null : personalData.open(sealed);
  return {
    person: {
      name: employee.name,
      sex: employee.sex,
      birthDate: employee.birthDate,
      phone: personalData.open(employee.phoneSealed),
      ethnicity: employee.ethnicity,
      politicalStatus: employee.politicalStatus,
      maritalStatus: employee.maritalStatus,
      idType: employee.idType,
      idNo: personalData.open(employee.idNoSealed),
      householdRegister: opened(employee.householdRegisterSealed),
      currentAddress: opened(employee.currentAddressSealed),
      residenceKind: employee.residenceKind,
      email: employee.email,
    },
    education: education === null ? null : educationOf(education),
    ...historiesOf(dossier),
    familyMembers: dossier.familyMembers.map(({ relation, name, idType, idNoSealed, birthDate }) => ({
      relation,
      name,
      idType,
      idNo: personalData.open(idNoSealed),
      birthDate,
    })),
    insuranceMonths: dossier.months.map((row) => ({
      month: row.month,
      insuranceUnitUscc: row.insuranceUnitUscc,
      insurancePaid: row.insurancePaid,
      taxUnitUscc: row.taxUnitUscc,
      taxableIncome: personalData.open(row.taxableIncomeSealed),
      contractUnitUscc: row.contractUnitUscc,
    })),
    contract:
      contract === null
        ? null
        : { position: contract.position, startDate: contract.startDate, endDate: contract.endDate },
    ...frame,
  };
}

function educationOf({
  employeeId: _,
  ...education
}: DomesticEducationRow): Record<string, string | boolean | null> {
  return education;
}

function historiesOf({ overseasEducation, studyHistory, workHistory }: PersonRecord) {
  return {
    overseasEducation: overseasEducation.map(({ id: _, employeeId: __, fromDay, toDay, ...rest }) => ({
      from: fromDay,
      to: toDay,
      ...rest,
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
