import { hourOfDay } from '../calendar/instant.js';
import type { PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';

/** Workdays before the permit's last day on which reviewer and administrator are told (N-28). Source: domain.md §10. */
const URGENT_WORKDAYS = [5, 2] as const;
const REMINDER_HOUR = 9;

export interface UrgentReminder {
  readonly workdaysLeft: number;
  /** In milliseconds since 1970 UTC. */
  readonly at: number;
}

/** N-28, the earlier one first. Source: domain.md §10, AC-104. */
export function urgentReminders(permitEndsOn: PlainDate, calendar: WorkCalendar): UrgentReminder[] {
  return URGENT_WORKDAYS.map((workdaysLeft) => ({
    workdaysLeft,
    at: hourOfDay(calendar.minus(permitEndsOn, workdaysLeft), REMINDER_HOUR),
  }));
}

/** When the review ends if every level that is left uses its whole limit, the open one from the day it received it. */
export function estimatedEnd(
  receivedOn: PlainDate,
  limits: readonly number[],
  calendar: WorkCalendar,
): PlainDate {
  return limits.reduce((day, limit) => calendar.plus(day, limit), receivedOn);
}
