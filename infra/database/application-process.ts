import type { DataSource, EntityManager } from 'typeorm';
import {
  awaitsConclusion,
  awaitsResubmission,
  isEnded,
  type ReviewOutcome,
} from '../../domain/application/advance.js';
import { businessLabel, type ReviewLevel, type ReviewRoute } from '../../domain/application/review-route.js';
import type { BusinessType } from '../../domain/application/business-type.js';
import { isOpenTask } from '../../domain/application/review-task.js';
import { urgentReminders } from '../../domain/application/urgency.js';
import { endOfDayExclusive } from '../../domain/calendar/instant.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import { courseOf, placeOf } from './application-course.js';
import { lockApplication } from './application-lock.js';
import { attendReturned, type ReturnStanding } from './application-return.js';
import { recordTransition } from './application-transition.js';
import { readClockState, wallMsUntil, type BusinessInstant, type ClockState } from './business-clock.js';
import type { ConclusionEffect } from './conclusion/conclusion-effect.js';
import { conclusionEffect } from './conclusion/effects.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { DepartmentRow } from './entities/department.entity.js';
import { UnitRow } from './entities/unit.entity.js';
import type { MessageCourier } from './fact-transaction.js';
import { giveNotice, isTold, type Audience } from './notices.js';
import { promiseMessage, type PromisedMessage } from './outbox.js';
import type { ReferenceRecords } from './reference-records.js';
import { parties, tellReviewNews } from './review-notices.js';
import type { PersonalData } from '../personal-data/personal-data.js';

export type ApplicationEnd = 'APPROVED' | 'REJECTED' | 'WITHDRAWN' | 'CLOSED_EXPIRED';

/** The current round as its process needs it; `end` is set once nothing more can happen. */
export interface RoundStanding {
  readonly applicationNo: string;
  readonly businessType: BusinessType;
  readonly district: string;
  readonly uscc: string;
  readonly number: number;
  readonly route: ReviewRoute;
  readonly end: ApplicationEnd | null;
}

export interface LevelQuestion {
  readonly applicationId: string;
  readonly round: number;
  readonly level: ReviewLevel;
}

export type LevelStanding =
  | {
      readonly kind: 'OPEN';
      readonly taskId: string;
      readonly dueOn: string;
      readonly dueAtMs: number;
      readonly overdue: boolean;
      /** Wall time until the due date; null when there is nothing to wait for. */
      readonly wakeInMs: number | null;
    }
  | { readonly kind: 'DECIDED'; readonly outcome: ReviewOutcome }
  | { readonly kind: 'ENDED' };

/** What only activities do to an application (design.md §2): attend to it, mark overdue, conclude. */
export class ApplicationProcess {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
    private readonly courier: MessageCourier,
  ) {}

  /** Safe to repeat: reads, marks the facts as processed, tells news keyed by task. */
  async resumeRound(applicationId: string): Promise<RoundStanding> {
    return this.dataSource.transaction(async (manager) => {
      const { application, clock } = await attend(manager, applicationId);
      await tellReviewNews(manager, clock.now, application);
      const course = courseOf(application);
      const department = await manager.findOneBy(DepartmentRow, {
        id: application.supervisingDepartmentId ?? '',
      });
      const unit = await manager.findOneByOrFail(UnitRow, { id: application.unitId });
      return {
        applicationNo: application.applicationNo,
        businessType: course.type,
        district: department?.name ?? '',
        uscc: unit.uscc,
        number: course.round,
        route: await this.routeOf(manager, application),
        end: endOf(application),
      };
    });
  }

  /** Safe to repeat: overdue is marked once, by a conditional update; it never decides. */
  async attendLevel({ applicationId, round, level }: LevelQuestion): Promise<LevelStanding> {
    return this.dataSource.transaction(async (manager) => {
      const { application, clock } = await attend(manager, applicationId);
      const task = await manager.findOneBy(ReviewTaskRow, { applicationId, round, level });
      await tellReviewNews(manager, clock.now, application);
      if (task?.decision) return { kind: 'DECIDED', outcome: outcomeOf(task.decision) };
      if (task === null || !isOpenTask(task.status)) return { kind: 'ENDED' };
      const dueAtMs = endOfDayExclusive(knownDate(task.dueOn));
      const overdue = task.overdue || (await markOverdueIfDue(manager, clock, application, task, dueAtMs));
      const waits = !overdue && task.level !== 'UNIT'; // the unit's limit only reminds (domain.md §5)
      const urgentAt = await this.tellUrgency(manager, clock, application, task);
      const wakeAt = Math.min(waits ? dueAtMs : Infinity, urgentAt ?? Infinity);
      return {
        kind: 'OPEN',
        taskId: task.id,
        dueOn: task.dueOn,
        dueAtMs,
        overdue,
        wakeInMs: Number.isFinite(wakeAt) ? wallMsUntil(wakeAt, clock) : null,
      };
    });
  }

  /** Safe to repeat: the reminder is keyed by its task, and what has lapsed is RETURNED no more. */
  async attendReturn(applicationId: string): Promise<ReturnStanding> {
    return this.dataSource.transaction(async (manager) => {
      await lockApplication(manager, applicationId);
      const { application, clock } = await attend(manager, applicationId);
      if (awaitsResubmission(courseOf(application))) await tellReviewNews(manager, clock.now, application);
      const route = await this.routeOf(manager, application);
      const inForce = await this.references.versionsInForce(manager, placeOf(application));
      const calendar = await this.references.calendar(manager, inForce.calendar);
      const policy = await this.references.policy(manager, application.policyVersion ?? inForce.policy);
      const context = { manager, actor: 'SYSTEM', now: clock.now, route, calendar } as const;
      return attendReturned(context, clock, application, policy);
    });
  }

  /**
   * After the last PASS: the effect of the business type and APPROVED, in one transaction with the messages that hand
   * over to the permit. Safe to repeat: an ended application is returned as it stands.
   */
  async conclude(applicationId: string): Promise<ApplicationEnd> {
    const promised: PromisedMessage[] = [];
    const end = await this.dataSource.transaction(async (manager) => {
      await lockApplication(manager, applicationId);
      const { application, clock } = await attend(manager, applicationId);
      const standing = endOf(application);
      if (standing !== null) return standing;
      const route = await this.routeOf(manager, application);
      const { lastPassAt, calendarVersion, policyVersion } = application;
      const isReady = awaitsConclusion(route, courseOf(application)) && lastPassAt !== null;
      if (!isReady || calendarVersion === null || policyVersion === null) {
        throw new Error(`application ${applicationId} does not await its conclusion`);
      }
      const effect = conclusionEffect(courseOf(application).type);
      const { permitId, messages, notice } = await effect({
        manager,
        application,
        lastPassAt,
        now: clock.now,
        policy: await this.references.policy(manager, policyVersion),
        personalData: this.personalData,
      });
      const calendar = await this.references.calendar(manager, calendarVersion);
      const context = { manager, actor: 'SYSTEM', now: clock.now, route, calendar } as const;
      await recordTransition(context, application, {
        fact: { kind: 'CONCLUDED' },
        action: 'application.conclude',
        patch: { permitId },
      });
      await tellApproval(manager, clock.now, application, notice);
      for (const message of messages) promised.push(await promiseMessage(manager, message));
      return 'APPROVED';
    });
    this.courier.deliver(promised);
    return end;
  }

  /** N-28 of a task at risk, the latest that is due; gives the time of the next, null: none. */
  private async tellUrgency(
    manager: EntityManager,
    { now }: ClockState,
    application: ApplicationRow,
    task: ReviewTaskRow,
  ): Promise<number | null> {
    if (!task.atRisk || task.permitEndsOn === null || task.departmentId === null) return null;
    const calendar = await this.references.calendarInForce(manager);
    const reminders = urgentReminders(knownDate(task.permitEndsOn), calendar);
    const due = reminders.findLast(({ at }) => at <= now.epochMs);
    if (due !== undefined) {
      const body = noticeText('N-28', { no: application.applicationNo, validUntil: task.permitEndsOn });
      const subject = `${task.id}:${due.workdaysLeft}`;
      const notice = { code: 'N-28', subject, body, businessRef: { applicationId: application.id } };
      if (!(await isTold(manager, notice))) await giveNotice(manager, now, notice, audienceOf(task));
    }
    return reminders.find(({ at }) => at > now.epochMs)?.at ?? null;
  }

  private async routeOf(manager: EntityManager, application: ApplicationRow): Promise<ReviewRoute> {
    const { type, permitType } = courseOf(application);
    const inForce = await this.references.versionsInForce(manager, placeOf(application));
    const version = application.routeVersion ?? inForce.routes;
    return this.references.route(manager, version, type, permitType);
  }
}

/** Locks the application, and says to those who wait that its facts up to now have been dealt with. */
export async function attend(
  manager: EntityManager,
  applicationId: string,
): Promise<{ application: ApplicationRow; clock: ClockState }> {
  const clock = await readClockState(manager);
  const application = await manager.findOneOrFail(ApplicationRow, {
    where: { id: applicationId },
    lock: { mode: 'pessimistic_write' },
  });
  if (application.processedVersion < application.factVersion) {
    await manager.update(
      ApplicationRow,
      { id: applicationId },
      { processedVersion: application.factVersion },
    );
    await manager.query(`select pg_notify('application_processed', $1)`, [applicationId]);
  }
  return { application, clock };
}

function endOf(application: ApplicationRow): ApplicationEnd | null {
  return isEnded(courseOf(application)) ? (application.status as ApplicationEnd) : null;
}

function outcomeOf(decision: string): ReviewOutcome {
  return decision as ReviewOutcome;
}

/** N-12, or what the kind of business says in its place. */
async function tellApproval(
  manager: EntityManager,
  now: BusinessInstant,
  application: ApplicationRow,
  notice: ConclusionEffect['notice'],
): Promise<void> {
  const type = businessLabel(courseOf(application).type);
  const { code, facts } = notice ?? { code: 'N-12', facts: { type } };
  await giveNotice(
    manager,
    now,
    {
      code,
      subject: application.id,
      body: noticeText(code, facts),
      businessRef: { applicationId: application.id },
    },
    parties(application),
  );
}

/** True once the end of the due day has passed; the first time it is marked and told (N-20). */
async function markOverdueIfDue(
  manager: EntityManager,
  clock: ClockState,
  application: ApplicationRow,
  task: ReviewTaskRow,
  dueAtMs: number,
): Promise<boolean> {
  if (clock.now.epochMs < dueAtMs || task.departmentId === null) return false;
  const marked = await manager.update(ReviewTaskRow, { id: task.id, overdue: false }, { overdue: true });
  if (marked.affected === 1) {
    await giveNotice(
      manager,
      clock.now,
      {
        code: 'N-20',
        subject: task.id,
        body: noticeText('N-20', { no: application.applicationNo }),
        businessRef: { applicationId: application.id },
      },
      audienceOf(task),
    );
  }
  return true;
}

/** The reviewer who holds the task and the administrators; the whole department where nobody holds it. */
function audienceOf({ departmentId, assigneeId }: ReviewTaskRow): Audience[] {
  if (departmentId === null) return [];
  if (assigneeId === null) return [{ kind: 'DEPARTMENT', id: departmentId }];
  return [
    { kind: 'ACCOUNT', id: assigneeId },
    { kind: 'DEPARTMENT_ADMIN', id: departmentId },
  ];
}
