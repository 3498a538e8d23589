import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { REVIEW_LEVELS, type ReviewLevel } from '../application/review-route.js';
import type { Role } from './roles.js';

export interface ReviewerFacts {
  readonly accountId: string;
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
  /** Accounts that decided another level of the same application, in any round. */
  readonly decidedOtherLevels: readonly string[];
}

/** Whether a reviewer may take a task: own department and role (R1), four eyes and no interest of his own (R2). */
export function mayReview(reviewer: ReviewerFacts, task: ReviewedTaskFacts): Decision<true> {
  const refusals: Refusal[] = [];
  const inScope =
    reviewer.departmentId === task.departmentId && reviewer.role === REVIEW_LEVELS[task.level].role;
  if (!inScope) return decide([refusal('FORBIDDEN_SCOPE')], true);
  const isApplicant = reviewer.employeeId !== null && reviewer.employeeId === task.applicantEmployeeId;
  const isLinked = reviewer.linkedUnitIds.includes(task.unitId);
  if (isApplicant || isLinked || task.decidedOtherLevels.includes(reviewer.accountId)) {
    refusals.push(refusal('REVIEW_FOUR_EYES'));
  }
  return decide(refusals, true);
}
