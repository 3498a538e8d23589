import { WorkflowNotFoundError, type Client } from '@temporalio/client';

/** How a workflow stands in the engine. */
export interface WorkflowStanding {
  readonly isRunning: boolean;
  /** As RUNNING or COMPLETED. */
  readonly status: string;
  readonly events: number;
  /** Ordinary activities that have not ended, each with its last failure. */
  readonly activities: readonly {
    readonly name: string;
    readonly attempt: number;
    readonly failure: string | null;
  }[];
}

/** Null: the engine does not know it. */
export async function workflowStanding(client: Client, workflowId: string): Promise<WorkflowStanding | null> {
  try {
    const { status, historyLength, raw } = await client.workflow.getHandle(workflowId).describe();
    const activities = (raw.pendingActivities ?? []).map(({ activityType, attempt, lastFailure }) => ({
      name: activityType?.name ?? '',
      attempt: attempt ?? 1,
      failure: lastFailure?.message ?? null,
    }));
    return { isRunning: status.name === 'RUNNING', status: status.name, events: historyLength, activities };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
