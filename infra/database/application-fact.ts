import { Not } from 'typeorm';
import type { ReviewOutcome } from '../../domain/application/advance.js';
import type { StatedPoint } from '../../domain/application/return-points.js';
import { shanghaiDateTimeOf } from '../../domain/calendar/instant.js';
import { courseOf, placeOf } from './application-course.js';
import { recordTransition, type Transition } from './application-transition.js';
import { ReviewTaskRow, type ApplicationRow } from './entities/application.entity.js';
import type { FactContext } from './fact-transaction.js';
import type { ReferenceRecords } from './reference-records.js';
import { Refused } from './refused.js';
import { acceptPoints, recordPoints } from './return-points.js';

/** Records one step by a person: every fact raises the fact version that the process follows (design.md §1). */
export async function recordFact(
  context: FactContext,
  references: ReferenceRecords,
  application: ApplicationRow,
  transition: Transition,
): Promise<void> {
  const { type, permitType } = courseOf(application);
  const { manager, actor, now } = context;
  const versions = await references.versionsInForce(manager, placeOf(application));
  const route = await references.route(
    manager,
    application.routeVersion ?? versions.routes,
    type,
    permitType,
  );
  const calendar = await references.calendar(manager, versions.calendar);
  const patch = { ...transition.patch, factVersion: application.factVersion + 1, factRecordedAt: new Date() };
  await recordTransition({ manager, actor, now, route, calendar }, application, { ...transition, patch });
}

/** A decision of the unit or of a department, and the message that tells the process. */
export async function recordDecision(
  context: FactContext,
  references: ReferenceRecords,
  application: ApplicationRow,
  task: ReviewTaskRow,
  decision: {
    readonly outcome: ReviewOutcome;
    readonly opinion: string | null;
    readonly hint: string | null;
    readonly points: readonly StatedPoint[];
  },
  patch: { readonly snapshotNo?: number } = {},
): Promise<void> {
  const { outcome, opinion, hint, points } = decision;
  const snapshotNo = patch.snapshotNo ?? application.snapshotNo;
  await recordFact(context, references, Object.assign(application, { snapshotNo }), {
    fact: { kind: 'DECIDED', outcome },
    action: `review.${outcome.toLowerCase()}`,
    decision: {
      taskId: task.id,
      outcome,
      opinion,
      hint,
      decidedBy: context.actor.accountId,
      decidedByName: context.actor.personName,
      snapshotNo,
    },
    patch,
  });
  await recordPoints(context, task, points);
  if (outcome === 'PASS') await acceptPoints(context.manager, task);
  await context.promise({
    workflow: 'application',
    subjectId: application.id,
    signal: 'decided',
    payload: { taskId: task.id, outcome },
  });
}

/** 撤回; who comes too late learns who has decided the first level of the round, and when (design.md §2). */
export async function recordWithdrawal(
  context: FactContext,
  references: ReferenceRecords,
  application: ApplicationRow,
): Promise<void> {
  try {
    const transition = { fact: { kind: 'WITHDRAWN' }, action: 'application.withdraw' } as const;
    await recordFact(context, references, application, transition);
  } catch (error) {
    const isLate =
      error instanceof Refused && error.refusals.some(({ code }) => code === 'WITHDRAW_TOO_LATE');
    if (!isLate) throw error;
    const decided = await context.manager.findOneByOrFail(ReviewTaskRow, {
      applicationId: application.id,
      round: application.round,
      level: Not('UNIT'),
      status: 'DECIDED',
    });
    throw Refused.because('WITHDRAW_TOO_LATE', { status: application.status, ...decisionFacts(decided) });
  }
}

/**
 * An application that ends with something else: with the link at 解除关联, or with the renewal that carries it; its
 * process learns it like a withdrawal (domain.md §4.5).
 */
export async function recordEndWithOther(
  context: FactContext,
  references: ReferenceRecords,
  application: ApplicationRow,
  action: 'application.endAtLeaving' | 'application.absorb',
  reason: string,
): Promise<void> {
  await recordFact(context, references, application, { fact: { kind: 'WITHDRAWN' }, action, reason });
  if (application.round === 0) return;
  await context.promise({
    workflow: 'application',
    subjectId: application.id,
    signal: 'withdrawn',
    payload: {},
  });
}

/** An application that ends with its permit, which a department has cancelled (domain.md §4.5). */
export async function recordEndWithPermit(
  context: FactContext,
  references: ReferenceRecords,
  application: ApplicationRow,
): Promise<void> {
  const transition = {
    fact: { kind: 'PERMIT_ENDED' },
    action: 'application.endWithPermit',
    reason: 'CANCELLED',
  } as const;
  await recordFact(context, references, application, transition);
  if (application.round === 0) return;
  await context.promise({
    workflow: 'application',
    subjectId: application.id,
    signal: 'permitEnded',
    payload: {},
  });
}

/** Who decided a task and when, as a refusal names it. */
export function decisionFacts({ decidedByName, decidedAt }: ReviewTaskRow) {
  return { name: decidedByName, at: decidedAt === null ? null : shanghaiDateTimeOf(decidedAt.getTime()) };
}

export function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
