import { shanghaiDateOf, startOfDay } from '../calendar/instant.js';
import { addDays, daysBetween, earlierDate, laterDate, type PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';
import type { Policy } from '../policy.js';

export type RenewalPolicy = Pick<Policy, 'renewalOpenDays' | 'reviewReserveWorkdays'>;

/** O, L and D of a permit. Source: domain.md §6.2. */
export interface RenewalWindow {
  /** O: open from 00:00 of this day, workday or not. */
  readonly opensOn: PlainDate;
  /** L: until 24:00 of this day. */
  readonly lastSubmissionOn: PlainDate;
  /** D: the review must be complete by the end of this day. */
  readonly completeBy: PlainDate;
  /** L was counted through a year that is not published (domain.md §6.1 C3). */
  readonly provisional: boolean;
}

export type WindowState = 'NOT_OPEN' | 'OPEN' | 'LATE';

/** A time in which the product could not accept filings, in milliseconds since 1970 UTC. Source: domain.md §6.2 W9. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** Both days are inside the window. Source: domain.md §6.2 W1–W3. */
export function renewalWindow(
  validUntil: PlainDate,
  calendar: WorkCalendar,
  policy: RenewalPolicy,
): RenewalWindow {
  const completeBy = addDays(validUntil, -1);
  const lastSubmissionOn = calendar.latestDayWithWorkdaysAhead(completeBy, policy.reviewReserveWorkdays);
  return {
    opensOn: addDays(completeBy, -policy.renewalOpenDays),
    lastSubmissionOn,
    completeBy,
    provisional: calendar.isProvisional(lastSubmissionOn, completeBy),
  };
}

/** What one permit's window depends on beside calendar and policy. */
export interface PermitWindowFacts {
  readonly validUntil: PlainDate;
  /** The last day that a notice of this term has named, or null. */
  readonly notifiedLastDay: PlainDate | null;
  readonly outages: readonly Outage[];
}

/** The window that counts for a permit: never earlier than notified (C3), moved by outages (W9). */
export function permitWindow(
  { validUntil, notifiedLastDay, outages }: PermitWindowFacts,
  calendar: WorkCalendar,
  policy: RenewalPolicy,
): RenewalWindow {
  const window = keepNotifiedLastDay(renewalWindow(validUntil, calendar, policy), notifiedLastDay);
  const lastSubmissionOn = lastDayAfterOutages(window.lastSubmissionOn, validUntil, outages, calendar);
  return { ...window, lastSubmissionOn };
}

/** Two windows of one permit that differ, or of which one was provisional: its holders are told (N-23). */
export function isOtherWindow(before: RenewalWindow, after: RenewalWindow): boolean {
  return (
    before.opensOn !== after.opensOn ||
    before.lastSubmissionOn !== after.lastSubmissionOn ||
    before.provisional !== after.provisional
  );
}

/** Where a day stands to the window; after the permit's end it stays LATE. */
export function windowState(
  window: Pick<RenewalWindow, 'opensOn' | 'lastSubmissionOn'>,
  today: PlainDate,
): WindowState {
  if (today < window.opensOn) return 'NOT_OPEN';
  return today <= window.lastSubmissionOn ? 'OPEN' : 'LATE';
}

/** What is left until a day, that day counted, today not; below zero once it is over. */
export interface TimeLeft {
  readonly days: number;
  readonly workdays: number;
}

export function timeLeft(until: PlainDate, today: PlainDate, calendar: WorkCalendar): TimeLeft {
  return { days: daysBetween(today, until), workdays: calendar.count(today, until) };
}

/** A recomputed L never comes before one that was notified for the permit's term. Source: domain.md §6.1 C3. */
export function keepNotifiedLastDay(window: RenewalWindow, notified: PlainDate | null): RenewalWindow {
  if (notified === null) return window;
  return { ...window, lastSubmissionOn: laterDate(window.lastSubmissionOn, notified) };
}

/**
 * A last day that an outage touched moves to the first workday after the outage, never beyond the permit's end where
 * there is one; a later outage may move it again. Source: domain.md §6.2 W9.
 */
export function lastDayAfterOutages(
  lastDay: PlainDate,
  validUntil: PlainDate | null,
  outages: readonly Outage[],
  calendar: WorkCalendar,
): PlainDate {
  let moved = lastDay;
  for (const outage of outages.toSorted((one, other) => one.from - other.from)) {
    const touched = outage.from < startOfDay(addDays(moved, 1)) && outage.to > startOfDay(moved);
    if (touched) moved = laterDate(moved, calendar.plus(shanghaiDateOf(outage.to), 1));
  }
  return moved === lastDay || validUntil === null ? moved : earlierDate(moved, validUntil);
}
