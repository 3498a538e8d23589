import { proxyActivities } from '@temporalio/workflow';
import type { SweepActivities, SweepReport } from '../activities/sweep.activities.js';
import { TASK_QUEUES } from './task-queues.js';

const { sweepExpiry } = proxyActivities<SweepActivities>({
  taskQueue: TASK_QUEUES.batch,
  startToCloseTimeout: '5m',
  retry: { maximumAttempts: 5 },
});

/** Once a day, independent of every timer: reports what they missed and wakes it; it never expires anything. */
export async function expirySweep(): Promise<SweepReport> {
  return sweepExpiry();
}
