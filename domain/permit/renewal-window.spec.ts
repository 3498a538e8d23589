import fc from 'fast-check';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import {
  addDays,
  dateOfEpochDay,
  dayOfWeek,
  epochDayOf,
  knownDate as on,
  type PlainDate,
} from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../policy.js';
import {
  isOtherWindow,
  keepNotifiedLastDay,
  lastDayAfterOutages,
  permitWindow,
  renewalWindow,
  timeLeft,
  windowState,
  type PermitWindowFacts,
} from './renewal-window.js';

const calendar = buildWorkCalendar(shippedCalendar());
const windowOf = (validUntil: string) => renewalWindow(on(validUntil), calendar, DEFAULT_POLICY);
const at = (iso: string): number => Date.parse(iso);

describe('the renewal window', () => {
  it('AC-73 the reference example: V 2021-08-06 gives D 08-05, O 06-06 (a Sunday) and L 07-08', () => {
    expect(windowOf('2021-08-06')).toEqual({
      opensOn: '2021-06-06',
      lastSubmissionOn: '2021-07-08',
      completeBy: '2021-08-05',
      provisional: false,
    });
    expect(dayOfWeek(on('2021-06-06'))).toBe(7);
    expect(calendar.count(on('2021-07-09'), on('2021-08-05'))).toBe(19);
  });

  it.each([
    ['2021-08-09', '2021-08-08', '2021-06-09', '2021-07-09'],
    ['2021-10-11', '2021-10-10', '2021-08-11', '2021-09-06'],
    ['2021-10-06', '2021-10-05', '2021-08-06', '2021-09-02'],
    ['2021-09-19', '2021-09-18', '2021-07-20', '2021-08-23'],
    ['2024-04-29', '2024-04-28', '2024-02-28', '2024-03-29'],
    ['2024-04-30', '2024-04-29', '2024-02-29', '2024-04-01'],
    ['2023-04-30', '2023-04-29', '2023-02-28', '2023-03-31'],
    ['2024-02-29', '2024-02-28', '2023-12-30', '2024-01-26'],
    ['2025-03-04', '2025-03-03', '2025-01-02', '2025-01-27'],
    ['2025-09-15', '2025-09-14', '2025-07-16', '2025-08-15'],
    ['2025-10-19', '2025-10-18', '2025-08-19', '2025-09-15'],
    ['2026-02-24', '2026-02-23', '2025-12-25', '2026-01-19'],
  ])('AC-73 V %s gives D %s, O %s and L %s', (validUntil, completeBy, opensOn, lastSubmissionOn) => {
    expect(windowOf(validUntil)).toEqual({ opensOn, lastSubmissionOn, completeBy, provisional: false });
  });

  it('AC-73 AC-83 V 2027-01-15 gives L 2026-12-16, provisional while 2027 is not published', () => {
    const expected = { opensOn: '2026-11-15', lastSubmissionOn: '2026-12-16', completeBy: '2027-01-14' };
    expect(windowOf('2027-01-15')).toEqual({ ...expected, provisional: true });
  });

  it('AC-83 is recomputed when the year is published, and is provisional no more', () => {
    const { days } = shippedCalendar();
    const holidays = ['2027-01-01', '2027-01-04'].map((day) => ({ date: on(day), kind: 'HOLIDAY' as const }));
    const published = buildWorkCalendar({
      version: 2,
      days: [...days, ...holidays],
      publishedYears: [2026, 2027],
    });
    const recomputed = renewalWindow(on('2027-01-15'), published, DEFAULT_POLICY);
    expect(recomputed).toMatchObject({ lastSubmissionOn: '2026-12-15', provisional: false });
    expect(keepNotifiedLastDay(recomputed, on('2026-12-16')).lastSubmissionOn).toBe('2026-12-16');
    expect(keepNotifiedLastDay(recomputed, on('2026-12-10')).lastSubmissionOn).toBe('2026-12-15');
    expect(keepNotifiedLastDay(recomputed, null)).toEqual(recomputed);
  });

  it('agrees with W1–W3 counted day by day', () => {
    const anyDay = fc
      .integer({ min: epochDayOf(on('2020-06-01')), max: epochDayOf(on('2027-06-01')) })
      .map(dateOfEpochDay);
    const lastDayPlainly = (completeBy: PlainDate): PlainDate => {
      let day = completeBy;
      for (let ahead = 0; ; day = addDays(day, -1)) {
        if (calendar.isWorkday(day) && ahead >= 20) return day;
        if (calendar.isWorkday(day)) ahead += 1;
      }
    };
    fc.assert(
      fc.property(anyDay, (validUntil) => {
        const window = windowOf(validUntil);
        expect(epochDayOf(validUntil) - epochDayOf(window.completeBy)).toBe(1);
        expect(epochDayOf(window.completeBy) - epochDayOf(window.opensOn)).toBe(60);
        expect(window.lastSubmissionOn).toBe(lastDayPlainly(window.completeBy));
        expect(calendar.isWorkday(window.lastSubmissionOn)).toBe(true);
      }),
    );
  });

  it('knows where a day stands', () => {
    const states = ['2021-06-05', '2021-06-06', '2021-07-08', '2021-07-09', '2021-08-07'].map((day) =>
      windowState(windowOf('2021-08-06'), on(day)),
    );
    expect(states).toEqual(['NOT_OPEN', 'OPEN', 'OPEN', 'LATE', 'LATE']);
  });
});

describe('W9 a last day that an outage touched', () => {
  const moved = (from: string, to: string, validUntil = '2021-08-06'): PlainDate =>
    lastDayAfterOutages(on('2021-07-08'), on(validUntil), [{ from: at(from), to: at(to) }], calendar);

  it('moves to the first workday after the outage', () => {
    expect(moved('2021-07-08T02:00:00Z', '2021-07-08T06:00:00Z')).toBe('2021-07-09');
    expect(moved('2021-07-07T02:00:00Z', '2021-07-09T06:00:00Z')).toBe('2021-07-12');
  });

  it('stays where the outage lies on other days', () => {
    expect(moved('2021-07-06T02:00:00Z', '2021-07-07T16:00:00Z')).toBe('2021-07-08');
    expect(moved('2021-07-08T16:00:00Z', '2021-07-09T16:00:00Z')).toBe('2021-07-08');
  });

  it('never moves beyond the end of the permit', () => {
    expect(moved('2021-07-08T02:00:00Z', '2021-08-20T06:00:00Z')).toBe('2021-08-06');
  });

  it('moves again when a later outage touches the new day', () => {
    const outages = [
      { from: at('2021-07-09T02:00:00Z'), to: at('2021-07-09T03:00:00Z') },
      { from: at('2021-07-08T02:00:00Z'), to: at('2021-07-08T03:00:00Z') },
    ];
    expect(lastDayAfterOutages(on('2021-07-08'), on('2021-08-06'), outages, calendar)).toBe('2021-07-12');
  });
});

describe('the window of one permit', () => {
  const facts = { validUntil: on('2021-08-06'), notifiedLastDay: null, outages: [] };
  const outage = { from: at('2021-07-08T02:00:00Z'), to: at('2021-07-08T06:00:00Z') };

  it('is the plain one where nothing was notified and nothing failed', () => {
    expect(permitWindow(facts, calendar, DEFAULT_POLICY)).toEqual(windowOf('2021-08-06'));
  });

  it('C3 W9 keeps what was notified and moves on from there', () => {
    const last = (given: Partial<PermitWindowFacts>): PlainDate =>
      permitWindow({ ...facts, ...given }, calendar, DEFAULT_POLICY).lastSubmissionOn;
    expect(last({ notifiedLastDay: on('2021-07-12') })).toBe('2021-07-12');
    expect(last({ outages: [outage] })).toBe('2021-07-09');
    expect(last({ notifiedLastDay: on('2021-07-09'), outages: [outage] })).toBe('2021-07-09');
  });

  it('is another one also when it is no longer provisional', () => {
    const window = windowOf('2021-08-06');
    expect(isOtherWindow(window, { ...window })).toBe(false);
    expect(isOtherWindow(window, { ...window, lastSubmissionOn: on('2021-07-09') })).toBe(true);
    expect(isOtherWindow({ ...window, provisional: true }, window)).toBe(true);
  });
});

describe('what is left until a day', () => {
  it('counts what is left until L in calendar days and in workdays, below zero once L is over', () => {
    expect(timeLeft(on('2021-07-08'), on('2021-06-06'), calendar)).toEqual({ days: 32, workdays: 23 });
    expect(timeLeft(on('2021-07-08'), on('2021-07-08'), calendar)).toEqual({ days: 0, workdays: 0 });
    expect(timeLeft(on('2021-07-08'), on('2021-07-12'), calendar)).toEqual({ days: -4, workdays: -2 });
  });
});
