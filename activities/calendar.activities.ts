import { heartbeat } from '@temporalio/activity';
import type { CalendarRollout, RolloutPage, RolloutPageRequest } from '../infra/database/calendar-rollout.js';
import { withoutPersonalData } from './failures.js';

export interface CalendarActivities {
  rollOutPage(request: RolloutPageRequest): Promise<RolloutPage>;
}

/** Safe to run twice: a row that carries the version is left out, notices are keyed by version and row. */
export function createCalendarActivities(rollout: CalendarRollout): CalendarActivities {
  return { rollOutPage: (request) => withoutPersonalData(() => rollout.rollOutPage(request, heartbeat)) };
}
