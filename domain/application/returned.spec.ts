import { knownDate } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { returnedClock } from './returned.js';

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
});
