import { knownDate } from '../calendar/plain-date.js';
import { overlappingPeriods, type HistoryPeriod } from './history-periods.js';

const period = (from: string, to: string | null): HistoryPeriod => ({
  from: knownDate(from),
  to: to === null ? null : knownDate(to),
});

describe('study and work history', () => {
  it('has no overlap where one period ends the day before the next begins', () => {
    expect(overlappingPeriods([period('2015-01-01', '2018-06-30'), period('2018-07-01', null)])).toEqual([]);
  });

  it('names every pair that shares a day, whatever their order', () => {
    const periods = [
      period('2018-06-30', null),
      period('2015-01-01', '2018-06-30'),
      period('2019-01-01', '2019-02-01'),
    ];
    expect(overlappingPeriods(periods)).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });
});
