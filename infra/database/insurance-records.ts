import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { PersonalData } from '../personal-data/personal-data.js';
import { InsuranceTaxMonthRow } from './entities/employee.entity.js';
import type { FactContext } from './fact-transaction.js';

export type InsuranceSource = 'FORM' | 'IMPORT';

export interface InsuranceMonth {
  readonly month: string;
  readonly insuranceUnitUscc: string | null;
  readonly insurancePaid: boolean;
  readonly taxUnitUscc: string | null;
  /** CNY as text, two decimals. */
  readonly taxableIncome: string;
  readonly contractUnitUscc: string | null;
}

export function readInsuranceMonths(
  manager: EntityManager,
  employeeId: string,
): Promise<InsuranceTaxMonthRow[]> {
  return manager.find(InsuranceTaxMonthRow, { where: { employeeId }, order: { month: 'ASC' } });
}

/** Replaces the months that are named and leaves the others; in their order, so that two writers never wait for each other. */
export async function saveInsuranceMonths(
  { manager, audit }: FactContext,
  personalData: PersonalData,
  employeeId: string,
  months: readonly InsuranceMonth[],
  source: InsuranceSource,
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
      order by month
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
    after: {
      source,
      months: months.map(({ month }) => month),
      digest: personalData.digest(JSON.stringify(months)),
    },
  });
}
