import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import {
  advance,
  awaitsConclusion,
  awaitsResubmission,
  isEnded,
  isFirstDepartmentLevel,
  openLevel,
  remainingLimits,
  type ReviewFact,
  type ReviewOutcome,
} from '../../domain/application/advance.js';
import { applicationDueDate, levelDueDate } from '../../domain/application/due-dates.js';
import type { ReviewRoute, RouteLevel } from '../../domain/application/review-route.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { courseOf } from './application-course.js';
import { recordAudit, type AuditActor } from './audit-trail.js';
import type { BusinessInstant } from './business-clock.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { DepartmentRow } from './entities/department.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { resolveNotices } from './notices.js';
import { followPermission } from './permission-transition.js';
import { accepted, expectOneRow } from './refused.js';
import { urgencyOfTask } from './task-urgency.js';

/** What one step of an application writes with; route and calendar are those pinned at submission. */
export interface TransitionContext {
  readonly manager: EntityManager;
  readonly actor: AuditActor;
  readonly now: BusinessInstant;
  readonly route: ReviewRoute;
  readonly calendar: WorkCalendar;
}

export interface Transition {
  readonly fact: ReviewFact;
  /** The audit event's name. */
  readonly action: string;
  readonly decision?: TaskDecision;
  readonly reason?: string | null;
  /** Columns beside the status that the step sets. */
  readonly patch?: ApplicationPatch;
}

/** Columns that a step may set beside status, round and passed, which only `advance` gives. */
export type ApplicationPatch = Partial<
  Pick<
    ApplicationRow,
    | 'payload'
    | 'snapshotNo'
    | 'submittedAt'
    | 'routeVersion'
    | 'policyVersion'
    | 'catalogueVersion'
    | 'calendarVersion'
    | 'supervisingDepartmentId'
    | 'newDepartmentId'
    | 'permitId'
    | 'factVersion'
    | 'factRecordedAt'
  >
>;

export interface TaskDecision {
  readonly taskId: string;
  readonly outcome: ReviewOutcome;
  readonly opinion: string | null;
  readonly hint: string | null;
  readonly decidedBy: string;
  readonly decidedByName: string;
  readonly snapshotNo: number;
}

/**
 * The one place that writes an application's status: asks `advance`, closes and opens tasks, writes row and audit
 * event. The caller holds the application's lock. Only the facts file and the process file may call it.
 */
export async function recordTransition(
  context: TransitionContext,
  application: ApplicationRow,
  transition: Transition,
): Promise<ApplicationRow> {
  const { manager, now, route } = context;
  const before = courseOf(application);
  const after = accepted(advance(route, before, transition.fact), before.type);
  const columns = {
    status: after.status,
    round: after.round,
    passed: after.passed,
    version: application.version + 1,
    updatedAt: now.at,
    ...(isFirstDepartmentLevel(route, after) && {
      dueOn: applicationDueDate(now.today, route.totalWorkdays, context.calendar).dueOn,
    }),
    ...(awaitsConclusion(route, after) && { lastPassAt: now.at }),
    ...(isEnded(after) && { closedAt: now.at, closedReason: transition.reason ?? null }),
    ...transition.patch,
  };
  const moved = Object.assign(manager.create(ApplicationRow, application), columns);
  const { id, version } = application;
  expectOneRow(await manager.update(ApplicationRow, { id, version }, columns));
  await closeTask(context, application, transition.decision);
  if (awaitsResubmission(before) && !awaitsResubmission(after)) await resolveReturn(context, application);
  await followPermission(context, moved, transition.fact);
  const level = openLevel(route, after);
  if (level !== null) await openTask(context, moved, level);
  await recordAudit(manager, context.actor, now, {
    action: transition.action,
    entity: 'application',
    entityId: application.id,
    before: { status: before.status, round: before.round, passed: before.passed },
    after: { status: after.status, round: after.round, passed: after.passed, ...auditedDecision(transition) },
    reason: transition.decision?.opinion ?? transition.reason ?? null,
    applicationNo: application.applicationNo,
  });
  return moved;
}

/** The open task is decided, or closed without a decision where the application left the review. */
async function closeTask(
  { manager, now }: TransitionContext,
  application: ApplicationRow,
  decision: TaskDecision | undefined,
): Promise<void> {
  const open = { applicationId: application.id, status: 'OPEN' };
  if (decision === undefined) {
    await manager.update(ReviewTaskRow, open, { status: 'CLOSED', updatedAt: now.at });
    return;
  }
  const { taskId, outcome, ...columns } = decision;
  await manager.update(
    ReviewTaskRow,
    { ...open, id: taskId },
    {
      status: 'DECIDED',
      decision: outcome,
      decidedAt: now.at,
      updatedAt: now.at,
      ...columns,
    },
  );
}

/** N-11 has asked for what is now done, or no longer wanted. */
async function resolveReturn(
  { manager, now }: TransitionContext,
  { id, round }: ApplicationRow,
): Promise<void> {
  const returned = await manager.findOneBy(ReviewTaskRow, {
    applicationId: id,
    round,
    decision: 'RETURN',
  });
  if (returned === null) return;
  for (const code of ['N-04', 'N-11']) await resolveNotices(manager, now, code, returned.id);
}

async function openTask(
  context: TransitionContext,
  application: ApplicationRow,
  level: RouteLevel,
): Promise<void> {
  const { manager, now, calendar } = context;
  const urgency = await urgencyOf(context, application);
  await manager.insert(ReviewTaskRow, {
    ...urgency,
    id: randomUUID(),
    createdAt: now.at,
    updatedAt: now.at,
    applicationId: application.id,
    unitId: application.unitId,
    round: application.round,
    level: level.level,
    departmentId: await departmentOf(manager, application, level),
    status: 'OPEN',
    receivedAt: now.at,
    dueOn: levelDueDate(now.today, level.workdaysAllowed, calendar).dueOn,
    snapshotNo: application.snapshotNo,
  });
}

async function urgencyOf(
  { manager, now, route, calendar }: TransitionContext,
  application: ApplicationRow,
): Promise<Pick<ReviewTaskRow, 'permitEndsOn' | 'atRisk' | 'queuedAt'>> {
  const { permitId } = application;
  const permit = permitId === null ? null : await manager.findOneByOrFail(PermitRow, { id: permitId });
  const permitEndsOn = permit?.validUntil ?? null;
  const urgency = urgencyOfTask(
    { receivedAt: now.at, permitEndsOn },
    remainingLimits(route, application),
    calendar,
  );
  return { permitEndsOn, ...urgency };
}

async function departmentOf(
  manager: EntityManager,
  application: ApplicationRow,
  level: RouteLevel,
): Promise<string | null> {
  switch (level.office) {
    case 'UNIT':
      return null;
    case 'SUPERVISING':
      return application.supervisingDepartmentId;
    case 'NEW_SUPERVISING':
      return application.newDepartmentId;
    case 'CITY':
      return (await manager.findOneByOrFail(DepartmentRow, { level: 'MUNICIPAL' })).id;
  }
}

function auditedDecision({ decision }: Transition): Record<string, unknown> {
  if (decision === undefined) return {};
  const { taskId, outcome, hint, snapshotNo } = decision;
  return { taskId, outcome, hint, snapshotNo };
}
