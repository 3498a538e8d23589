import type { Client } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { IN_FLIGHT_STATUSES } from '../../domain/application/lifecycle.js';
import { LIVE_PERMIT_STATUSES } from '../../domain/permit/lifecycle.js';
import {
  APPLICATION_REVIEW,
  applicationWorkflowId,
  CALENDAR_ROLLOUT,
  calendarWorkflowId,
  PERMIT_LIFECYCLE,
  permitWorkflowId,
} from '../../workflows/ids.js';
import { TASK_QUEUES } from '../../workflows/task-queues.js';
import { workflowStanding } from './workflow-standing.js';

export interface ReconcileReport {
  readonly compared: number;
  /** Workflow ids that the rows ask for and the engine does not run. */
  readonly missing: readonly string[];
  readonly started: number;
}

interface Expected {
  readonly workflowId: string;
  readonly type: string;
  readonly argument: object;
}

/**
 * Compares the rows with the engine, by describing each workflow (visibility may lag), and starts what is missing.
 * The one place that may start a closed workflow again: the row says open (design.md §2).
 */
export async function reconcile(
  dataSource: DataSource,
  client: Client,
  dryRun: boolean,
): Promise<ReconcileReport> {
  const expected = await expectedWorkflows(dataSource);
  const missing: Expected[] = [];
  for (const each of expected) {
    const standing = await workflowStanding(client, each.workflowId);
    if (standing?.isRunning !== true) missing.push(each);
  }
  if (!dryRun) for (const each of missing) await startAgain(client, each);
  return {
    compared: expected.length,
    missing: missing.map((each) => each.workflowId),
    started: dryRun ? 0 : missing.length,
  };
}

async function expectedWorkflows(dataSource: DataSource): Promise<Expected[]> {
  const applications = await dataSource.query<{ id: string }[]>(
    'select id from application where status = any($1) or fact_version > processed_version order by id',
    [[...IN_FLIGHT_STATUSES]],
  );
  const permits = await dataSource.query<{ id: string }[]>(
    'select id from permit where status = any($1) order by id',
    [[...LIVE_PERMIT_STATUSES]],
  );
  const calendars = await dataSource.query<{ version: number }[]>(
    'select version from calendar_version where rolled_out_at is null order by version',
  );
  return [
    ...calendars.map(({ version }) => ({
      workflowId: calendarWorkflowId(version),
      type: CALENDAR_ROLLOUT,
      argument: { version },
    })),
    ...applications.map(({ id }) => ({
      workflowId: applicationWorkflowId(id),
      type: APPLICATION_REVIEW,
      argument: { applicationId: id },
    })),
    ...permits.map(({ id }) => ({
      workflowId: permitWorkflowId(id),
      type: PERMIT_LIFECYCLE,
      argument: { permitId: id },
    })),
  ];
}

async function startAgain(client: Client, { workflowId, type, argument }: Expected): Promise<void> {
  await client.workflow.start(type, {
    workflowId,
    taskQueue: TASK_QUEUES.core,
    args: [argument],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
