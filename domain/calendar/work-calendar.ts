import {
  dateOfEpochDay,
  daysInYear,
  epochDayOf,
  isoDayOfWeek,
  knownDate,
  yearOf,
  type PlainDate,
} from './plain-date.js';

/** Working-day arithmetic over one calendar version. Source: domain.md §6.1 C1–C3. */
export interface WorkCalendar {
  readonly version: number;
  isWorkday(day: PlainDate): boolean;
  /** The n-th workday after `day`; `day` itself is not counted. n ≥ 1. */
  plus(day: PlainDate, workdays: number): PlainDate;
  /** The n-th workday before `day`; `day` itself is not counted. n ≥ 1. */
  minus(day: PlainDate, workdays: number): PlainDate;
  /** Workdays x with `after` < x ≤ `upTo`. */
  count(after: PlainDate, upTo: PlainDate): number;
  /** The latest workday L with count(L, end] ≥ workdays. Source: domain.md §6.2 W3. */
  latestDayWithWorkdaysAhead(end: PlainDate, workdays: number): PlainDate;
  /** True when a day in [from, to] lies in a year that is not published (C3). */
  isProvisional(from: PlainDate, to: PlainDate): boolean;
}

export type CalendarDayKind = 'HOLIDAY' | 'MAKEUP_WORKDAY';

export interface CalendarDay {
  readonly date: PlainDate;
  readonly kind: CalendarDayKind;
}

/** One version of the calendar as the operator publishes it. Source: domain.md §3.4 CalendarDay, CalendarYear. */
export interface CalendarVersion {
  readonly version: number;
  readonly days: readonly CalendarDay[];
  readonly publishedYears: readonly number[];
}

/** Holidays with a fixed date, the only ones known of a year that is not published. Source: domain.md §6.1 C3. */
const FIXED_HOLIDAYS: readonly string[] = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

interface YearTable {
  /** Epoch day of 1 January. */
  readonly start: number;
  /** At index i: the workdays among the first i days of the year. */
  readonly rank: Uint16Array;
  /** The workdays of the year in order. */
  readonly workdays: readonly PlainDate[];
}

/**
 * Working-day arithmetic by counting tables, one per year and built when first asked: no step goes day by day, so a
 * million deadlines take milliseconds. Days listed for a year that is not published are ignored (domain.md §6.1 C3).
 */
export function buildWorkCalendar({ version, days, publishedYears }: CalendarVersion): WorkCalendar {
  const kinds = new Map(days.map((day) => [day.date, day.kind]));
  const published = new Set(publishedYears);
  const tables = new Map<number, YearTable>();

  const tableOf = (year: number): YearTable => {
    const known = tables.get(year);
    if (known !== undefined) return known;
    const built = buildYear(year, (date, weekday) => {
      const kind = published.has(year) ? kinds.get(date) : fixedHoliday(date);
      return kind === undefined ? weekday <= 5 : kind === 'MAKEUP_WORKDAY';
    });
    tables.set(year, built);
    return built;
  };

  /** The workdays of the year of `day` that are not after it. */
  const workdaysUpTo = (day: PlainDate): number => {
    const { start, rank } = tableOf(yearOf(day));
    return rank[epochDayOf(day) - start + 1] ?? 0;
  };

  /** The n-th workday counted from the beginning of a year; n may reach into other years on either side. */
  const nthWorkday = (startYear: number, n: number): PlainDate => {
    let year = startYear;
    let index = n;
    while (index < 1) index += tableOf(--year).workdays.length;
    for (let all = tableOf(year).workdays; ; all = tableOf(++year).workdays) {
      const found = all[index - 1];
      if (found !== undefined) return found;
      index -= all.length;
    }
  };

  const isWorkday = (day: PlainDate): boolean => {
    const { start, rank } = tableOf(yearOf(day));
    const index = epochDayOf(day) - start;
    return rank[index] !== rank[index + 1];
  };

  return {
    version,
    isWorkday,
    plus: (day, workdays) => nthWorkday(yearOf(day), workdaysUpTo(day) + workdays),
    minus: (day, workdays) => {
      const before = workdaysUpTo(day) - (isWorkday(day) ? 1 : 0);
      return nthWorkday(yearOf(day), before - workdays + 1);
    },
    count: (after, upTo) => {
      let workdays = workdaysUpTo(upTo) - workdaysUpTo(after);
      for (let year = yearOf(after); year < yearOf(upTo); year++) workdays += tableOf(year).workdays.length;
      for (let year = yearOf(upTo); year < yearOf(after); year++) workdays -= tableOf(year).workdays.length;
      return workdays;
    },
    latestDayWithWorkdaysAhead: (end, workdays) => nthWorkday(yearOf(end), workdaysUpTo(end) - workdays),
    isProvisional: (from, to) => {
      for (let year = yearOf(from); year <= yearOf(to); year++) if (!published.has(year)) return true;
      return false;
    },
  };
}

function fixedHoliday(date: PlainDate): CalendarDayKind | undefined {
  return FIXED_HOLIDAYS.includes(date.slice(5)) ? 'HOLIDAY' : undefined;
}

function buildYear(year: number, isWorkday: (date: PlainDate, weekday: number) => boolean): YearTable {
  const start = epochDayOf(knownDate(`${String(year).padStart(4, '0')}-01-01`));
  const rank = new Uint16Array(daysInYear(year) + 1);
  const workdays: PlainDate[] = [];
  for (let index = 0; index < daysInYear(year); index++) {
    const date = dateOfEpochDay(start + index);
    if (isWorkday(date, isoDayOfWeek(start + index))) workdays.push(date);
    rank[index + 1] = workdays.length;
  }
  return { start, rank, workdays };
}
