import type { AttachmentCatalogue, AttachmentCode } from '../attachment/catalogue.js';
import { slotTraits } from '../attachment/catalogue.js';
import { missingSlots, requiredSlots, slotNames } from '../attachment/required-slots.js';
import type { PlainDate, PlainMonth } from '../calendar/plain-date.js';
import { isAssociationActive, type AssociationStatus } from '../employee/association-lifecycle.js';
import { isContractInForce, type LaborContract } from '../employee/labor-contract.js';
import type { Policy } from '../policy.js';
import { orderRefusals } from '../refusal-order.js';
import { decide, type Decision } from '../refusal.js';
import type { PermitType } from './business-type.js';
import type { UnitConfirmations } from './declarations.js';
import { refusalsOf, rule, ruleFrom, unknownRule, type EligibilityRule } from './eligibility.js';
import {
  entryRules,
  inFlightRefusal,
  scopeRule,
  type ApplicationInFlight,
  type EntryFacts,
} from './entry-checks.js';
import { insuranceGap, insuranceMismatch, insurancePeriod, type InsuranceTaxRecord } from './insurance.js';
import { newHints, type Hint, type NewHintFacts } from './new-hints.js';

/** Everything that decides about a NEW application. */
export interface NewFacts {
  readonly entry: EntryFacts;
  readonly permitType: PermitType;
  readonly today: PlainDate;
  /** Of the round: today at submission, the earlier day when the unit passes it (T7). */
  readonly submittedOn: PlainDate;
  /** Another application of the person; null: none. */
  readonly inFlight: ApplicationInFlight | null;
  /** With the unit of the application; null: never asked for. */
  readonly associationStatus: AssociationStatus | null;
  readonly contract: LaborContract | null;
  readonly missingProfileFields: readonly string[];
  readonly holdsProfessionalTitle: boolean;
  readonly missingTitleFields: readonly string[];
  readonly hasFamilyMembers: boolean;
  /** Of the department, in the version that the application keeps. */
  readonly catalogue: AttachmentCatalogue;
  readonly fileCounts: Readonly<Partial<Record<AttachmentCode, number>>>;
  /** The number of a permit that is VALID or SUSPENDED now by its effective status; null: none. */
  readonly livePermitNo: string | null;
  readonly firstContractMonth: PlainMonth | null;
  readonly records: readonly InsuranceTaxRecord[];
  readonly hints: NewHintFacts;
}

export interface EligibleNew {
  readonly hints: readonly Hint[];
}

/** Every blocking rule of a NEW submission in its order of precedence. Source: domain.md §7.1, §7.2 NEW. */
export function newEligibility(facts: NewFacts, policy: Policy): EligibilityRule[] {
  return [
    ...entryRules({ ...facts.entry, type: 'NEW' }),
    ruleFrom('APP_IN_FLIGHT_EXISTS', inFlightRefusal(facts.inFlight)),
    ...rulesOfNew(facts, policy, 'EMPLOYEE'),
  ];
}

/** Whether the employee may submit: all refusals, or the hints to show. Source: domain.md §7. */
export function newSubmission(facts: NewFacts, policy: Policy): Decision<EligibleNew> {
  return decideBy(newEligibility(facts, policy), facts, policy);
}

/**
 * Every blocking rule of the unit's pass: the checks of the kind of business again, the contract scan now among the
 * files, and the two confirmations; a restriction made meanwhile does not count. Source: domain.md §4.5, §7.1, §7.2.
 */
export function newUnitPassEligibility(
  facts: NewFacts,
  confirmations: UnitConfirmations,
  policy: Policy,
): EligibilityRule[] {
  return [
    scopeRule(facts.entry.unit),
    ...rulesOfNew(facts, policy, 'UNIT'),
    rule('INSURANCE_TAX_UNCONFIRMED', confirmations.insuranceTaxConfirmed),
    rule('UNIT_SELF_CHECK_REQUIRED', confirmations.selfChecked),
  ];
}

/** Whether the unit may pass the application on. */
export function newUnitPass(
  facts: NewFacts,
  confirmations: UnitConfirmations,
  policy: Policy,
): Decision<EligibleNew> {
  return decideBy(newUnitPassEligibility(facts, confirmations, policy), facts, policy);
}

function decideBy(rules: readonly EligibilityRule[], facts: NewFacts, policy: Policy): Decision<EligibleNew> {
  return decide(orderRefusals(refusalsOf(rules), 'NEW'), { hints: newHintsOf(facts, policy) });
}

/** The hints of a NEW application, as eligibility, unit and reviewers see them. Source: domain.md §7.2 column H. */
export function newHintsOf(facts: NewFacts, policy: Policy): Hint[] {
  const linked = isLinked(facts);
  return newHints(facts.hints, linked ? facts.contract : null, facts.records, facts.today, policy);
}

function rulesOfNew(facts: NewFacts, policy: Policy, by: 'EMPLOYEE' | 'UNIT'): EligibilityRule[] {
  const period = insurancePeriod(facts.submittedOn, facts.permitType, facts.firstContractMonth, policy);
  const missingFiles = missingFilesOf(facts, by);
  return [
    rule('ASSOC_NOT_ACTIVE', isLinked(facts)),
    rule('EMPLOYEE_PROFILE_INCOMPLETE', facts.missingProfileFields.length === 0, {
      fields: facts.missingProfileFields,
    }),
    rule('EMPLOYEE_ATTACHMENT_MISSING', missingFiles.length === 0, {
      names: slotNames(missingFiles),
      codes: missingFiles,
    }),
    contractRule(facts),
    rule('HAS_LIVE_PERMIT', facts.livePermitNo === null, { permitNo: facts.livePermitNo }),
    ruleFrom('INSURANCE_GAP', insuranceGap(period, facts.records)),
    ruleFrom('INSURANCE_MISMATCH', insuranceMismatch(period, facts.records)),
    rule('TITLE_DETAILS_REQUIRED', !facts.holdsProfessionalTitle || facts.missingTitleFields.length === 0, {
      fields: facts.missingTitleFields,
    }),
  ];
}

function contractRule(facts: NewFacts): EligibilityRule {
  if (!isLinked(facts)) return unknownRule('CONTRACT_NOT_IN_FORCE');
  const { contract, today } = facts;
  return rule('CONTRACT_NOT_IN_FORCE', contract !== null && isContractInForce(contract, today), {
    startDate: contract?.startDate ?? null,
    endDate: contract?.endDate ?? null,
  });
}

/** The contract scan comes from the unit and joins the files when it passes the application (domain.md §4.5). */
function missingFilesOf(facts: NewFacts, by: 'EMPLOYEE' | 'UNIT'): AttachmentCode[] {
  const missing = missingSlots(
    requiredSlots('NEW', facts, facts.catalogue),
    facts.fileCounts,
    facts.catalogue,
  );
  return by === 'UNIT' ? missing : missing.filter((code) => slotTraits(code).uploader === 'EMPLOYEE');
}

/** Without its unit nothing can be judged as linked: no rule stays UNKNOWN without another one failing. */
function isLinked(facts: NewFacts): boolean {
  const { entry, associationStatus } = facts;
  return entry.unit !== null && associationStatus !== null && isAssociationActive(associationStatus);
}
