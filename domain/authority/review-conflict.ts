import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { REVIEW_LEVELS, type ReviewLevel } from '../application/review-route.js';
import type { Role } from './roles.js';

/** Who decided or is about to: an account, and the person behind it where he is known. */
export interface Decider {
  readonly accountId: string;
  /** Keyed index of the person's identity document; equal indexes are one person. */
  readonly personIndex: string | null;
}

export interface ReviewerFacts extends Decider {
  readonly role: Role;
  readonly departmentId: string | null;
  /** The person behind the account, where he is also known as an employee. */
  readonly employeeId: string | null;
  /** Units that the person is actively linked to. */
  readonly linkedUnitIds: readonly string[];
}

export interface ReviewedTaskFacts {
  readonly level: ReviewLevel;
  readonly departmentId: string | null;
  readonly applicantEmployeeId: string | null;
  readonly unitId: string;
  /** Who decided another level of the same application, in any round. */
  readonly decidedOtherLevels: readonly Decider[];
}

/**
 * Whether a reviewer may take a task: own department and role (R1), four eyes and no interest of his own (R2). Eyes are
 * counted by person: two accounts of one person are two eyes.
 */
export function mayReview(reviewer: ReviewerFacts, task: ReviewedTaskFacts): Decision<true> {
  const refusals: Refusal[] = [];
  const inScope =
    reviewer.departmentId === task.departmentId && reviewer.role === REVIEW_LEVELS[task.level].role;
  if (!inScope) return decide([refusal('FORBIDDEN_SCOPE')], true);
  const isApplicant = reviewer.employeeId !== null && reviewer.employeeId === task.applicantEmployeeId;
  const isLinked = reviewer.linkedUnitIds.includes(task.unitId);
  const hasDecided = task.decidedOtherLevels.some((decider) => isSamePerson(decider, reviewer));
  if (isApplicant || isLinked || hasDecided) refusals.push(refusal('REVIEW_FOUR_EYES'));
  return decide(refusals, true);
}

/** The same rule for an act on one person's registration: nobody decides about himself, as he was or as he would be. */
export function mayDecideAbout(decider: Decider, personIndexes: readonly string[]): Decision<true> {
  const isHimself = decider.personIndex !== null && personIndexes.includes(decider.personIndex);
  return decide(isHimself ? [refusal('REVIEW_FOUR_EYES')] : [], true);
}

function isSamePerson(one: Decider, other: Decider): boolean {
  return (
    one.accountId === other.accountId || (one.personIndex !== null && one.personIndex === other.personIndex)
  );
}
