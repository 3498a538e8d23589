import { missingSlots, requiredSlots, slotNames } from '../attachment/required-slots.js';
import { slotTraits, type AttachmentCatalogue, type AttachmentCode } from '../attachment/catalogue.js';
import type { PlainDate, PlainMonth } from '../calendar/plain-date.js';
import { isAssociationActive, type AssociationStatus } from '../employee/association-lifecycle.js';
import { isContractInForce, type LaborContract } from '../employee/labor-contract.js';
import { isValidPermit, type PermitStatus } from '../permit/lifecycle.js';
import type { RenewalWindow } from '../permit/renewal-window.js';
import type { SubmissionChain } from '../permit/submission-time.js';
import type { RefusalCode } from '../refusal-catalogue.js';
import type { Decision } from '../refusal.js';
import type { BusinessType, PermitType } from './business-type.js';
import { passedRule, rule, ruleFrom, unknownRule, type EligibilityRule } from './eligibility.js';
import type { ApplicationInFlight, EntryFacts } from './entry-checks.js';
import type { InsuranceTaxRecord } from './insurance.js';

/** One employer of a permit's unitHistory; both days are included, no end: to this day. */
export interface HeldPeriod {
  readonly uscc: string;
  readonly unitName: string;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

/** The permit that an application is about. */
export interface PermitStanding {
  readonly permitNo: string;
  /** By its date, not by what a timer has written down. */
  readonly status: PermitStatus;
  readonly validFrom: PlainDate;
  readonly validUntil: PlainDate;
  readonly suspendedOn: PlainDate | null;
  /** It is held at the unit of the application. */
  readonly isOfThisUnit: boolean;
  readonly window: RenewalWindow;
  /** The oldest employer first. */
  readonly unitHistory: readonly HeldPeriod[];
}

/** What decides about business with a permit that exists: renewal, change of employer, change of data. */
export interface PermitBusinessFacts {
  readonly entry: EntryFacts;
  readonly permitType: PermitType;
  readonly today: PlainDate;
  /** Of the round: today at submission, the earlier day when the unit passes it (T7). */
  readonly submittedOn: PlainDate;
  /** Another application of the person; null: none, or one that ends with this submission. */
  readonly inFlight: ApplicationInFlight | null;
  /** Null: the person never had a permit of this kind. */
  readonly permit: PermitStanding | null;
  /** Of the unit of the application. */
  readonly uscc: string;
  readonly associationStatus: AssociationStatus | null;
  readonly contract: LaborContract | null;
  readonly holdsProfessionalTitle: boolean;
  readonly hasFamilyMembers: boolean;
  /** Of the department, in the version that the application keeps. */
  readonly catalogue: AttachmentCatalogue;
  readonly fileCounts: Readonly<Partial<Record<AttachmentCode, number>>>;
  /** The day of the newest current file of each slot. */
  readonly uploadedOn: Readonly<Partial<Record<AttachmentCode, PlainDate>>>;
  readonly firstContractMonth: PlainMonth | null;
  readonly records: readonly InsuranceTaxRecord[];
  /** How this chain of returns and re-initiations began; null: this is its first submission (W6). */
  readonly chain: SubmissionChain | null;
}

/** PERMIT_NOT_VALID; a permit that has expired is told apart by PERMIT_EXPIRED_IRRECOVERABLE. Source: domain.md §7.2. */
export function permitValidRule({ permit }: PermitBusinessFacts): EligibilityRule {
  return rule('PERMIT_NOT_VALID', permit !== null && (isValidPermit(permit.status) || isExpired(permit)), {
    status: permit?.status ?? null,
  });
}

/** PERMIT_EXPIRED_IRRECOVERABLE: nothing brings an expired permit back. Source: domain.md §4.6. */
export function notExpiredRule({ permit }: PermitBusinessFacts): EligibilityRule {
  return rule('PERMIT_EXPIRED_IRRECOVERABLE', permit === null || !isExpired(permit), {
    validUntil: permit?.validUntil ?? null,
  });
}

function isExpired({ status }: Pick<PermitStanding, 'status'>): boolean {
  return status === 'EXPIRED';
}

/** The person works at the unit of the application, and the permit, while a unit holds it, is held there. */
export function linkedRule(facts: PermitBusinessFacts): EligibilityRule {
  return rule('ASSOC_NOT_ACTIVE', isLinked(facts) && facts.permit?.isOfThisUnit !== false);
}

export function isLinked({ associationStatus }: PermitBusinessFacts): boolean {
  return associationStatus !== null && isAssociationActive(associationStatus);
}

export function contractRule(facts: PermitBusinessFacts): EligibilityRule {
  if (!isLinked(facts)) return unknownRule('CONTRACT_NOT_IN_FORCE');
  const { contract, today } = facts;
  return rule('CONTRACT_NOT_IN_FORCE', contract !== null && isContractInForce(contract, today), {
    startDate: contract?.startDate ?? null,
    endDate: contract?.endDate ?? null,
  });
}

/** The slots that a kind of business needs and that hold too few files; where there is a contract, its scan is one of them. */
export function missingFiles(
  facts: PermitBusinessFacts,
  purpose: Extract<BusinessType, 'RENEWAL' | 'EMPLOYER_CHANGE'>,
): AttachmentCode[] {
  return missingSlots(
    requiredSlots(purpose, facts, facts.catalogue),
    facts.fileCounts,
    facts.catalogue,
  ).filter((code) => slotTraits(code).uploader === 'EMPLOYEE' || facts.contract !== null);
}

export function filesRule(missing: readonly AttachmentCode[]): EligibilityRule {
  return rule('EMPLOYEE_ATTACHMENT_MISSING', missing.length === 0, {
    names: slotNames(missing),
    codes: missing,
  });
}

/** A decision about the time of submission as rules, of which one at most fails. */
export function timeRules(
  codes: readonly RefusalCode[],
  decision: Decision<unknown> | null,
): EligibilityRule[] {
  if (decision === null) return codes.map(unknownRule);
  if (decision.accepted) return codes.map(passedRule);
  const [refused] = decision.refusals;
  return codes.map((code) => (code === refused.code ? ruleFrom(code, refused) : passedRule(code)));
}
