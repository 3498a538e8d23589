import type { DataSource, EntityManager } from 'typeorm';
import { recountedDeadlines } from '../../domain/application/due-dates.js';
import { isInFlight } from '../../domain/application/lifecycle.js';
import { businessLabel } from '../../domain/application/review-route.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { noticeText, type NoticeCode } from '../../domain/notice/notice-catalogue.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { isLivePermit } from '../../domain/permit/lifecycle.js';
import { isOtherWindow } from '../../domain/permit/renewal-window.js';
import { courseOf } from './application-course.js';
import { recordAudit } from './audit-trail.js';
import { readBusinessClock, type BusinessInstant } from './business-clock.js';
import { isMoved, type MovedApplication } from './calendar-preview.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { CalendarVersionRow } from './entities/reference.entity.js';
import type { MessageCourier } from './fact-transaction.js';
import { giveNotice, type Audience } from './notices.js';
import { promiseMessage, type PromisedMessage } from './outbox.js';
import { permitStatusOf } from './permit-course.js';
import { permitHolders } from './permit-holders.js';
import { keepNotified, windowOfPermit } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';
import { parties } from './review-notices.js';
import { deadlinesOf } from './running-deadlines.js';
import { urgencyOfTask } from './task-urgency.js';

export interface RolloutPageRequest {
  readonly version: number;
  /** Of the page before; null at first. */
  readonly horizon: string | null;
}

export interface RolloutPage {
  /** How many were brought under the version, and how many of them have other dates now. */
  readonly dealtWith: number;
  readonly moved: number;
  /** Transactions before this one may still add a row under an older version. */
  readonly horizon: string;
  readonly finished: boolean;
}

/** What became of a row; null: it needed nothing. */
interface DealtRow {
  readonly moved: boolean;
  readonly promised: readonly PromisedMessage[];
}
type RowWork = (manager: EntityManager) => Promise<DealtRow | null>;

const PAGE = 100;
const LOCK = { mode: 'pessimistic_write' } as const;

/**
 * Brings open applications and live permits under the calendar in force (domain.md §6.1 C3). Each row is one
 * transaction with its notices and messages, and carries the version afterwards: a page that is repeated goes on where
 * it was broken off.
 */
export class CalendarRollout {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly courier: MessageCourier,
  ) {}

  /** Finished when no open row is older and nobody who began before the publication can add one. */
  async rollOutPage({ version, horizon }: RolloutPageRequest, afterEach: () => void): Promise<RolloutPage> {
    const [snapshot] = await this.dataSource.query<[{ xmin: string; xmax: string }]>(
      `select pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax from pg_current_snapshot() as s`,
    );
    const before = horizon ?? snapshot.xmax;
    const applications = await this.olderThan(version, 'application');
    const permits = await this.olderThan(version, 'permit');
    let moved = 0;
    const deal = async (work: RowWork): Promise<void> => {
      if (await this.deliver(work)) moved += 1;
      afterEach();
    };
    for (const id of applications) await deal((manager) => this.application(manager, id));
    for (const id of permits) await deal((manager) => this.permit(manager, id));
    const dealtWith = applications.length + permits.length;
    const finished = dealtWith === 0 && BigInt(snapshot.xmin) >= BigInt(before);
    if (finished) await this.finish(version);
    return { dealtWith, moved, horizon: before, finished };
  }

  private async olderThan(version: number, table: 'application' | 'permit'): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(OLDER[table], [version, PAGE]);
    return rows.map(({ id }) => id);
  }

  /** Runs one row's transaction and sends what it promised; true where dates moved. */
  private async deliver(work: RowWork): Promise<boolean> {
    const dealt = await this.dataSource.transaction(work);
    this.courier.deliver(dealt?.promised ?? []);
    return dealt?.moved ?? false;
  }

  private async application(manager: EntityManager, id: string): Promise<DealtRow | null> {
    const now = await readBusinessClock(manager);
    const application = await manager.findOneOrFail(ApplicationRow, { where: { id }, lock: LOCK });
    const { calendar: version } = await this.references.versionsInForce(manager);
    if (!isInFlight(courseOf(application).status)) return null;
    const calendar = await this.references.calendar(manager, version);
    const [deadlines] = await deadlinesOf(manager, this.references, [application]);
    if (deadlines === undefined) return null;
    const after = recountedDeadlines(deadlines.running, calendar);
    const { task } = deadlines;
    await manager.update(ApplicationRow, { id }, { dueOn: after.dueOn, calendarVersion: version });
    if (task !== null && after.taskDueOn !== null) {
      const overdue = task.overdue && after.taskDueOn < now.today;
      const urgency = urgencyOfTask(task, task.limits, calendar);
      await manager.update(ReviewTaskRow, { id: task.id }, { dueOn: after.taskDueOn, overdue, ...urgency });
    }
    const moved = isMoved({ ...deadlines, after });
    if (moved) await tellApplication(manager, now, version, { ...deadlines, after });
    // also where no date of the row moved: reminders and the end of a returned application count by the calendar
    const message = {
      workflow: 'application',
      subjectId: id,
      signal: 'deadlinesChanged',
      payload: {},
    } as const;
    return { moved, promised: [await promiseMessage(manager, message)] };
  }

  private async permit(manager: EntityManager, id: string): Promise<DealtRow | null> {
    const now = await readBusinessClock(manager);
    const permit = await manager.findOneOrFail(PermitRow, { where: { id }, lock: LOCK });
    const { calendar: version } = await this.references.versionsInForce(manager);
    const earlier = permit.calendarVersion;
    await manager.update(PermitRow, { id }, { calendarVersion: version });
    const status = effectiveStatus(permitStatusOf(permit), knownDate(permit.validUntil), now.epochMs);
    if (!isLivePermit(status) || earlier >= version) return null;
    const under = async (which: number) => ({ calendar: await this.references.calendar(manager, which) });
    const before = await windowOfPermit(manager, this.references, permit, await under(earlier));
    const after = await windowOfPermit(manager, this.references, permit, await under(version));
    const moved = isOtherWindow(before, after);
    if (moved) {
      const { lastSubmissionOn } = after;
      const facts = { validUntil: permit.validUntil, lastSubmissionOn };
      await tell(manager, now, version, 'N-23 permit', { permitId: id }, permitHolders(permit), facts);
      await keepNotified(manager, now, permit, lastSubmissionOn);
    }
    // also where the window stays: the reminder ten workdays before its end counts by the calendar
    const message = { workflow: 'permit', subjectId: id, signal: 'permitChanged', payload: {} } as const;
    return { moved, promised: [await promiseMessage(manager, message)] };
  }

  /** Safe to repeat: the version is marked once, the operators are told once. */
  private async finish(version: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const row = await manager.findOneOrFail(CalendarVersionRow, { where: { version }, lock: LOCK });
      if (row.rolledOutAt !== null) return;
      await manager.update(CalendarVersionRow, { version }, { rolledOutAt: now.at });
      await recordAudit(manager, 'SYSTEM', now, {
        action: 'calendar.rollOut',
        entity: 'calendar_version',
        entityId: row.id,
        after: { version },
      });
      const operators = await manager.query<{ id: string }[]>(
        `select id from account where role = 'SYSTEM_OPERATOR' and status = 'ACTIVE'`,
      );
      const audience = operators.map(({ id }): Audience => ({ kind: 'ACCOUNT', id }));
      await tell(manager, now, version, 'N-23', {}, audience, {});
    });
  }
}

const OLDER = {
  application: `select id from application where calendar_version < $1
    and status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED') order by calendar_version, id limit $2`,
  permit: `select id from permit where calendar_version < $1
    and status in ('VALID', 'SUSPENDED') order by calendar_version, id limit $2`,
} as const;

/** The parties, where the application itself has another date; the department once for all its tasks. */
async function tellApplication(
  manager: EntityManager,
  now: BusinessInstant,
  version: number,
  { application, task, running, after }: MovedApplication,
): Promise<void> {
  const { id, applicationNo } = application;
  if (after.dueOn !== running.dueOn && after.dueOn !== null) {
    const facts = {
      type: businessLabel(courseOf(application).type),
      no: applicationNo,
      dueOn: after.dueOn,
    };
    await tell(manager, now, version, 'N-23 application', { applicationId: id }, parties(application), facts);
  }
  if (task?.departmentId) {
    await tell(manager, now, version, 'N-23', {}, [{ kind: 'DEPARTMENT', id: task.departmentId }], {});
  }
}

/** N-23, keyed by the version and what it is about: told once, however often the page is repeated. */
async function tell(
  manager: EntityManager,
  now: BusinessInstant,
  version: number,
  text: NoticeCode,
  businessRef: { readonly permitId?: string; readonly applicationId?: string },
  audiences: readonly Audience[],
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  const about = businessRef.permitId ?? businessRef.applicationId ?? 'all';
  const subject = `calendar/${version}:${about}`;
  await giveNotice(
    manager,
    now,
    { code: 'N-23', subject, body: noticeText(text, facts), businessRef },
    audiences,
  );
}
