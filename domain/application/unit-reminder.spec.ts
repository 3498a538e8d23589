import { knownDate } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { unitReminderDue } from './unit-reminder.js';

const CALENDAR = buildWorkCalendar({
  version: 1,
  publishedYears: [2021],
  days: [
    { date: knownDate('2021-09-20'), kind: 'HOLIDAY' },
    { date: knownDate('2021-09-21'), kind: 'HOLIDAY' },
    { date: knownDate('2021-09-18'), kind: 'MAKEUP_WORKDAY' },
  ],
});
const due = (receivedOn: string, today: string) =>
  unitReminderDue(knownDate(receivedOn), knownDate(today), CALENDAR);

describe('N-26 reminds a unit', () => {
  it('after 3 and after 5 workdays, the day of receipt not counted', () => {
    const days = ['2021-07-08', '2021-07-12', '2021-07-13', '2021-07-14', '2021-07-15', '2021-08-30'];
    expect(days.map((day) => due('2021-07-08', day))).toEqual([null, null, 3, 3, 5, 5]);
  });

  it('counts make-up workdays and leaves holidays out', () => {
    const days = ['2021-09-17', '2021-09-18', '2021-09-22', '2021-09-23', '2021-09-24', '2021-09-26'];
    expect(days.map((day) => due('2021-09-17', day))).toEqual([null, null, null, 3, 3, 3]);
    expect(due('2021-09-17', '2021-09-27')).toBe(5);
  });
});
