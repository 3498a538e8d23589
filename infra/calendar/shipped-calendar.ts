import shipped from 'chinese-days/dist/chinese-days.json';
import { knownDate, yearOf } from '../../domain/calendar/plain-date.js';
import type { CalendarDayKind, CalendarVersion } from '../../domain/calendar/work-calendar.js';
import type { NamedCalendarDay } from '../../domain/calendar/year-publication.js';

export interface ShippedCalendar extends CalendarVersion {
  readonly days: readonly NamedCalendarDay[];
}

/** The years whose notices were compared with the package's data; domain.md §6.1 C3 asks for these. */
const PUBLISHED_YEARS = [2020, 2021, 2022, 2023, 2024, 2025, 2026];

/** The holidays and make-up workdays that come with the product, in order of date, as calendar version 1. */
export function shippedCalendar(): ShippedCalendar {
  const days = [...daysOf(shipped.holidays, 'HOLIDAY'), ...daysOf(shipped.workdays, 'MAKEUP_WORKDAY')];
  return {
    version: 1,
    days: days.toSorted((one, other) => (one.date < other.date ? -1 : 1)),
    publishedYears: PUBLISHED_YEARS,
  };
}

/** The package writes each day as `English name,中文名,days off`. */
function daysOf(entries: Readonly<Record<string, string>>, kind: CalendarDayKind): NamedCalendarDay[] {
  return Object.entries(entries)
    .map(([date, text]) => ({ date: knownDate(date), kind, name: text.split(',')[1] ?? '' }))
    .filter((day) => PUBLISHED_YEARS.includes(yearOf(day.date)));
}
