import type { PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';

/** Workdays after which a unit is reminded of an application that waits for it. Source: domain.md §10 N-26. */
const REMINDER_WORKDAYS = [5, 3] as const;

/**
 * The latest reminder that is due, by its workdays; null: none yet. The day of receipt is not counted, and a jump over
 * both delivers only the latest, as for permits (domain.md §6.3 T1, T3).
 */
export function unitReminderDue(
  receivedOn: PlainDate,
  today: PlainDate,
  calendar: WorkCalendar,
): (typeof REMINDER_WORKDAYS)[number] | null {
  const open = today <= receivedOn ? 0 : calendar.count(receivedOn, today);
  return REMINDER_WORKDAYS.find((workdays) => open >= workdays) ?? null;
}
