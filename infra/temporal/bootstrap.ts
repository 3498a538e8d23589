import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type Connection,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
  type Workflow,
} from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DAILY_NOTICES, DAILY_NOTICES_ID, EXPIRY_SWEEP, EXPIRY_SWEEP_ID } from '../../workflows/ids.js';
import { WRP } from '../../workflows/search-attributes.js';
import { TASK_QUEUES } from '../../workflows/task-queues.js';

/** Values of temporal.api.enums.v1.IndexedValueType. */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;
const RETENTION_DAYS = 366;
const ALREADY_EXISTS = 6;

interface DailySchedule {
  readonly scheduleId: string;
  readonly workflowType: string;
  /** Shanghai. */
  readonly hour: number;
  readonly minute: number;
}
/** Reminders come at 09:00 (domain.md §6.3 T3). */
const DAILY: readonly DailySchedule[] = [
  { scheduleId: EXPIRY_SWEEP_ID, workflowType: EXPIRY_SWEEP, hour: 0, minute: 10 },
  { scheduleId: DAILY_NOTICES_ID, workflowType: DAILY_NOTICES, hour: 9, minute: 0 },
];

/** Namespace, search attributes and what runs every day; safe to run any number of times (design.md §2). */
export async function bootstrapTemporal(
  connection: Connection,
  client: Client,
  namespace: string,
): Promise<void> {
  await ensureNamespace(connection, namespace);
  await ensureSearchAttributes(connection, namespace);
  for (const daily of DAILY) await ensureDaily(client, daily);
}

/** Names of search attributes that the namespace lacks; a worker refuses to start while there are any. */
export async function missingSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  return Object.values(WRP)
    .map((key) => key.name)
    .filter((name) => known.customAttributes?.[name] === undefined);
}

async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      description: '居证：工作居住证业务流程',
      workflowExecutionRetentionPeriod: msToTs(`${RETENTION_DAYS} days`),
    });
  } catch (error) {
    if (!hasCode(error, ALREADY_EXISTS)) throw error;
  }
  await untilTrue(async () => {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  });
}

async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  await untilTrue(async () => {
    const missing = await missingSearchAttributes(connection, namespace);
    if (missing.length === 0) return true;
    const searchAttributes = Object.fromEntries(
      Object.values(WRP)
        .filter((key) => missing.includes(key.name))
        .map((key) => [key.name, INDEXED_VALUE_TYPES[key.type]]),
    );
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    return false;
  });
}

/** One that stands is brought up to date: an older version may have made it otherwise. */
async function ensureDaily(
  client: Client,
  { scheduleId, workflowType, hour, minute }: DailySchedule,
): Promise<void> {
  const schedule: Omit<ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>>, 'scheduleId'> = {
    spec: { calendars: [{ hour, minute }], timezone: 'Asia/Shanghai' },
    policies: { overlap: ScheduleOverlapPolicy.SKIP },
    // the queue whose worker holds the workflows; their activities name their own
    action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: TASK_QUEUES.core },
  };
  await untilTrue(async () => {
    try {
      await client.schedule.create({ scheduleId, ...schedule });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...schedule, state }));
    }
    return true;
  });
}

/** A new namespace is known to every part of the server only after a moment. */
async function untilTrue(attempt: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      if (await attempt()) return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

function hasCode(error: unknown, code: number): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
