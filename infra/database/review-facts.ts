import type { EntityManager } from 'typeorm';
import type { ReviewOutcome } from '../../domain/application/advance.js';
import { pointFaults, type StatedPoint } from '../../domain/application/return-points.js';
import { isOpenTask } from '../../domain/application/review-task.js';
import { passRefusal, type PermitAtDecision } from '../../domain/application/permit-guard.js';
import type { Actor } from '../../domain/authority/actor.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import type { RefusalCode } from '../../domain/refusal-catalogue.js';
import { accept, decide, refusal, refuse, type Decision, type Refusal } from '../../domain/refusal.js';
import { isBlank, recordDecision } from './application-fact.js';
import { courseOf } from './application-course.js';
import { ApplicationRow, type ReviewTaskRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { permitStatusOf } from './permit-course.js';
import { lockLivePermit } from './permit-facts.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted } from './refused.js';
import { recordReveal, type RevealedFields } from './reveal-trail.js';
import { closed, lockForReviewer, reviewerMay, type ReviewedTask } from './reviewed-task.js';
import { mayClaim, mayRelease } from './task-assignment.js';

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
  readonly action: 'claim' | 'release' | 'decide' | 'reveal';
  /** Null: allowed. */
  readonly refusal: RefusalCode | null;
}

/** What reviewers do to their tasks, each one transaction of the API (design.md §2 "Who writes what"). */
export class ReviewFacts {
  constructor(private readonly references: ReferenceRecords) {}

  /** A department's decision on the level it has claimed; opens the next level in the same transaction. */
  async decide(context: FactContext, taskId: string, decision: ReviewDecision): Promise<string> {
    const { task, application } = await lockForReviewer(context, taskId);
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
      { action: 'reveal', refusal: first(may, mayReveal(reviewed, actor)) },
    ];
  }

  /** The event of a look at personal data in full, which only the reviewer who has the task in hand takes. */
  async reveal(context: FactContext, taskId: string, revealed: RevealedFields): Promise<string> {
    const { task, application } = await lockForReviewer(context, taskId);
    accepted(mayReveal({ task, application }, context.actor));
    const { employeeId, applicationNo } = application;
    const about = { entity: 'review_task', entityId: taskId, employeeId, applicationNo } as const;
    await recordReveal(context, about, revealed);
    return taskId;
  }

  /** The same judgement where nothing is written. */
  async assertReveals(manager: EntityManager, actor: Actor, task: ReviewTaskRow): Promise<void> {
    const application = await manager.findOneByOrFail(ApplicationRow, { id: task.applicationId });
    accepted(await reviewerMay(manager, actor, { task, application }));
    accepted(mayReveal({ task, application }, actor));
  }
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

function mayDecide(reviewed: ReviewedTask, actor: Actor, claimNo: number): Decision<true> {
  const { task } = reviewed;
  if (!isOpenTask(task.status)) return closed(reviewed);
  if (task.assigneeId === null) return refuse('TASK_NOT_CLAIMED');
  const holdsClaim = task.assigneeId === actor.accountId && task.claimNo === claimNo;
  return holdsClaim ? accept(true) : refuse('TASK_ALREADY_CLAIMED');
}

/** As to decide, with whichever number the claim has now. */
function mayReveal(reviewed: ReviewedTask, actor: Actor): Decision<true> {
  return mayDecide(reviewed, actor, reviewed.task.claimNo);
}
