import type { EntityManager } from 'typeorm';
import type { ReviewOutcome } from '../../domain/application/advance.js';
import { pointFaults, type StatedPoint } from '../../domain/application/return-points.js';
import { isOpenTask } from '../../domain/application/review-task.js';
import { passRefusal, type PermitAtDecision } from '../../domain/application/permit-guard.js';
import type { Actor } from '../../domain/authority/actor.js';
import { mayReview } from '../../domain/authority/review-conflict.js';
import { shanghaiDateTimeOf } from '../../domain/calendar/instant.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import type { RefusalCode } from '../../domain/refusal-catalogue.js';
import { accept, decide, refusal, refuse, type Decision, type Refusal } from '../../domain/refusal.js';
import { decisionFacts, isBlank, recordDecision } from './application-fact.js';
import { courseOf, levelOf } from './application-course.js';
import { lockApplication } from './application-lock.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { AssociationRow, EmployeeRow } from './entities/employee.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { permitStatusOf } from './permit-course.js';
import { lockLivePermit } from './permit-facts.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted } from './refused.js';
import { acceptPoints, recordPoints } from './return-points.js';
import { elevated } from './row-scope.js';

export interface ReviewDecision {
  readonly outcome: ReviewOutcome;
  readonly opinion: string | null;
  readonly hint: string | null;
  readonly claimNo: number;
  /** The snapshot that the reviewer had before him. */
  readonly snapshotNo: number;
  /** What a RETURN asks for, point by point; empty: everything is open to change. */
  readonly points: readonly StatedPoint[];
}

export interface TaskAction {
  readonly action: 'claim' | 'release' | 'decide';
  /** Null: allowed. */
  readonly refusal: RefusalCode | null;
}

interface ReviewedTask {
  readonly task: ReviewTaskRow;
  readonly application: ApplicationRow;
}

/** What reviewers do to their tasks, each one transaction of the API (design.md §2 "Who writes what"). */
export class ReviewFacts {
  constructor(private readonly references: ReferenceRecords) {}

  /** Gives the task to one reviewer at a time; raises the claim number, so that older numbers are void. */
  async claim(context: FactContext, taskId: string): Promise<string> {
    const { task, application } = await this.lock(context, taskId);
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
  async release(context: FactContext, taskId: string): Promise<string> {
    const { task, application } = await this.lock(context, taskId);
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

  /** A department's decision on the level it has claimed; opens the next level in the same transaction. */
  async decide(context: FactContext, taskId: string, decision: ReviewDecision): Promise<string> {
    const { task, application } = await this.lock(context, taskId);
    accepted(mayDecide({ task, application }, context.actor, decision.claimNo));
    const refusals: Refusal[] = [];
    if (decision.outcome !== 'PASS' && isBlank(decision.opinion)) {
      refusals.push(refusal('OPINION_REQUIRED', {}, '/opinion'));
    }
    if (decision.snapshotNo !== application.snapshotNo) {
      refusals.push(refusal('VERSION_CONFLICT', { snapshotNo: application.snapshotNo }, '/snapshotNo'));
    }
    refusals.push(...pointFaults(decision.points, decision.outcome === 'RETURN'));
    if (decision.outcome === 'PASS') {
      const { type } = courseOf(application);
      const refused = passRefusal(type, await permitAtDecision(context, application));
      if (refused !== null) refusals.push(refused);
    }
    accepted(decide(refusals, true), courseOf(application).type);
    await recordDecision(context, this.references, application, task, decision);
    await recordPoints(context, task, decision.points);
    if (decision.outcome === 'PASS') await acceptPoints(context.manager, task);
    return taskId;
  }

  /** The buttons of a task, by the same rules that the acts obey. */
  async taskActions(manager: EntityManager, actor: Actor, task: ReviewTaskRow): Promise<TaskAction[]> {
    const application = await manager.findOneByOrFail(ApplicationRow, { id: task.applicationId });
    const reviewed = { task, application };
    const may = await reviewerMay(manager, actor, reviewed);
    const first = (...decisions: Decision<true>[]): RefusalCode | null => {
      const refused = decisions.find((each) => !each.accepted);
      return refused === undefined || refused.accepted ? null : refused.refusals[0].code;
    };
    return [
      { action: 'claim', refusal: first(may, mayClaim(reviewed)) },
      { action: 'release', refusal: first(may, mayRelease(reviewed, actor)) },
      { action: 'decide', refusal: first(may, mayDecide(reviewed, actor, task.claimNo)) },
    ];
  }

  /** What the application is about, application, task: one lock order for all; refused unless the reviewer may act on it (R1, R2). */
  private async lock({ manager, actor }: FactContext, taskId: string): Promise<ReviewedTask> {
    const lock = { mode: 'pessimistic_write' } as const;
    const { applicationId } = await manager.findOneByOrFail(ReviewTaskRow, { id: taskId });
    const application = await lockApplication(manager, applicationId);
    const task = await manager.findOneOrFail(ReviewTaskRow, { where: { id: taskId }, lock });
    accepted(await reviewerMay(manager, actor, { task, application }));
    return { task, application };
  }
}

/** Own department and role, four eyes, no interest of one's own (domain.md §2 R1, R2). */
function reviewerMay(manager: EntityManager, actor: Actor, reviewed: ReviewedTask): Promise<Decision<true>> {
  return elevated('CONFLICT_OF_INTEREST', () => judgeReviewer(manager, actor, reviewed));
}

async function judgeReviewer(
  manager: EntityManager,
  actor: Actor,
  { task, application }: ReviewedTask,
): Promise<Decision<true>> {
  const { personIndex } = await manager.findOneByOrFail(AccountRow, { id: actor.accountId });
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
      accountId: actor.accountId,
      personIndex,
      role: actor.role,
      departmentId: actor.departmentId,
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

/** The permit that the application is about, of a NEW one any the person has, as it stands at the legal time. */
async function permitAtDecision(
  { manager, now }: FactContext,
  { permitId, employeeId }: ApplicationRow,
): Promise<PermitAtDecision | null> {
  if (employeeId === null) return null;
  const permit =
    permitId === null
      ? await lockLivePermit(manager, employeeId)
      : await manager.findOneByOrFail(PermitRow, { id: permitId });
  if (permit === null) return null;
  const validUntil = knownDate(permit.validUntil);
  const status = effectiveStatus(permitStatusOf(permit), validUntil, now.epochMs);
  return { permitNo: permit.permitNo, status, validUntil };
}

/** A second claim is refused, whoever asks (domain.md §2 R3). */
function mayClaim(reviewed: ReviewedTask): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  return task.assigneeId === null ? accept(true) : refuse('TASK_ALREADY_CLAIMED');
}

function mayRelease(reviewed: ReviewedTask, actor: Actor): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  return task.assigneeId === actor.accountId ? accept(true) : refuse('TASK_NOT_CLAIMED');
}

function mayDecide(reviewed: ReviewedTask, actor: Actor, claimNo: number): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  if (task.assigneeId === null) return refuse('TASK_NOT_CLAIMED');
  const holdsClaim = task.assigneeId === actor.accountId && task.claimNo === claimNo;
  return holdsClaim ? accept(true) : refuse('TASK_ALREADY_CLAIMED');
}

/** Who came second learns who was first and when, or how and when the application left the review (design.md §2). */
function closed({ task, application }: ReviewedTask): Decision<true> {
  if (task.decidedAt !== null) return refuse('TASK_ALREADY_DECIDED', decisionFacts(task));
  const at = application.closedAt === null ? null : shanghaiDateTimeOf(application.closedAt.getTime());
  return refuse('TASK_CLOSED', { status: application.status, at });
}

async function changeAssignee(
  { manager, now, audit }: FactContext,
  task: ReviewTaskRow,
  application: ApplicationRow,
  change: Pick<ReviewTaskRow, 'assigneeId' | 'claimNo'>,
  action: string,
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
    applicationNo: application.applicationNo,
  });
}
