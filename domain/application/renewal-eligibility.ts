import { slotNames, slotsNotRenewed } from '../attachment/required-slots.js';
import { ATTACHMENT_CODES } from '../attachment/catalogue.js';
import { addMonths, monthOf, monthsBetween, type PlainMonth } from '../calendar/plain-date.js';
import type { Policy } from '../policy.js';
import { renewalSubmission } from '../permit/submission-time.js';
import { refusal, type Refusal } from '../refusal.js';
import type { Declarations } from './declarations.js';
import { rule, ruleFrom, unknownRule, type EligibilityRule } from './eligibility.js';
import { entryRules, inFlightRefusal } from './entry-checks.js';
import {
  heldTermPeriod,
  incomePeriod,
  incomeZeroMonth,
  insuranceGap,
  insuranceMismatch,
  insurancePeriod,
} from './insurance.js';
import type { Hint } from './new-hints.js';
import {
  contractRule,
  linkedRule,
  missingFiles,
  permitValidRule,
  timeRules,
  type HeldPeriod,
  type PermitBusinessFacts,
  type PermitStanding,
} from './permit-business.js';

const TIME_CODES = ['RENEWAL_TOO_EARLY', 'RENEWAL_TOO_LATE', 'PERMIT_EXPIRED_IRRECOVERABLE'] as const;

/** Every blocking rule of a RENEWAL in its order of precedence. Source: domain.md §7.1, §7.2 RENEWAL. */
export function renewalRules(
  facts: PermitBusinessFacts,
  declared: Declarations,
  policy: Policy,
): EligibilityRule[] {
  const { permit, records } = facts;
  const period = insurancePeriod(facts.submittedOn, facts.permitType, facts.firstContractMonth, policy);
  return [
    ...entryRules(facts.entry),
    ruleFrom('APP_IN_FLIGHT_EXISTS', inFlightRefusal(facts.inFlight)),
    permitValidRule(facts),
    ...timeRules(TIME_CODES, permit && submissionTime(facts, permit, declared, policy)),
    linkedRule(facts),
    filesRenewedRule(facts, policy),
    rule('RENEWAL_NOT_VERIFIED', declared.verifiedOnEmployeeSide),
    contractRule(facts),
    ruleFrom('INSURANCE_GAP', insuranceGap(period, records)),
    ruleFrom('INSURANCE_MISMATCH', insuranceMismatch(period, records)),
    ...(permit === null
      ? [unknownRule('INCOME_ZERO_MONTH'), unknownRule('RENEWAL_EMPLOYER_CHAIN')]
      : [
          ruleFrom(
            'INCOME_ZERO_MONTH',
            incomeZeroMonth(heldTermPeriod(facts.submittedOn, permit.validFrom), records),
          ),
          ruleFrom('RENEWAL_EMPLOYER_CHAIN', employerChain(facts, permit)),
        ]),
    rule('UNIT_SELF_CHECK_REQUIRED', declared.selfChecked),
  ];
}

/** What only advises on a RENEWAL. Source: domain.md §7.2 column H, §6.2 W4, W6. */
export function renewalHints(facts: PermitBusinessFacts, declared: Declarations, policy: Policy): Hint[] {
  const { contract, permit, today } = facts;
  if (permit === null) return [];
  const decision = submissionTime(facts, permit, declared, policy);
  const late = decision.accepted ? decision.value.hints : [];
  const endsSoon = addMonths(monthOf(today), policy.contractWarnMonths) + today.slice(7);
  const endDate = contract?.endDate ?? null;
  const contractHint: Hint[] =
    endDate !== null && endDate < endsSoon ? [{ code: 'H-CONTRACT-6M', facts: { endDate } }] : [];
  return [...contractHint, ...late.map((code): Hint => ({ code, facts: {} }))];
}

/** When a first submission counts as in time, for the chain that it begins (W6). */
export function isOnTime({ window }: Pick<PermitStanding, 'window'>, today: string): boolean {
  return today <= window.lastSubmissionOn;
}

function submissionTime(
  facts: PermitBusinessFacts,
  { validUntil, window }: PermitStanding,
  { acknowledgeLate }: Declarations,
  { lateSubmission }: Policy,
) {
  const { today, chain } = facts;
  return renewalSubmission({ today, validUntil, window, lateSubmission, acknowledgeLate, chain });
}

/** Missing counts as not renewed. Source: domain.md §8 "Renew at RENEWAL", §6.3 T6. */
function filesRenewedRule(facts: PermitBusinessFacts, policy: Policy): EligibilityRule {
  const { permit } = facts;
  if (permit === null) return unknownRule('RENEWAL_ATTACHMENT_NOT_UPDATED');
  const old = [
    ...missingFiles(facts, 'RENEWAL'),
    ...slotsNotRenewed(facts.uploadedOn, permit.window.opensOn),
  ];
  const codes = ATTACHMENT_CODES.filter((code) => old.includes(code));
  const income = incomePeriod(facts.submittedOn, permit.validFrom, policy.incomeFromMonth);
  return rule('RENEWAL_ATTACHMENT_NOT_UPDATED', codes.length === 0, {
    names: slotNames(codes),
    codes,
    incomeFrom: income.from,
    incomeTo: income.to,
  });
}

/** RENEWAL_EMPLOYER_CHAIN with every month whose employer did not hold the permit then. Source: domain.md §7.2. */
function employerChain(
  { submittedOn, records }: PermitBusinessFacts,
  permit: PermitStanding,
): Refusal | null {
  const { from, to } = heldTermPeriod(submittedOn, permit.validFrom);
  const months = new Set(monthsBetween(from, to));
  const strange = records.filter(
    ({ month, insuranceUnitUscc, taxUnitUscc, contractUnitUscc }) =>
      months.has(month) &&
      [insuranceUnitUscc, taxUnitUscc, contractUnitUscc].some(
        (uscc) => uscc !== null && !permit.unitHistory.some((held) => holdsIn(held, uscc, month)),
      ),
  );
  if (strange.length === 0) return null;
  return refusal('RENEWAL_EMPLOYER_CHAIN', { months: strange.map(({ month }) => month) });
}

function holdsIn({ uscc, from, to }: HeldPeriod, asked: string, month: PlainMonth): boolean {
  return uscc === asked && monthOf(from) <= month && (to === null || month <= monthOf(to));
}
