import { laterDate, type PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';
import { estimatedEnd } from './urgency.js';

export interface DueDate {
  /** The end of this day. */
  readonly dueOn: PlainDate;
  /** Counted through a year that is not published (domain.md §6.1 C3). */
  readonly provisional: boolean;
}

/** When a level must decide: the day of receipt is not counted. Source: domain.md §6.3 T1. */
export function levelDueDate(
  receivedOn: PlainDate,
  workdaysAllowed: number,
  calendar: WorkCalendar,
): DueDate {
  return dueDateAfter(receivedOn, workdaysAllowed, calendar);
}

/** When the departments must be done, from the day the round reached the first of their levels. Source: domain.md §6.3 T2. */
export function applicationDueDate(
  reachedOn: PlainDate,
  totalWorkdays: number,
  calendar: WorkCalendar,
): DueDate {
  return dueDateAfter(reachedOn, totalWorkdays, calendar);
}

/** A deadline that was notified is never moved earlier by a new calendar. Source: domain.md §6.1 C3. */
export function keepNotifiedDueDate(recomputed: DueDate, notified: PlainDate): DueDate {
  return { ...recomputed, dueOn: laterDate(recomputed.dueOn, notified) };
}

/** The clocks that run for an application in review. */
export interface RunningDeadlines {
  /** The day on which the round reached its first department level; null while it has not. */
  readonly reachedOn: PlainDate | null;
  readonly totalWorkdays: number;
  readonly dueOn: PlainDate | null;
  readonly task: {
    readonly receivedOn: PlainDate;
    readonly workdaysAllowed: number;
    readonly dueOn: PlainDate;
  } | null;
}

/** The same deadlines under another calendar, none earlier than it was promised. Source: domain.md §6.1 C3. */
export function recountedDeadlines(
  { reachedOn, totalWorkdays, dueOn, task }: RunningDeadlines,
  calendar: WorkCalendar,
): { readonly dueOn: PlainDate | null; readonly taskDueOn: PlainDate | null } {
  const level = task && levelDueDate(task.receivedOn, task.workdaysAllowed, calendar);
  const whole =
    reachedOn === null || dueOn === null
      ? dueOn
      : keepNotifiedDueDate(applicationDueDate(reachedOn, totalWorkdays, calendar), dueOn).dueOn;
  return {
    dueOn: whole,
    taskDueOn: task === null || level === null ? null : keepNotifiedDueDate(level, task.dueOn).dueOn,
  };
}

/**
 * The permit ends before the remaining levels' limits run out; the limits begin with the level received on the day.
 * Source: domain.md §3.4 ReviewTask, AC-104.
 */
export function isAtRisk(
  receivedOn: PlainDate,
  remainingLimits: readonly number[],
  validUntil: PlainDate,
  calendar: WorkCalendar,
): boolean {
  return estimatedEnd(receivedOn, remainingLimits, calendar) > validUntil;
}

function dueDateAfter(day: PlainDate, workdays: number, calendar: WorkCalendar): DueDate {
  const dueOn = calendar.plus(day, workdays);
  return { dueOn, provisional: calendar.isProvisional(day, dueOn) };
}
