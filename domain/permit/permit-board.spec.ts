import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import { knownDate as on } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../policy.js';
import { boardEvents, type BoardPermit } from './permit-board.js';
import { renewalWindow } from './renewal-window.js';

const calendar = buildWorkCalendar(shippedCalendar());
const permit = (validUntil: string, status: BoardPermit['status'] = 'VALID'): BoardPermit => ({
  status,
  validUntil: on(validUntil),
  window: renewalWindow(on(validUntil), calendar, DEFAULT_POLICY),
});
const events = (permits: readonly BoardPermit[], from: string, to: string) =>
  boardEvents(permits, { from: on(from), to: on(to) }).map(({ kind, on: day }) => [day, kind]);

describe('the board of permits', () => {
  it('shows O, L and V of all permits in the order of their days, both ends of the period included', () => {
    const permits = [permit('2025-10-19'), permit('2025-09-15')];
    expect(events(permits, '2025-07-16', '2025-10-19')).toEqual([
      ['2025-07-16', 'OPENS'],
      ['2025-08-15', 'LAST_DAY'],
      ['2025-08-19', 'OPENS'],
      ['2025-09-15', 'LAST_DAY'],
      ['2025-09-15', 'EXPIRES'],
      ['2025-10-19', 'EXPIRES'],
    ]);
    expect(events(permits, '2025-07-17', '2025-08-14')).toEqual([]);
  });

  it('a suspended permit has a last day and an end, but no opening day', () => {
    expect(events([permit('2025-03-04', 'SUSPENDED')], '2025-01-01', '2025-12-31')).toEqual([
      ['2025-01-27', 'LAST_DAY'],
      ['2025-03-04', 'EXPIRES'],
    ]);
  });
});
