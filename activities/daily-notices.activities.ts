import type { DailyNoticesReport } from '../infra/database/daily-notices.js';
import { withoutPersonalData } from './failures.js';

export type { DailyNoticesReport };

export interface DailyNoticesActivities {
  tellDailyNotices(): Promise<DailyNoticesReport>;
}

/** Safe to run twice: each notice is keyed by what it is about, and one that stands is left as it is. */
export function createDailyNoticesActivities(
  tell: () => Promise<DailyNoticesReport>,
): DailyNoticesActivities {
  return { tellDailyNotices: () => withoutPersonalData(tell) };
}
