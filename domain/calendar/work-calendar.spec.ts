import fc from 'fast-check';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import {
  addDays,
  dateOfEpochDay,
  dayOfWeek,
  epochDayOf,
  knownDate as on,
  yearOf,
  type PlainDate,
} from './plain-date.js';
import { buildWorkCalendar } from './work-calendar.js';

const shipped = shippedCalendar();
const calendar = buildWorkCalendar(shipped);

const listed = (year: number, kind: string): string[] =>
  shipped.days
    .filter((day) => yearOf(day.date) === year && day.kind === kind)
    .map((day) => day.date.slice(5));

const range = (first: string, last: string): string[] => {
  const days: string[] = [];
  for (let day = on(`2020-${first}`); day <= on(`2020-${last}`); day = addDays(day, 1))
    days.push(day.slice(5));
  return days;
};

describe('the shipped calendar', () => {
  it('C4 holds the reference data of 2021', () => {
    const ranges = [
      ['01-01', '01-03'],
      ['02-11', '02-17'],
      ['04-03', '04-05'],
      ['05-01', '05-05'],
      ['06-12', '06-14'],
      ['09-19', '09-21'],
      ['10-01', '10-07'],
    ] as const;
    expect(listed(2021, 'HOLIDAY')).toEqual(ranges.flatMap(([first, last]) => range(first, last)));
    expect(listed(2021, 'MAKEUP_WORKDAY')).toEqual([
      '02-07',
      '02-20',
      '04-25',
      '05-08',
      '09-18',
      '09-26',
      '10-09',
    ]);
  });

  it('C4 holds the reference data of 2026', () => {
    const ranges = [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ] as const;
    expect(listed(2026, 'HOLIDAY')).toEqual(ranges.flatMap(([first, last]) => range(first, last)));
    expect(listed(2026, 'MAKEUP_WORKDAY')).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
  });

  it('C4 holds the revised Spring Festival of 2020', () => {
    expect(listed(2020, 'HOLIDAY')).toEqual(expect.arrayContaining(range('01-24', '02-02')));
    expect(calendar.isWorkday(on('2020-02-03'))).toBe(true);
  });

  it('C3 C4 AC-100 knows 2020–2026, 250 workdays of 2021 and the days that are easily mistaken', () => {
    expect(shipped.publishedYears).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    expect(calendar.count(on('2020-12-31'), on('2021-12-31'))).toBe(250);
    const days = ['2021-09-18', '2021-06-14', '2020-02-01', '2023-01-03'].map((day) =>
      calendar.isWorkday(on(day)),
    );
    expect(days).toEqual([true, false, false, true]);
  });

  it('names no day twice and each with its Chinese name', () => {
    expect(new Set(shipped.days.map((day) => day.date)).size).toBe(shipped.days.length);
    expect(shipped.days.every((day) => /^\p{Script=Han}+$/u.test(day.name))).toBe(true);
  });
});

describe('years that are not published', () => {
  it('C3 count weekdays without the holidays of fixed date and are provisional', () => {
    const days = [
      '2027-01-01',
      '2027-01-04',
      '2027-05-01',
      '2029-05-01',
      '2029-05-02',
      '2029-05-03',
      '2029-10-03',
      '2029-10-04',
    ];
    expect(days.map((day) => calendar.isWorkday(on(day)))).toEqual([
      false,
      true,
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(calendar.isProvisional(on('2026-12-31'), on('2027-01-01'))).toBe(true);
    expect(calendar.isProvisional(on('2026-01-01'), on('2026-12-31'))).toBe(false);
    expect(calendar.isProvisional(on('2019-12-31'), on('2019-12-31'))).toBe(true);
  });

  it('C3 ignore days that are listed but not yet published', () => {
    const draft = buildWorkCalendar({
      version: 2,
      days: [{ date: on('2027-03-01'), kind: 'HOLIDAY' }],
      publishedYears: [],
    });
    expect(draft.isWorkday(on('2027-03-01'))).toBe(true);
    expect(draft.version).toBe(2);
  });
});

describe('counting', () => {
  const firstDay = epochDayOf(on('2018-06-01'));
  const lastDay = epochDayOf(on('2028-06-01'));
  const anyDay = fc.integer({ min: firstDay, max: lastDay }).map(dateOfEpochDay);
  const anyCount = fc.integer({ min: 1, max: 300 });
  const kinds = new Map(shipped.days.map((day) => [day.date, day.kind]));

  /** The rule of C1 and C3 in its plainest form. */
  const isWorkdayPlainly = (day: PlainDate): boolean => {
    const isPublished = yearOf(day) >= 2020 && yearOf(day) <= 2026;
    const isFixedHoliday = /-(01-01|05-0[12]|10-0[123])$/.test(day);
    if (!isPublished) return dayOfWeek(day) <= 5 && !isFixedHoliday;
    const kind = kinds.get(day);
    return kind === undefined ? dayOfWeek(day) <= 5 : kind === 'MAKEUP_WORKDAY';
  };
  const stepPlainly = (from: PlainDate, workdays: number, direction: 1 | -1): PlainDate => {
    let day = from;
    for (let left = workdays; left > 0;) {
      day = addDays(day, direction);
      if (isWorkdayPlainly(day)) left -= 1;
    }
    return day;
  };

  it('C1 agrees with the plain rule on every day of ten years', () => {
    for (let epochDay = firstDay; epochDay <= lastDay; epochDay++) {
      const day = dateOfEpochDay(epochDay);
      expect([day, calendar.isWorkday(day)]).toEqual([day, isWorkdayPlainly(day)]);
    }
  });

  it('C2 plus and minus agree with going day by day', () => {
    fc.assert(
      fc.property(anyDay, anyCount, (day, workdays) => {
        expect(calendar.plus(day, workdays)).toBe(stepPlainly(day, workdays, 1));
        expect(calendar.minus(day, workdays)).toBe(stepPlainly(day, workdays, -1));
      }),
    );
  });

  it('C2 count takes the end and leaves the beginning', () => {
    fc.assert(
      fc.property(anyDay, anyCount, (day, workdays) => {
        expect(calendar.count(day, calendar.plus(day, workdays))).toBe(workdays);
        expect(calendar.count(calendar.plus(day, workdays), day)).toBe(-workdays);
        expect(calendar.count(day, day)).toBe(0);
      }),
    );
  });

  it('W3 the latest day with workdays ahead is the greatest that leaves enough', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (end, workdays) => {
        const latest = calendar.latestDayWithWorkdaysAhead(end, workdays);
        expect(isWorkdayPlainly(latest)).toBe(true);
        expect(calendar.count(latest, end)).toBeGreaterThanOrEqual(workdays);
        expect(calendar.count(calendar.plus(latest, 1), end)).toBeLessThan(workdays);
      }),
    );
  });

  it('computes deadlines from its table, at least twenty times as fast as counting day by day', () => {
    const days = Array.from({ length: 1000 }, (_, index) => addDays(on('2021-01-01'), index));
    const dayByDay = (from: PlainDate, workdays: number): PlainDate => {
      let day = from;
      for (let left = workdays; left > 0;) {
        day = addDays(day, 1);
        if (isWorkdayPlainly(day)) left--;
      }
      return day;
    };
    const timeOf = (deadline: (day: PlainDate) => PlainDate): number => {
      const begin = performance.now();
      for (const day of days) deadline(day);
      return performance.now() - begin;
    };
    const fromTable = (day: PlainDate): PlainDate => calendar.plus(day, 60);
    const plainly = (day: PlainDate): PlainDate => dayByDay(day, 60);
    expect(days.map(fromTable)).toEqual(days.map(plainly));
    // the best of several runs of each: other work on the machine slows both
    const best = (deadline: (day: PlainDate) => PlainDate): number =>
      Math.min(...Array.from({ length: 5 }, () => timeOf(deadline)));
    expect(best(plainly) / best(fromTable)).toBeGreaterThan(20);
  });
});
