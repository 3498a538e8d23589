import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { CalendarActivities } from '../activities/calendar.activities.js';
import { rolloutProgress, type RolloutProgress } from './messages.js';
import { TASK_QUEUES } from './task-queues.js';

export interface CalendarRolloutInput {
  readonly version: number;
  /** What earlier runs have done; left out by whoever starts the rollout. */
  readonly soFar?: RolloutProgress & { readonly horizon: string };
}

const { rollOutPage } = proxyActivities<CalendarActivities>({
  taskQueue: TASK_QUEUES.batch,
  startToCloseTimeout: '5m', // a page of 200 rows, each its own transaction, that may wait for a lock
  heartbeatTimeout: '15s', // after each row: a worker that dies on the way is noticed soon
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** Brings every open deadline under a published calendar, page by page; a page that is repeated goes on where it was. */
export async function calendarRollout({ version, soFar }: CalendarRolloutInput): Promise<RolloutProgress> {
  let done: RolloutProgress = soFar ?? { dealtWith: 0, moved: 0, finished: false };
  let horizon = soFar?.horizon ?? null;
  setHandler(rolloutProgress, () => done);
  while (!done.finished) {
    const page = await rollOutPage({ version, horizon });
    horizon = page.horizon;
    const { finished } = page;
    done = { dealtWith: done.dealtWith + page.dealtWith, moved: done.moved + page.moved, finished };
    setCurrentDetails(`工作日历第 ${version} 版：已处理 ${done.dealtWith} 项，日期变化 ${done.moved} 项`);
    if (page.finished) break;
    if (page.dealtWith === 0) await sleep('1s', { summary: '等待发布前开始的事务结束' });
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof calendarRollout>({ version, soFar: { ...done, horizon } });
    }
  }
  await condition(allHandlersFinished);
  return { dealtWith: done.dealtWith, moved: done.moved, finished: true };
}
