import { dayOfWeek, yearOf, type PlainDate } from './plain-date.js';
import type { CalendarDay, CalendarDayKind, CalendarVersion } from './work-calendar.js';

export const CALENDAR_DAY_KINDS = ['HOLIDAY', 'MAKEUP_WORKDAY'] as const satisfies readonly CalendarDayKind[];
export const CALENDAR_DAY_LABELS: Readonly<Record<CalendarDayKind, string>> = {
  HOLIDAY: '放假',
  MAKEUP_WORKDAY: '补班',
};

/** What the yearly notice of the State Council says of a day. */
export interface NamedCalendarDay extends CalendarDay {
  readonly name: string;
}

export interface CalendarDayFault {
  /** Position in the list. */
  readonly index: number;
  readonly field: 'date' | 'kind';
  readonly message: string;
}

const FRIDAY = 5;

/** Everything in the days of a year that no notice can say, one fault per day at most. Source: domain.md §6.1 C1. */
export function faultsOfYear(year: number, days: readonly CalendarDay[]): CalendarDayFault[] {
  const firstAt = new Map<PlainDate, number>();
  return days.flatMap((day, index): CalendarDayFault[] => {
    const earlier = firstAt.get(day.date);
    if (earlier === undefined) firstAt.set(day.date, index);
    if (yearOf(day.date) !== year) return [{ index, field: 'date', message: `日期不属于 ${year} 年` }];
    if (earlier !== undefined) {
      const isBoth = days[earlier]?.kind !== day.kind;
      const message = isBoth ? `${day.date} 不能既放假又补班` : `${day.date} 重复`;
      return [{ index, field: 'date', message }];
    }
    const isNeedless = day.kind === 'MAKEUP_WORKDAY' && dayOfWeek(day.date) <= FRIDAY;
    return isNeedless ? [{ index, field: 'kind', message: `${day.date} 是周一至周五，无须补班` }] : [];
  });
}

/** The calendar with the year as it is published now; what stood for the year before is replaced. */
export function withPublishedYear<Day extends CalendarDay>(
  base: Omit<CalendarVersion, 'days'> & { readonly days: readonly Day[] },
  version: number,
  year: number,
  days: readonly Day[],
): Omit<CalendarVersion, 'days'> & { readonly days: readonly Day[] } {
  const others = base.days.filter(({ date }) => yearOf(date) !== year);
  return {
    version,
    days: [...others, ...days].toSorted((one, other) => (one.date < other.date ? -1 : 1)),
    publishedYears: [...new Set([...base.publishedYears, year])].toSorted((one, other) => one - other),
  };
}
