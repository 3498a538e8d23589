import { daysBetween, firstDayOf, lastDayOf, monthOf, type PlainDate } from '../calendar/plain-date.js';
import type { HistoryPeriod } from '../employee/history-periods.js';
import type { LaborContract } from '../employee/labor-contract.js';
import { employerChangeSubmission } from '../permit/submission-time.js';
import type { Policy } from '../policy.js';
import { refusal, type Refusal } from '../refusal.js';
import type { Declarations } from './declarations.js';
import { rule, ruleFrom, unknownRule, type EligibilityRule } from './eligibility.js';
import { entryRules, inFlightRefusal } from './entry-checks.js';
import type { InsuranceTaxRecord } from './insurance.js';
import type { Hint } from './new-hints.js';
import {
  contractRule,
  filesRule,
  isLinked,
  linkedRule,
  missingFiles,
  timeRules,
  type HeldPeriod,
  type PermitBusinessFacts,
  type PermitStanding,
} from './permit-business.js';

export interface EmployerChangeFacts extends PermitBusinessFacts {
  readonly unitName: string;
  readonly workHistory: readonly Employment[];
  /** 补办: a skipped employer is recorded; `contract` is the one of that period, attached with its scan. */
  readonly historical: boolean;
}

/** One employer of the work history; the code is often not known. */
export interface Employment extends HistoryPeriod {
  readonly employer: string;
  readonly uscc: string | null;
}

const TIME_CODES = ['EMPCHG_TOO_LATE', 'PERMIT_EXPIRED_IRRECOVERABLE'] as const;

/** Every blocking rule of an EMPLOYER_CHANGE in its order of precedence. Source: domain.md §7.1, §7.2. */
export function employerChangeRules(
  facts: EmployerChangeFacts,
  declared: Declarations,
  policy: Policy,
): EligibilityRule[] {
  const { permit, contract, historical } = facts;
  return [
    ...entryRules(facts.entry),
    ruleFrom('APP_IN_FLIGHT_EXISTS', inFlightRefusal(facts.inFlight)),
    suspendedRule(facts),
    ...(historical ? [] : [linkedRule({ ...facts, permit: null })]), // a suspended permit is held nowhere
    ...timeRules(TIME_CODES, permit && submissionTime(facts, permit, declared, policy)),
    permit === null ? unknownRule('EMPCHG_SAME_UNIT') : sameUnitRule(facts, permit),
    ...(permit === null || contract === null || (!historical && !isLinked(facts))
      ? [unknownRule('EMPCHG_UNIT_MISMATCH'), unknownRule('EMPCHG_CHAIN_GAP')]
      : [
          ruleFrom('EMPCHG_UNIT_MISMATCH', unitMismatch(facts, contract)),
          ruleFrom('EMPCHG_CHAIN_GAP', chainGap(facts, permit, contract.startDate)),
        ]),
    filesRule(missingFiles(facts, 'EMPLOYER_CHANGE')),
    historical ? rule('ASSOC_CONTRACT_REQUIRED', contract !== null) : contractRule(facts),
    rule('UNIT_SELF_CHECK_REQUIRED', declared.selfChecked),
  ];
}

/** What only advises on an EMPLOYER_CHANGE. Source: domain.md §7.2 column H, §6.3 T9. */
export function employerChangeHints(
  facts: EmployerChangeFacts,
  declared: Declarations,
  policy: Policy,
): Hint[] {
  const { permit, contract, today } = facts;
  if (permit === null) return [];
  const hints: Hint[] = [];
  const { suspendedOn } = permit;
  if (suspendedOn !== null && daysBetween(suspendedOn, today) > policy.suspensionWarnDays) {
    hints.push({ code: 'H-SUSPENDED-60D', facts: { suspendedOn } });
  }
  if (contract !== null && rowsUnder(facts, contract).length === 0) {
    hints.push({ code: 'H-INSURANCE-LATER', facts: {} });
  }
  const decision = submissionTime(facts, permit, declared, policy);
  return [...hints, ...(decision.accepted ? decision.value.hints.map((code) => ({ code, facts: {} })) : [])];
}

function submissionTime(
  { today, chain }: PermitBusinessFacts,
  { validUntil, window }: PermitStanding,
  { acknowledgeLate }: Declarations,
  { lateSubmission }: Policy,
) {
  return employerChangeSubmission({ today, validUntil, window, lateSubmission, acknowledgeLate, chain });
}

/** PERMIT_NOT_SUSPENDED; an expired permit is told apart by PERMIT_EXPIRED_IRRECOVERABLE. */
function suspendedRule({ permit }: PermitBusinessFacts): EligibilityRule {
  const status = permit?.status ?? null;
  return rule('PERMIT_NOT_SUSPENDED', status === 'SUSPENDED' || status === 'EXPIRED', { status });
}

function sameUnitRule({ uscc }: PermitBusinessFacts, { unitHistory }: PermitStanding): EligibilityRule {
  return rule('EMPCHG_SAME_UNIT', unitHistory.at(-1)?.uscc !== uscc);
}

/** EMPCHG_UNIT_MISMATCH with every month of another unit; the month of the contract's start counts only from its first day. */
function unitMismatch(facts: EmployerChangeFacts, contract: LaborContract): Refusal | null {
  const { uscc } = facts;
  const strange = rowsUnder(facts, contract).filter(
    (row) =>
      row.insuranceUnitUscc !== uscc || row.taxUnitUscc !== uscc || (row.contractUnitUscc ?? uscc) !== uscc,
  );
  if (strange.length === 0) return null;
  return refusal('EMPCHG_UNIT_MISMATCH', { months: strange.map(({ month }) => month) });
}

/**
 * The rows of months that began after the contract's start; a skipped employer answers for the whole months of its own
 * period only. Source: domain.md §7.2 "Employer change".
 */
function rowsUnder(
  { records, historical }: EmployerChangeFacts,
  { startDate, endDate }: LaborContract,
): InsuranceTaxRecord[] {
  const lastDay = historical ? endDate : null;
  return records.filter(
    ({ month }) => firstDayOf(month) > startDate && (lastDay === null || lastDayOf(month) <= lastDay),
  );
}

/** EMPCHG_CHAIN_GAP with every employer between the last unit of the permit and this one. Source: domain.md §7.2. */
function chainGap(
  facts: EmployerChangeFacts,
  { unitHistory, suspendedOn }: PermitStanding,
  contractStart: PlainDate,
): Refusal | null {
  const last = unitHistory.at(-1);
  const leftOn = last?.to ?? suspendedOn;
  if (last === undefined || leftOn === null) return null;
  if (facts.historical && contractStart <= last.from) {
    return refusal('EMPCHG_CHAIN_GAP', { employers: [last.unitName] }); // what is recorded already came later
  }
  const between = [
    ...employersInRows(facts, last, leftOn, contractStart),
    ...facts.workHistory
      .filter((each) => !isEither(each, facts, last) && isBetween(each, leftOn, contractStart))
      .map(({ employer }) => employer),
  ];
  return between.length === 0 ? null : refusal('EMPCHG_CHAIN_GAP', { employers: [...new Set(between)] });
}

function employersInRows(
  { uscc, records }: EmployerChangeFacts,
  last: HeldPeriod,
  leftOn: PlainDate,
  contractStart: PlainDate,
): string[] {
  return records
    .filter(({ month }) => monthOf(leftOn) < month && month < monthOf(contractStart))
    .flatMap((row) => [row.insuranceUnitUscc, row.taxUnitUscc, row.contractUnitUscc])
    .filter((found) => found !== null && found !== uscc && found !== last.uscc)
    .map(String);
}

function isEither(employment: Employment, facts: EmployerChangeFacts, last: HeldPeriod): boolean {
  if (employment.uscc !== null) return employment.uscc === facts.uscc || employment.uscc === last.uscc;
  return employment.employer === facts.unitName || employment.employer === last.unitName;
}

function isBetween({ from, to }: HistoryPeriod, leftOn: PlainDate, contractStart: PlainDate): boolean {
  return from < contractStart && (to === null || to > leftOn);
}
