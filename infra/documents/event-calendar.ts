import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';

export const CALENDAR_MEDIA_TYPE = 'text/calendar; charset=utf-8';
const PRODUCT = { company: 'juzheng', product: 'permit board', language: 'ZH' };

/** A whole day. */
export interface CalendarEntry {
  /** The same whenever the same event is written again, so that an import replaces it. */
  readonly uid: string;
  readonly day: string;
  readonly title: string;
  readonly text: string;
}

/** A calendar as RFC 5545 has it, for programs on desks and telephones; days bear no zone. */
export function writeCalendar(name: string, writtenAt: Date, entries: readonly CalendarEntry[]): string {
  const calendar = ical({ name, prodId: PRODUCT, method: ICalCalendarMethod.PUBLISH });
  for (const { uid, day, title, text } of entries) {
    calendar.createEvent({
      id: uid,
      stamp: writtenAt,
      start: new Date(`${day}T00:00:00Z`),
      allDay: true,
      summary: title,
      description: text,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}
