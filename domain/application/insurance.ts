import {
  addMonths,
  monthOf,
  monthsBetween,
  type PlainDate,
  type PlainMonth,
} from '../calendar/plain-date.js';
import { refusal, type Refusal } from '../refusal.js';
import type { Policy } from '../policy.js';
import type { PermitType } from './business-type.js';

/** One month of insurance, tax and contract; units by their credit code, null where the month has none. Source: domain.md §3.3. */
export interface InsuranceTaxRecord {
  readonly month: PlainMonth;
  readonly insuranceUnitUscc: string | null;
  readonly insurancePaid: boolean;
  readonly taxUnitUscc: string | null;
  /** CNY. */
  readonly taxableIncome: number;
  readonly contractUnitUscc: string | null;
}

/** Both months are included. */
export interface MonthPeriod {
  readonly from: PlainMonth;
  readonly to: PlainMonth;
}

export type InsurancePolicy = Pick<Policy, 'insuranceMonths' | 'insuranceMonthsMin'>;

/** How far back income is looked at, whatever the department names. Source: domain.md §6.3 T6, §7.2. */
const INCOME_MONTHS = 36;

/**
 * The months that need insurance: those that end with the month before the round's submission; for overseas
 * returnees from the month of the first contract in Beijing on. Source: domain.md §6.3 T7.
 */
export function insurancePeriod(
  submittedOn: PlainDate,
  permitType: PermitType,
  firstContractMonth: PlainMonth | null,
  policy: InsurancePolicy,
): MonthPeriod {
  const to = addMonths(monthOf(submittedOn), -1);
  const longest = addMonths(to, 1 - policy.insuranceMonths);
  if (permitType !== 'OVERSEAS_RETURNEE_WORK_RESIDENCE' || firstContractMonth === null)
    return { from: longest, to };
  const shortest = addMonths(to, 1 - policy.insuranceMonthsMin);
  return { from: earlier(later(firstContractMonth, longest), shortest), to };
}

/** The months that a renewal's proof of income covers. Source: domain.md §6.3 T6. */
export function incomePeriod(
  submittedOn: PlainDate,
  validFrom: PlainDate,
  incomeFromMonth: PlainMonth | null,
): MonthPeriod {
  const to = addMonths(monthOf(submittedOn), -1);
  if (incomeFromMonth !== null && incomeFromMonth <= to) return { from: incomeFromMonth, to };
  return heldTermPeriod(submittedOn, validFrom);
}

/** The months of the held term within the last 36. Source: domain.md §7.2. */
export function heldTermPeriod(submittedOn: PlainDate, validFrom: PlainDate): MonthPeriod {
  const submitted = monthOf(submittedOn);
  return {
    from: later(monthOf(validFrom), addMonths(submitted, -INCOME_MONTHS)),
    to: addMonths(submitted, -1),
  };
}

/** INSURANCE_GAP with every month of the period that has no row or is not paid. Source: domain.md §7.2. */
export function insuranceGap(period: MonthPeriod, records: readonly InsuranceTaxRecord[]): Refusal | null {
  const byMonth = recordsByMonth(records);
  const missing = monthsBetween(period.from, period.to).filter(
    (month) => byMonth.get(month)?.insurancePaid !== true,
  );
  return missing.length === 0 ? null : refusal('INSURANCE_GAP', { months: missing });
}

/**
 * INSURANCE_MISMATCH with every month in which insurance, tax and contract are not of one unit; where the contract
 * unit differs from that of a neighbouring month, the employer changes and either unit is accepted. Source: domain.md §7.2.
 */
export function insuranceMismatch(
  period: MonthPeriod,
  records: readonly InsuranceTaxRecord[],
): Refusal | null {
  const byMonth = recordsByMonth(records);
  const months = monthsBetween(period.from, period.to).filter((month) => {
    const record = byMonth.get(month);
    if (record === undefined) return false;
    const employers = [addMonths(month, -1), month, addMonths(month, 1)].map(
      (each) => byMonth.get(each)?.contractUnitUscc ?? null,
    );
    const accepts = (unit: string | null): boolean => unit !== null && employers.includes(unit);
    const insuranceAgrees = accepts(record.insuranceUnitUscc) || isUnpaid(record);
    return record.contractUnitUscc === null || !insuranceAgrees || !accepts(record.taxUnitUscc);
  });
  return months.length === 0 ? null : refusal('INSURANCE_MISMATCH', { months });
}

/** INCOME_ZERO_MONTH with every month of the period without taxable income. Source: domain.md §7.2. */
export function incomeZeroMonth(period: MonthPeriod, records: readonly InsuranceTaxRecord[]): Refusal | null {
  const byMonth = recordsByMonth(records);
  const months = monthsBetween(period.from, period.to).filter(
    (month) => !((byMonth.get(month)?.taxableIncome ?? 0) > 0),
  );
  return months.length === 0 ? null : refusal('INCOME_ZERO_MONTH', { months });
}

/** A month without insurance is a gap, not also a disagreement. */
function isUnpaid(record: InsuranceTaxRecord): boolean {
  return !record.insurancePaid && record.insuranceUnitUscc === null;
}

function recordsByMonth(records: readonly InsuranceTaxRecord[]): ReadonlyMap<PlainMonth, InsuranceTaxRecord> {
  return new Map(records.map((record) => [record.month, record]));
}

function later(one: PlainMonth, other: PlainMonth): PlainMonth {
  return one > other ? one : other;
}

function earlier(one: PlainMonth, other: PlainMonth): PlainMonth {
  return one < other ? one : other;
}
