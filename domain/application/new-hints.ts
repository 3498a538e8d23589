import { addMonths, ageOn, monthOf, type PlainDate } from '../calendar/plain-date.js';
import type { LaborContract } from '../employee/labor-contract.js';
import type { IdHolder } from '../identity/id-number.js';
import type { Policy } from '../policy.js';
import type { RefusalFacts } from '../refusal.js';
import { isNonEnterprise, type UnitType } from '../unit/unit-type.js';
import type { HintCode } from './hints.js';
import type { InsuranceTaxRecord } from './insurance.js';

export interface Hint {
  readonly code: HintCode;
  readonly facts: RefusalFacts;
}

/** On what a NEW application is based. Source: domain.md §3.4 payload NEW. */
export const APPLICATION_BASES = {
  DEGREE: '学历学位',
  TITLE: '职称',
  AWARD: '获奖',
  INNOVATION_TALENT: '创新人才',
  SERVICE_TALENT: '服务保障人才',
  PATENT: '专利',
  OTHER: '其他',
} as const;
export type ApplicationBasis = keyof typeof APPLICATION_BASES;

/** What only advises; a null is not known yet and gives no hint. */
export interface NewHintFacts {
  readonly person: IdHolder | null;
  readonly applicationBasis: ApplicationBasis | null;
  readonly hasAcademicDegree: boolean;
  readonly hasWorkHistory: boolean;
  readonly holdsProfessionalTitle: boolean;
  readonly unitType: UnitType | null;
  /** CNY per month; the department's reference that the factor multiplies. */
  readonly referenceMonthlyIncome: number | null;
}

type HintPolicy = Pick<
  Policy,
  'newServiceMonths' | 'incomeFactor' | 'incomeFactorNonEnterprise' | 'maxAgeMale' | 'maxAgeFemale'
>;

/** Bases that are shown by nothing but degree and years of work, or title. */
const SHOWN_BY_DEGREE_OR_TITLE: readonly ApplicationBasis[] = ['DEGREE', 'TITLE', 'OTHER'];
const MONTHS_PER_YEAR = 12;

/** The hints of a NEW application; the conditions are guide values and never block. Source: domain.md §7.2, §7.6. */
export function newHints(
  facts: NewHintFacts,
  contract: LaborContract | null,
  records: readonly InsuranceTaxRecord[],
  today: PlainDate,
  policy: HintPolicy,
): Hint[] {
  return [
    serviceHint(contract, today, policy),
    incomeHint(facts, records, today, policy),
    basisHint(facts),
    ageHint(facts.person, today, policy),
  ].filter((hint) => hint !== null);
}

function serviceHint(contract: LaborContract | null, today: PlainDate, policy: HintPolicy): Hint | null {
  if (contract === null) return null;
  const { startDate } = contract;
  const reached = `${addMonths(monthOf(startDate), policy.newServiceMonths)}${startDate.slice(7)}`;
  return today < reached ? { code: 'H-SERVICE-12M', facts: { startDate } } : null;
}

/** Compares the mean of the recorded months of the last year with the guide value. */
function incomeHint(
  facts: NewHintFacts,
  records: readonly InsuranceTaxRecord[],
  today: PlainDate,
  policy: HintPolicy,
): Hint | null {
  const { unitType, referenceMonthlyIncome } = facts;
  const firstMonth = addMonths(monthOf(today), -MONTHS_PER_YEAR);
  const incomes = records
    .filter((record) => record.month >= firstMonth && record.month < monthOf(today))
    .map((record) => record.taxableIncome);
  if (unitType === null || referenceMonthlyIncome === null || incomes.length === 0) return null;
  const factor = isNonEnterprise(unitType) ? policy.incomeFactorNonEnterprise : policy.incomeFactor;
  const mean = incomes.reduce((sum, income) => sum + income, 0) / incomes.length;
  return mean < factor * referenceMonthlyIncome ? { code: 'H-INCOME', facts: { factor } } : null;
}

function basisHint(facts: NewHintFacts): Hint | null {
  const { applicationBasis, hasAcademicDegree, hasWorkHistory, holdsProfessionalTitle } = facts;
  if (applicationBasis === null || !SHOWN_BY_DEGREE_OR_TITLE.includes(applicationBasis)) return null;
  const isShown = (hasAcademicDegree && hasWorkHistory) || holdsProfessionalTitle;
  return isShown ? null : { code: 'H-DEGREE-OR-TITLE', facts: {} };
}

function ageHint(person: IdHolder | null, today: PlainDate, policy: HintPolicy): Hint | null {
  if (person === null) return null;
  const limit = person.sex === 'MALE' ? policy.maxAgeMale : policy.maxAgeFemale;
  return ageOn(person.birthDate, today) > limit ? { code: 'H-AGE', facts: { limit } } : null;
}
