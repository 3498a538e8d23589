import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import { shanghaiDateOf } from '../calendar/instant.js';
import { knownDate as on, type PlainDate } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import {
  applicationDueDate,
  isAtRisk,
  keepNotifiedDueDate,
  levelDueDate,
  recountedDeadlines,
} from './due-dates.js';

const calendar = buildWorkCalendar(shippedCalendar());

describe('T1 the due date of a level', () => {
  it.each([
    ['2021-07-08', '2021-07-15'],
    ['2021-09-18', '2021-09-27'],
    ['2021-09-30', '2021-10-13'],
  ])('AC-67 AC-97 received on %s with a limit of 5 it is %s', (receivedOn, dueOn) => {
    expect(levelDueDate(on(receivedOn), 5, calendar)).toEqual({ dueOn, provisional: false });
  });

  it('AC-69 four levels that each use their 5 workdays are due on 07-15, 07-22, 07-29 and 08-05', () => {
    const dueDates: PlainDate[] = [];
    for (let day = on('2021-07-08'); dueDates.length < 4; dueDates.push(day))
      day = levelDueDate(day, 5, calendar).dueOn;
    expect(dueDates).toEqual(['2021-07-15', '2021-07-22', '2021-07-29', '2021-08-05']);
  });
});

describe('T2 the due date of an application', () => {
  it('AC-67 submitted at 2021-07-08T23:59:59.999 it is 2021-08-05', () => {
    const submittedOn = shanghaiDateOf(Date.parse('2021-07-08T15:59:59.999Z'));
    expect(applicationDueDate(submittedOn, 20, calendar).dueOn).toBe('2021-08-05');
  });

  it('C3 is provisional when it touches a year that is not published, and never earlier than notified', () => {
    const due = applicationDueDate(on('2026-12-30'), 20, calendar);
    expect(due).toEqual({ dueOn: '2027-01-28', provisional: true });
    expect(keepNotifiedDueDate(due, on('2027-01-29'))).toEqual({ dueOn: '2027-01-29', provisional: true });
    expect(keepNotifiedDueDate(due, on('2027-01-20')).dueOn).toBe('2027-01-28');
  });
});

describe('a permit that ends before the remaining limits', () => {
  it('AC-104 is at risk when filed on 2021-07-20 for V 2021-08-06, and not when filed on L', () => {
    const V = on('2021-08-06');
    expect(isAtRisk(on('2021-07-20'), [5, 5, 5, 5], V, calendar)).toBe(true);
    expect(isAtRisk(on('2021-07-08'), [5, 5, 5, 5], V, calendar)).toBe(false);
    expect(isAtRisk(on('2021-08-05'), [], V, calendar)).toBe(false);
  });
});

describe('C3 the running deadlines under another calendar', () => {
  const holidays = ['2027-01-04', '2027-01-05'].map((date) => ({ date: on(date), kind: 'HOLIDAY' as const }));
  const later = buildWorkCalendar({ version: 2, days: holidays, publishedYears: [2027] });
  const running = {
    reachedOn: on('2026-12-30'),
    totalWorkdays: 20,
    dueOn: on('2027-01-28'),
    task: { receivedOn: on('2026-12-30'), workdaysAllowed: 5, dueOn: on('2027-01-07') },
  };

  it('move later', () => {
    const { dueOn, taskDueOn } = recountedDeadlines(running, later);
    expect(taskDueOn).toBe(later.plus(on('2026-12-30'), 5));
    expect(dueOn).toBe(later.plus(on('2026-12-30'), 20));
    expect([(dueOn ?? '') > running.dueOn, (taskDueOn ?? '') > running.task.dueOn]).toEqual([true, true]);
  });

  it('never come earlier than they were promised', () => {
    const promised = {
      ...running,
      dueOn: on('2027-03-01'),
      task: { ...running.task, dueOn: on('2027-02-01') },
    };
    expect(recountedDeadlines(promised, later)).toEqual({ dueOn: '2027-03-01', taskDueOn: '2027-02-01' });
  });

  it('no clock runs where no level is open', () => {
    expect(
      recountedDeadlines({ reachedOn: null, totalWorkdays: 20, dueOn: on('2027-01-28'), task: null }, later),
    ).toEqual({
      dueOn: '2027-01-28',
      taskDueOn: null,
    });
  });
});
