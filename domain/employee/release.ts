import { addDays, type PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';
import type { Policy } from '../policy.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { isAssociationActive, type AssociationStatus } from './association-lifecycle.js';
import { disassociation, isLeaveDateRight, type DisassociationFacts } from './disassociation.js';

export interface ReleaseRequestFacts {
  readonly today: PlainDate;
  readonly associationStatus: AssociationStatus | null;
  readonly contractStart: PlainDate | null;
  readonly leaveDate: PlainDate | null;
  /** Names of the slots that a release needs and that hold no file. */
  readonly missingAttachments: readonly string[];
  /** The day of a request that already stands, or null. */
  readonly requestedOn: PlainDate | null;
}

/** Whether the employee may ask his unit for the end of the link. Source: domain.md §4.4. */
export function releaseRequest(facts: ReleaseRequestFacts): Decision<true> {
  const { associationStatus: status, requestedOn, missingAttachments } = facts;
  const refusals: Refusal[] = [];
  if (status === null || !isAssociationActive(status)) refusals.push(refusal('ASSOC_NOT_ACTIVE'));
  if (requestedOn !== null) refusals.push(refusal('STATE_NOT_ALLOWED', { releaseRequestedOn: requestedOn }));
  if (missingAttachments.length > 0) {
    refusals.push(refusal('EMPLOYEE_ATTACHMENT_MISSING', { names: missingAttachments }));
  }
  if (!isLeaveDateRight(facts)) refusals.push(refusal('DIS_LEAVE_DATE', {}, '/leaveDate'));
  return decide(refusals, true);
}

/** The last day that belongs to the unit; the department may act from the next day on. Source: domain.md §4.4, §6.3 T1. */
export function unitMayAnswerUntil(
  requestedOn: PlainDate,
  calendar: WorkCalendar,
  policy: Pick<Policy, 'releaseWorkdays'>,
): PlainDate {
  return calendar.plus(requestedOn, policy.releaseWorkdays);
}

/** The unit has not acted in its time. */
export function isUnitsTimeOver(until: PlainDate, today: PlainDate): boolean {
  return today > until;
}

export interface DepartmentEndingFacts extends DisassociationFacts {
  /** Null: nobody has asked for a release. */
  readonly unitMayAnswerUntil: PlainDate | null;
  readonly reason: string | null;
}

/** Whether the department may end the link in the unit's place. Source: domain.md §4.4, §7.3. */
export function endingByDepartment(
  facts: DepartmentEndingFacts,
): Decision<{ readonly suspendsPermit: boolean }> {
  const { unitMayAnswerUntil: until, reason, today } = facts;
  const refusals: Refusal[] = [];
  if (until === null || !isUnitsTimeOver(until, today)) {
    refusals.push(
      refusal('STATE_NOT_ALLOWED', {
        unitMayAnswerUntil: until,
        allowedFrom: until === null ? null : addDays(until, 1),
      }),
    );
  }
  if (reason === null || reason.trim() === '') refusals.push(refusal('REASON_REQUIRED', {}, '/reason'));
  const ending = disassociation(facts);
  if (ending.accepted) return decide(refusals, ending.value);
  return decide([...refusals, ...ending.refusals], { suspendsPermit: false });
}
