import { isAtRisk } from '../../domain/application/due-dates.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import type { ReviewTaskRow } from './entities/application.entity.js';

/** Long before any date of the product. */
const AT_RISK_LEAD_MS = 100 * 365 * 86_400_000;

/** Whether a task is at risk, and its place in the inbox: what is at risk stands before all that is not (AC-104). */
export function urgencyOfTask(
  { receivedAt, permitEndsOn }: Pick<ReviewTaskRow, 'receivedAt' | 'permitEndsOn'>,
  limits: readonly number[],
  calendar: WorkCalendar,
): Pick<ReviewTaskRow, 'atRisk' | 'queuedAt'> {
  const receivedOn = shanghaiDateOf(receivedAt.getTime());
  const atRisk = permitEndsOn !== null && isAtRisk(receivedOn, limits, knownDate(permitEndsOn), calendar);
  return { atRisk, queuedAt: atRisk ? new Date(receivedAt.getTime() - AT_RISK_LEAD_MS) : receivedAt };
}
