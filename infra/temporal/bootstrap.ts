import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type Connection,
} from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { EXPIRY_SWEEP, EXPIRY_SWEEP_ID } from '../../workflows/ids.js';
import { WRP } from '../../workflows/search-attributes.js';
import { TASK_QUEUES } from '../../workflows/task-queues.js';

/** Values of temporal.api.enums.v1.IndexedValueType. */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;
const RETENTION_DAYS = 366;
const ALREADY_EXISTS = 6;

/** Namespace, search attributes and the daily sweep; safe to run any number of times (design.md §2). */
export async function bootstrapTemporal(
  connection: Connection,
  client: Client,
  namespace: string,
): Promise<void> {
  await ensureNamespace(connection, namespace);
  await ensureSearchAttributes(connection, namespace);
  await ensureSweep(client);
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

async function ensureSweep(client: Client): Promise<void> {
  await untilTrue(async () => {
    try {
      await client.schedule.create({
        scheduleId: EXPIRY_SWEEP_ID,
        spec: { calendars: [{ hour: 0, minute: 10 }], timezone: 'Asia/Shanghai' },
        policies: { overlap: ScheduleOverlapPolicy.SKIP },
        action: { type: 'startWorkflow', workflowType: EXPIRY_SWEEP, taskQueue: TASK_QUEUES.batch },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
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
