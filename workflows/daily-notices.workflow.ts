import { proxyActivities } from '@temporalio/workflow';
import type { DailyNoticesActivities, DailyNoticesReport } from '../activities/daily-notices.activities.js';
import { TASK_QUEUES } from './task-queues.js';

const { tellDailyNotices } = proxyActivities<DailyNoticesActivities>({
  taskQueue: TASK_QUEUES.batch,
  startToCloseTimeout: '10m', // every unit is looked at, page by page
  retry: { maximumAttempts: 5 },
});

/** Once a day: attachments that the new year made stale, units that let an application wait (domain.md §6.3 T8, N-26). */
export async function dailyNotices(): Promise<DailyNoticesReport> {
  return tellDailyNotices();
}
