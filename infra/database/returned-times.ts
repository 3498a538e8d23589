import type { EntityManager } from 'typeorm';
import { returnedClock, type ReturnedClock, type ReturnedPolicy } from '../../domain/application/returned.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { addDays } from '../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { courseOf } from './application-course.js';
import { ReviewTaskRow, type ApplicationRow } from './entities/application.entity.js';
import { outagesBetween } from './outage-times.js';

export interface ReturnedTimes {
  /** The task that was decided RETURN. */
  readonly task: ReviewTaskRow;
  readonly times: ReturnedClock;
}

/** An end that outages move day after day is followed so far. */
const LONGEST_OUTAGE_DAYS = 400;

/** When a returned application is reminded and lapses, outages counted in; null: its kind of business does not lapse. */
export async function returnedTimes(
  manager: EntityManager,
  application: ApplicationRow,
  calendar: WorkCalendar,
  policy: ReturnedPolicy,
): Promise<ReturnedTimes | null> {
  const { type, round } = courseOf(application);
  const task = await manager.findOneByOrFail(ReviewTaskRow, {
    applicationId: application.id,
    round,
    decision: 'RETURN',
  });
  const returnedOn = shanghaiDateOf((task.decidedAt ?? task.receivedAt).getTime());
  const plain = returnedClock(type, returnedOn, calendar, policy);
  if (plain === null) return null;
  const outages = await outagesBetween(manager, plain.lastDay, addDays(plain.lastDay, LONGEST_OUTAGE_DAYS));
  return { task, times: returnedClock(type, returnedOn, calendar, policy, outages) ?? plain };
}
