import { endOfDayExclusive, hourOfDay } from '../calendar/instant.js';
import type { PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';
import { expiresAt } from '../permit/expiry.js';
import { lastDayAfterOutages, type Outage } from '../permit/renewal-window.js';
import type { Policy } from '../policy.js';
import { BUSINESS_TYPES, type BusinessType } from './business-type.js';

export type ReturnedPolicy = Pick<Policy, 'returnedReminderWorkdays' | 'returnedLapseWorkdays'>;

/** What time does to an application that waits for its initiator, in milliseconds since 1970 UTC. */
export interface ReturnedClock {
  /** 09:00 of the day on which N-11 is repeated. */
  readonly remindAt: number;
  readonly remindOn: PlainDate;
  /** The first instant after its last day. */
  readonly lapseAt: number;
  readonly lastDay: PlainDate;
}

const REMINDER_HOUR = 9;

/**
 * Permission and information types are reminded and lapse; those about a permit end with it. An outage moves their end
 * (W9). Source: domain.md §4.5, §6.2, §6.4.
 */
export function returnedClock(
  type: BusinessType,
  returnedOn: PlainDate,
  calendar: WorkCalendar,
  policy: ReturnedPolicy,
  outages: readonly Outage[] = [],
): ReturnedClock | null {
  if (!BUSINESS_TYPES[type].lapsesWhenReturned) return null;
  const remindOn = calendar.plus(returnedOn, policy.returnedReminderWorkdays);
  const end = calendar.plus(returnedOn, policy.returnedLapseWorkdays);
  const lastDay = lastDayAfterOutages(end, null, outages, calendar);
  return {
    remindOn,
    remindAt: hourOfDay(remindOn, REMINDER_HOUR),
    lastDay,
    lapseAt: endOfDayExclusive(lastDay),
  };
}

/**
 * Whether it lapses before the permit that it is about ends (null: about none). What ends at the same instant ends with
 * the permit. However late the two are written down, the earlier one counts. Source: domain.md §4.5.
 */
export function lapsesFirst({ lapseAt }: ReturnedClock, validUntil: PlainDate | null): boolean {
  return validUntil === null || lapseAt < expiresAt(validUntil);
}
