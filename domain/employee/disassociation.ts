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

function mustRenewFirst({ permit, today, renewalWaiver }: DisassociationFacts): boolean {
  if (permit === null || !isValidPermit(permit.status) || windowState(permit.window, today) !== 'OPEN')
    return false;
  return renewalWaiver === null || renewalWaiver.trim() === '';
}

function isLeaveDateRight({ leaveDate, today, contractStart }: DisassociationFacts): boolean {
  if (leaveDate === null || leaveDate > today) return false;
  return contractStart === null || leaveDate >= contractStart;
}
