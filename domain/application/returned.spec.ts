import { startOfDay } from '../calendar/instant.js';
import { addDays, knownDate } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { lapsesFirst, returnedClock } from './returned.js';

const CALENDAR = buildWorkCalendar({ version: 1, publishedYears: [2021], days: [] });
const POLICY = { returnedReminderWorkdays: 5, returnedLapseWorkdays: 60 };
const clock = (type: Parameters<typeof returnedClock>[0]) =>
  returnedClock(type, knownDate('2021-07-08'), CALENDAR, POLICY);

describe('a returned application', () => {
  it('of a permission or information type is reminded at 09:00 and lapses after the end of its last day', () => {
    expect(clock('PERMISSION_APPLY')).toEqual({
      remindOn: '2021-07-15',
      remindAt: Date.parse('2021-07-15T09:00:00+08:00'),
      lastDay: '2021-09-30',
      lapseAt: Date.parse('2021-10-01T00:00:00+08:00'),
    });
    const lapsing = [
      'BASIC_INFO_CHANGE',
      'BUSINESS_INFO_CHANGE',
      'UNIT_INFO_CHANGE',
      'PERMISSION_CANCEL',
    ] as const;
    expect(lapsing.every((type) => clock(type) !== null)).toBe(true);
  });

  it('of any other type waits without a clock', () => {
    expect(clock('NEW')).toBeNull();
    expect(clock('RENEWAL')).toBeNull();
    expect(clock('EMPLOYER_CHANGE')).toBeNull();
  });

  it('W9 an outage on its last day moves it to the next workday', () => {
    const plain = clock('UNIT_INFO_CHANGE');
    const lastDay = plain?.lastDay ?? knownDate('2021-07-08');
    const noon = startOfDay(lastDay) + 12 * 3_600_000;
    const outage = { from: noon, to: noon + 3_600_000 };
    const moved = returnedClock('UNIT_INFO_CHANGE', knownDate('2021-07-08'), CALENDAR, POLICY, [outage]);
    expect(moved?.lastDay).toBe(CALENDAR.plus(lastDay, 1));
    expect(moved?.lapseAt).toBe(startOfDay(addDays(CALENDAR.plus(lastDay, 1), 1)));
    expect(moved?.remindAt).toBe(plain?.remindAt);
  });

  it('about a permit lapses before that permit ends, or ends with it', () => {
    const plain = clock('BASIC_INFO_CHANGE'); // its last day is 2021-09-30
    if (plain === null) throw new Error('no clock');
    expect(lapsesFirst(plain, null)).toBe(true);
    expect(lapsesFirst(plain, knownDate('2021-10-01'))).toBe(true);
    expect(lapsesFirst(plain, knownDate('2021-09-30'))).toBe(false);
    expect(lapsesFirst(plain, knownDate('2021-08-06'))).toBe(false);
  });
});
