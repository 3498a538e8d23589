import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { missingProfileFields } from '../../domain/employee/profile-completeness.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import {
  DomesticEducationRow,
  EmployeeRow,
  InsuranceTaxMonthRow,
  WorkHistoryRow,
} from './entities/employee.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

export interface PersonRecord {
  readonly employee: EmployeeRow;
  readonly education: DomesticEducationRow | null;
  readonly workHistory: readonly WorkHistoryRow[];
}

/** What a person says of himself, opened; registration owns name, sex, birth date and identity. */
export interface ProfileEdit {
  readonly phone: string;
  readonly email: string | null;
  readonly ethnicity: string | null;
  readonly politicalStatus: string | null;
  readonly maritalStatus: string | null;
  readonly householdRegister: string | null;
  readonly currentAddress: string | null;
  readonly education: Omit<DomesticEducationRow, 'employeeId' | 'reviewStatus'> | null;
  readonly workHistory: readonly Omit<WorkHistoryRow, 'id' | 'employeeId'>[];
}

export interface InsuranceMonth {
  readonly month: string;
  readonly insuranceUnitUscc: string | null;
  readonly insurancePaid: boolean;
  readonly taxUnitUscc: string | null;
  /** CNY as text, two decimals. */
  readonly taxableIncome: string;
  readonly contractUnitUscc: string | null;
}

export async function readPerson(manager: EntityManager, employeeId: string): Promise<PersonRecord> {
  return {
    employee: await manager.findOneByOrFail(EmployeeRow, { id: employeeId }),
    education: await manager.findOneBy(DomesticEducationRow, { employeeId }),
    workHistory: await manager.find(WorkHistoryRow, {
      where: { employeeId },
      order: { fromDay: 'ASC', id: 'ASC' },
    }),
  };
}

/** Names of what the profile still lacks (domain.md §3.3). */
export function missingInProfile({ employee, education }: Omit<PersonRecord, 'workHistory'>): string[] {
  return missingProfileFields({
    ethnicity: employee.ethnicity,
    politicalStatus: employee.politicalStatus,
    maritalStatus: employee.maritalStatus,
    householdRegister: employee.householdRegisterSealed,
    currentAddress: employee.currentAddressSealed,
    hasEducation: education !== null,
  });
}

/** Replaces the whole profile, if nobody has since `version`. */
export async function saveProfile(
  { manager, now, audit }: FactContext,
  personalData: PersonalData,
  employeeId: string,
  version: number,
  edit: ProfileEdit,
): Promise<void> {
  const sealed = (text: string | null): string | null => (text === null ? null : personalData.seal(text));
  const { ethnicity, politicalStatus, maritalStatus, email } = edit;
  const { affected } = await manager.update(
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
      householdRegisterSealed: sealed(edit.householdRegister),
      currentAddressSealed: sealed(edit.currentAddress),
    },
  );
  if (affected !== 1) throw Refused.because('VERSION_CONFLICT', { version });
  await saveEducation(manager, employeeId, edit.education);
  await manager.delete(WorkHistoryRow, { employeeId });
  const periods = edit.workHistory.map((period) => ({ id: randomUUID(), employeeId, ...period }));
  if (periods.length > 0) await manager.insert(WorkHistoryRow, periods);
  const { phone, householdRegister, currentAddress, education, workHistory } = edit;
  await audit({
    action: 'profile.edit',
    entity: 'employee',
    entityId: employeeId,
    after: {
      sensitive: personalData.digest(JSON.stringify([phone, email, householdRegister, currentAddress])),
      rest: personalData.digest(JSON.stringify([ethnicity, politicalStatus, maritalStatus])),
      education: education && personalData.digest(JSON.stringify(education)),
      workPeriods: workHistory.length,
      version: version + 1,
    },
  });
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
  const isSame =
    standing !== null &&
    Object.entries(education).every(([name, value]) => Reflect.get(standing, name) === value);
  const reviewStatus = isSame ? standing.reviewStatus : 'PENDING';
  await manager.upsert(DomesticEducationRow, { employeeId, ...education, reviewStatus }, ['employeeId']);
}

export function readInsuranceMonths(
  manager: EntityManager,
  employeeId: string,
): Promise<InsuranceTaxMonthRow[]> {
  return manager.find(InsuranceTaxMonthRow, { where: { employeeId }, order: { month: 'ASC' } });
}

/** Replaces the months that are named and leaves the others. */
export async function saveInsuranceMonths(
  { manager, audit }: FactContext,
  personalData: PersonalData,
  employeeId: string,
  months: readonly InsuranceMonth[],
): Promise<void> {
  const rows = months.map((each) => ({
    id: randomUUID(),
    month: each.month,
    insurance_unit_uscc: each.insuranceUnitUscc,
    insurance_paid: each.insurancePaid,
    tax_unit_uscc: each.taxUnitUscc,
    taxable_income_sealed: personalData.seal(each.taxableIncome),
    contract_unit_uscc: each.contractUnitUscc,
  }));
  await manager.query(
    `insert into insurance_tax_month (id, employee_id, month, insurance_unit_uscc, insurance_paid, tax_unit_uscc,
       taxable_income_sealed, contract_unit_uscc)
     select id, $1, month, insurance_unit_uscc, insurance_paid, tax_unit_uscc, taxable_income_sealed, contract_unit_uscc
       from jsonb_to_recordset($2::jsonb) as named (id uuid, month text, insurance_unit_uscc text, insurance_paid boolean,
              tax_unit_uscc text, taxable_income_sealed text, contract_unit_uscc text)
     on conflict (employee_id, month) do update set
       insurance_unit_uscc = excluded.insurance_unit_uscc, insurance_paid = excluded.insurance_paid,
       tax_unit_uscc = excluded.tax_unit_uscc, taxable_income_sealed = excluded.taxable_income_sealed,
       contract_unit_uscc = excluded.contract_unit_uscc`,
    [employeeId, JSON.stringify(rows)],
  );
  await audit({
    action: 'profile.saveInsuranceMonths',
    entity: 'employee',
    entityId: employeeId,
    after: { months: months.map(({ month }) => month), digest: personalData.digest(JSON.stringify(months)) },
  });
}
