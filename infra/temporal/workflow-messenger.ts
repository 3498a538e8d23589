import { WorkflowExecutionAlreadyStartedError, type Client, type WorkflowClient } from '@temporalio/client';
import {
  APPLICATION_REVIEW,
  applicationWorkflowId,
  CALENDAR_ROLLOUT,
  calendarWorkflowId,
  PERMIT_LIFECYCLE,
  permitWorkflowId,
} from '../../workflows/ids.js';
import type { WorkflowMessage } from '../../workflows/messages.js';
import { TASK_QUEUES } from '../../workflows/task-queues.js';

type StartOptions = Parameters<WorkflowClient['start']>[1];
type SignalOptions = Parameters<WorkflowClient['signalWithStart']>[1];

/** An engine that is away is not waited for: the outbox repeats. */
const SEND_WITHIN_MS = 5_000;

/** A running process is told, a missing one is started, a closed one needs nothing: each counts as delivered. */
export class WorkflowMessenger {
  constructor(private readonly client: Client) {}

  send(message: WorkflowMessage): Promise<void> {
    return this.client.withDeadline(Date.now() + SEND_WITHIN_MS, () => this.deliver(message));
  }

  private async deliver(message: WorkflowMessage): Promise<void> {
    const { type, options } = target(message);
    try {
      if (message.signal === 'started') {
        const start: StartOptions = { ...options, workflowIdConflictPolicy: 'USE_EXISTING' };
        await this.client.workflow.start(type, start);
      } else {
        const signalArgs = Object.keys(message.payload).length === 0 ? [] : [message.payload];
        const signal: SignalOptions = { ...options, signal: message.signal, signalArgs };
        await this.client.workflow.signalWithStart(type, signal);
      }
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}

function target(message: WorkflowMessage) {
  const { subjectId } = message;
  const shared = { taskQueue: TASK_QUEUES.core, workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const;
  switch (message.workflow) {
    case 'application':
      return {
        type: APPLICATION_REVIEW,
        options: {
          ...shared,
          workflowId: applicationWorkflowId(subjectId),
          args: [{ applicationId: subjectId }],
          staticSummary: '申请审批',
        },
      };
    case 'permit':
      return {
        type: PERMIT_LIFECYCLE,
        options: {
          ...shared,
          workflowId: permitWorkflowId(subjectId),
          args: [{ permitId: subjectId }],
          staticSummary: '证件有效期',
        },
      };
    case 'calendar': {
      const { version } = message.payload;
      return {
        type: CALENDAR_ROLLOUT,
        options: {
          ...shared,
          workflowId: calendarWorkflowId(version),
          args: [{ version }],
          staticSummary: '工作日历发布',
        },
      };
    }
  }
}
