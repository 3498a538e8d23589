import { knownDate as on } from './plain-date.js';
import { buildWorkCalendar, type CalendarDay } from './work-calendar.js';
import { faultsOfYear, withPublishedYear } from './year-publication.js';

const holiday = (date: string): CalendarDay => ({ date: on(date), kind: 'HOLIDAY' });
const makeup = (date: string): CalendarDay => ({ date: on(date), kind: 'MAKEUP_WORKDAY' });

describe('the days of a year', () => {
  it('have no fault as the notice lists them, weekends included', () => {
    expect(faultsOfYear(2027, [holiday('2027-01-01'), holiday('2027-01-02'), makeup('2027-02-20')])).toEqual(
      [],
    );
  });

  it('are refused at each place: another year, twice, both kinds, make-up on a weekday', () => {
    const days = [
      holiday('2027-01-01'),
      holiday('2026-12-31'),
      holiday('2027-01-01'),
      makeup('2027-01-01'),
      makeup('2027-02-19'),
      makeup('2027-02-20'),
    ];
    expect(faultsOfYear(2027, days).map(({ index, field }) => [index, field])).toEqual([
      [1, 'date'],
      [2, 'date'],
      [3, 'date'],
      [4, 'kind'],
    ]);
  });

  it('replace what stood for their year, and no other year', () => {
    const base = { version: 1, days: [holiday('2026-01-01'), holiday('2027-05-03')], publishedYears: [2026] };
    const next = withPublishedYear(base, 2, 2027, [makeup('2027-02-20')]);
    expect(next).toEqual({
      version: 2,
      days: [holiday('2026-01-01'), makeup('2027-02-20')],
      publishedYears: [2026, 2027],
    });
    const calendar = buildWorkCalendar(next);
    expect(calendar.isWorkday(on('2027-02-20'))).toBe(true);
    expect(calendar.isProvisional(on('2026-12-01'), on('2027-12-31'))).toBe(false);
  });
});
