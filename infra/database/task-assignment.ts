import type { EntityManager } from 'typeorm';
import { levelLabel, REVIEW_LEVELS } from '../../domain/application/review-route.js';
import { isOpenTask } from '../../domain/application/review-task.js';
import type { Actor } from '../../domain/authority/actor.js';
import { isActiveAccount } from '../../domain/identity/account-status.js';
import { accept, decide, refusal, refuse, type Decision, type Refusal } from '../../domain/refusal.js';
import { levelOf } from './application-course.js';
import { isBlank } from './application-fact.js';
import { ReviewTaskRow, type ApplicationRow } from './entities/application.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import type { FactContext } from './fact-transaction.js';
import { accepted, Refused } from './refused.js';
import { closed, lockForReviewer, lockTask, reviewerMay, type ReviewedTask } from './reviewed-task.js';

export interface Assignment {
  /** Null: back to the department. */
  readonly assigneeId: string | null;
  /** As the administrator saw the task. */
  readonly claimNo: number;
  readonly reason: string;
}

/** Gives the task to one reviewer at a time; raises the claim number, so that older numbers are void. */
export async function claimTask(context: FactContext, taskId: string): Promise<string> {
  const { task, application } = await lockForReviewer(context, taskId);
  accepted(mayClaim({ task, application }));
  const claimNo = task.claimNo + 1;
  await changeAssignee(
    context,
    task,
    application,
    { assigneeId: context.actor.accountId, claimNo },
    'task.claim',
  );
  return taskId;
}

/** Gives a claimed task back to the department. */
export async function releaseTask(context: FactContext, taskId: string): Promise<string> {
  const { task, application } = await lockForReviewer(context, taskId);
  accepted(mayRelease({ task, application }, context.actor));
  await changeAssignee(
    context,
    task,
    application,
    { assigneeId: null, claimNo: task.claimNo + 1 },
    'task.release',
  );
  return taskId;
}

/**
 * 指派 by the department's administrator (domain.md §2): to a reviewer of the level whom four eyes allow it, or back to
 * the department; a claim that somebody holds is void from then on.
 */
export async function assignTask(
  context: FactContext,
  taskId: string,
  assignment: Assignment,
): Promise<string> {
  const { manager } = context;
  const { assigneeId, claimNo, reason } = assignment;
  const { departmentId } = await manager.findOneByOrFail(ReviewTaskRow, { id: taskId });
  // before the application: the same order as a change of the member, who must not come to hold a task meanwhile
  const assignee = assigneeId === null ? null : await lockMember(manager, departmentId, assigneeId);
  const { task, application } = await lockTask(manager, taskId);
  accepted(mayAssign({ task, application }, assignment));
  if (assignee !== null) accepted(await assigneeMay(manager, assignee, { task, application }));
  const change = { assigneeId, claimNo: claimNo + 1 };
  await changeAssignee(context, task, application, change, 'task.assign', reason.trim());
  return taskId;
}

/** Gives back what a member holds who may review it no longer. */
export async function releaseTasksOf(context: FactContext, accountId: string): Promise<void> {
  const held = await context.manager.find(ReviewTaskRow, {
    where: { assigneeId: accountId, status: 'OPEN' },
    order: { applicationId: 'ASC' },
  });
  for (const { id } of held) {
    const { task, application } = await lockTask(context.manager, id);
    if (!isOpenTask(task.status) || task.assigneeId !== accountId) continue;
    const change = { assigneeId: null, claimNo: task.claimNo + 1 };
    await changeAssignee(context, task, application, change, 'task.release', '领取人的账号已变更');
  }
}

/** A second claim is refused, whoever asks (domain.md §2 R3). */
export function mayClaim(reviewed: ReviewedTask): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  return task.assigneeId === null ? accept(true) : refuse('TASK_ALREADY_CLAIMED');
}

export function mayRelease(reviewed: ReviewedTask, actor: Actor): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  return task.assigneeId === actor.accountId ? accept(true) : refuse('TASK_NOT_CLAIMED');
}

function mayAssign(reviewed: ReviewedTask, { assigneeId, claimNo, reason }: Assignment): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  const refusals: Refusal[] = [];
  if (isBlank(reason)) refusals.push(refusal('REASON_REQUIRED', {}, '/reason'));
  if (task.claimNo !== claimNo) {
    refusals.push(refusal('VERSION_CONFLICT', { claimNo: task.claimNo }, '/claimNo'));
  } else if (task.assigneeId === assigneeId) refusals.push(refusal('NO_CHANGE', {}, '/assigneeId'));
  return decide(refusals, true);
}

/** Whom an administrator gives a task must be able to decide it. */
async function assigneeMay(
  manager: EntityManager,
  { id: accountId, role, status, departmentId }: AccountRow,
  reviewed: ReviewedTask,
): Promise<Decision<true>> {
  const level = levelOf(reviewed.task);
  if (role !== REVIEW_LEVELS[level].role || !isActiveAccount(status)) {
    const detail = `该成员不能办理“${levelLabel(level)}”环节`;
    return refuse('VALIDATION_FAILED', { detail }, '/assigneeId');
  }
  return reviewerMay(manager, { accountId, role, departmentId }, reviewed);
}

/** A member of the task's department; a foreign and a missing one get the same answer (R1). */
async function lockMember(
  manager: EntityManager,
  departmentId: string | null,
  accountId: string,
): Promise<AccountRow> {
  const member = await manager.findOne(AccountRow, {
    where: { id: accountId },
    lock: { mode: 'pessimistic_read' },
  });
  if (member === null || member.departmentId === null || member.departmentId !== departmentId) {
    throw Refused.because('FORBIDDEN_SCOPE', {}, '/assigneeId');
  }
  return member;
}

async function changeAssignee(
  { manager, now, audit }: FactContext,
  task: ReviewTaskRow,
  application: ApplicationRow,
  change: Pick<ReviewTaskRow, 'assigneeId' | 'claimNo'>,
  action: string,
  reason?: string,
): Promise<void> {
  await manager.update(
    ReviewTaskRow,
    { id: task.id, claimNo: task.claimNo },
    { ...change, updatedAt: now.at },
  );
  await audit({
    action,
    entity: 'review_task',
    entityId: task.id,
    before: { claimNo: task.claimNo, assigneeId: task.assigneeId },
    after: { ...change },
    ...(reason !== undefined && { reason }),
    applicationNo: application.applicationNo,
  });
}
