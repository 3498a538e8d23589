import { BUSINESS_TYPES, type BusinessType } from '../application/business-type.js';
import { IN_FLIGHT_STATUSES, type ApplicationStatus } from '../application/lifecycle.js';
import type { PlainDate } from '../calendar/plain-date.js';
import { isValidPermit, type PermitStatus } from '../permit/lifecycle.js';
import { windowState, type RenewalWindow } from '../permit/renewal-window.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { isAssociationActive, type AssociationStatus } from './association-lifecycle.js';

export interface DisassociationFacts {
  readonly today: PlainDate;
  readonly associationStatus: AssociationStatus | null;
  readonly contractStart: PlainDate | null;
  readonly leaveDate: PlainDate | null;
  /** Numbers of open applications that stay open through this act: those IN_REVIEW and those the unit does not end with it. */
  readonly applicationsLeftOpen: readonly string[];
  /** The live permit; a renewed permit has the window of its new term. */
  readonly permit: {
    readonly status: PermitStatus;
    readonly window: Pick<RenewalWindow, 'opensOn' | 'lastSubmissionOn'>;
  } | null;
  /** The reason with which the unit waives the renewal, or null. */
  readonly renewalWaiver: string | null;
}

/** An application of the person that has not come to its end. */
export interface ApplicationAtLeaving {
  readonly applicationNo: string;
  readonly type: BusinessType;
  readonly status: ApplicationStatus;
  /** It was made for the unit whose link ends. */
  readonly isOfThisUnit: boolean;
}

/** What a unit may end together with the link (domain.md §4.5, last rows). */
const ENDED_BY_UNIT = ['DRAFT', 'UNIT_REVIEW', 'RETURNED'] as const satisfies readonly ApplicationStatus[];

/** Those that end with the link, and the numbers of those in its way; a draft is in nobody's way. Source: domain.md §4.5, §7.3. */
export function applicationsAtLeaving<A extends ApplicationAtLeaving>(
  open: readonly A[],
  endsApplications: boolean,
): { readonly ended: readonly A[]; readonly leftOpen: readonly string[] } {
  const ended = open.filter((each) => endsApplications && isEndedByUnit(each));
  const leftOpen = open.filter(({ status }) => isOneOf(IN_FLIGHT_STATUSES, status));
  return {
    ended,
    leftOpen: leftOpen.filter((each) => !ended.includes(each)).map(({ applicationNo }) => applicationNo),
  };
}

function isEndedByUnit({ type, status, isOfThisUnit }: ApplicationAtLeaving): boolean {
  return isOfThisUnit && BUSINESS_TYPES[type].initiator === 'EMPLOYEE' && isOneOf(ENDED_BY_UNIT, status);
}

function isOneOf(statuses: readonly ApplicationStatus[], status: ApplicationStatus): boolean {
  return statuses.includes(status);
}

/** Whether the link may be ended: `suspendsPermit` says what becomes of the permit. Source: domain.md §7.3. */
export function disassociation(facts: DisassociationFacts): Decision<{ readonly suspendsPermit: boolean }> {
  const refusals: Refusal[] = [];
  if (facts.associationStatus === null || !isAssociationActive(facts.associationStatus)) {
    refusals.push(refusal('ASSOC_NOT_ACTIVE'));
  }
  if (facts.applicationsLeftOpen.length > 0) {
    refusals.push(refusal('DIS_IN_FLIGHT', { applicationNos: facts.applicationsLeftOpen }));
  }
  if (mustRenewFirst(facts)) {
    refusals.push(
      refusal('DIS_RENEWAL_FIRST', { lastSubmissionOn: facts.permit?.window.lastSubmissionOn ?? null }),
    );
  }
  if (!isLeaveDateRight(facts)) refusals.push(refusal('DIS_LEAVE_DATE', {}, '/leaveDate'));
  return decide(refusals, { suspendsPermit: facts.permit !== null && isValidPermit(facts.permit.status) });
}

function mustRenewFirst(facts: DisassociationFacts): boolean {
  const { renewalWaiver } = facts;
  return isRenewalDue(facts) && (renewalWaiver === null || renewalWaiver.trim() === '');
}

/** True while the permit may be renewed in time, so that leaving without it needs a waiver. */
export function isRenewalDue({ permit, today }: Pick<DisassociationFacts, 'permit' | 'today'>): boolean {
  return permit !== null && isValidPermit(permit.status) && windowState(permit.window, today) === 'OPEN';
}

/** Not in the future, and not before the contract began. */
export function isLeaveDateRight({
  leaveDate,
  today,
  contractStart,
}: Pick<DisassociationFacts, 'leaveDate' | 'today' | 'contractStart'>): boolean {
  if (leaveDate === null || leaveDate > today) return false;
  return contractStart === null || leaveDate >= contractStart;
}
