import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { mayReview } from '../../domain/authority/review-conflict.js';
import { shanghaiDateTimeOf } from '../../domain/calendar/instant.js';
import { refuse, type Decision } from '../../domain/refusal.js';
import { levelOf } from './application-course.js';
import { decisionFacts } from './application-fact.js';
import { lockApplication } from './application-lock.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { AssociationRow, EmployeeRow } from './entities/employee.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import type { FactContext } from './fact-transaction.js';
import { accepted } from './refused.js';
import { elevated } from './row-scope.js';

/** A level's task with its application. */
export interface ReviewedTask {
  readonly task: ReviewTaskRow;
  readonly application: ApplicationRow;
}

/** What the application is about, application, task: one lock order for all. */
export async function lockTask(manager: EntityManager, taskId: string): Promise<ReviewedTask> {
  const lock = { mode: 'pessimistic_write' } as const;
  const { applicationId } = await manager.findOneByOrFail(ReviewTaskRow, { id: taskId });
  const application = await lockApplication(manager, applicationId);
  const task = await manager.findOneOrFail(ReviewTaskRow, { where: { id: taskId }, lock });
  return { task, application };
}

/** Refused unless the reviewer may act on it (R1, R2). */
export async function lockForReviewer(
  { manager, actor }: FactContext,
  taskId: string,
): Promise<ReviewedTask> {
  const reviewed = await lockTask(manager, taskId);
  accepted(await reviewerMay(manager, actor, reviewed));
  return reviewed;
}

type Reviewer = Pick<Actor, 'accountId' | 'role' | 'departmentId'>;

/** Own department and role, four eyes, no interest of one's own (domain.md §2 R1, R2). */
export function reviewerMay(
  manager: EntityManager,
  reviewer: Reviewer,
  reviewed: ReviewedTask,
): Promise<Decision<true>> {
  return elevated('CONFLICT_OF_INTEREST', () => judgeReviewer(manager, reviewer, reviewed));
}

async function judgeReviewer(
  manager: EntityManager,
  { accountId, role, departmentId }: Reviewer,
  { task, application }: ReviewedTask,
): Promise<Decision<true>> {
  const { personIndex } = await manager.findOneByOrFail(AccountRow, { id: accountId });
  const person =
    personIndex === null ? null : await manager.findOneBy(EmployeeRow, { idNoIndex: personIndex });
  const links =
    person === null ? [] : await manager.findBy(AssociationRow, { employeeId: person.id, status: 'ACTIVE' });
  const others = await manager.query<{ account_id: string; person_index: string | null }[]>(
    `select t.decided_by as account_id, a.person_index from review_task t join account a on a.id = t.decided_by
      where t.application_id = $1 and t.status = 'DECIDED' and t.level <> $2`,
    [application.id, task.level],
  );
  return mayReview(
    {
      accountId,
      personIndex,
      role,
      departmentId,
      employeeId: person?.id ?? null,
      linkedUnitIds: links.map((link) => link.unitId),
    },
    {
      level: levelOf(task),
      departmentId: task.departmentId,
      applicantEmployeeId: application.employeeId,
      unitId: application.unitId,
      decidedOtherLevels: others.map((other) => ({
        accountId: other.account_id,
        personIndex: other.person_index,
      })),
    },
  );
}

/** Who came second learns who was first and when, or how and when the application left the review (design.md §2). */
export function closed({ task, application }: ReviewedTask): Decision<true> {
  if (task.decidedAt !== null) return refuse('TASK_ALREADY_DECIDED', decisionFacts(task));
  const at = application.closedAt === null ? null : shanghaiDateTimeOf(application.closedAt.getTime());
  return refuse('TASK_CLOSED', { status: application.status, at });
}
