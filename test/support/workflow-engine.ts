import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { ReviewOutcome } from '../../domain/application/advance.js';
import type { RolloutPageRequest } from '../../infra/database/calendar-rollout.js';
import { bootstrapTemporal } from '../../infra/temporal/bootstrap.js';
import { PersonalDataCodec, refusePersonalData } from '../../infra/temporal/personal-data-codec.js';
import { WorkflowMessenger } from '../../infra/temporal/workflow-messenger.js';
import {
  applicationWorkflowId,
  calendarWorkflowId,
  DAILY_NOTICES,
  EXPIRY_SWEEP,
  permitWorkflowId,
} from '../../workflows/ids.js';
import { progress, type ReviewProgress, type WorkflowMessage } from '../../workflows/messages.js';
import { TASK_QUEUES } from '../../workflows/task-queues.js';
import { FakeClock } from './fake-clock.js';
import { FakeDocuments } from './fake-documents.js';
import { FakePermitRows } from './fake-permit-rows.js';
import { FakeReviewRows } from './fake-review-rows.js';
import { runSurroundings } from './stack-surroundings.js';
import { registerNamespace } from './stack-temporal.js';
import { bundleWorkflows } from './workflow-bundle.js';

const IDENTITY = 'workflow-test';
const POLL_MS = 20;
const PATIENCE_MS = 15_000;

/** The real workflows on the run's Temporal, in a namespace of their own; rows, documents and clock are fakes. */
export class WorkflowEngine {
  readonly clock = new FakeClock();
  readonly review = new FakeReviewRows(this.clock);
  readonly permits = new FakePermitRows(this.clock);
  readonly documents = new FakeDocuments();
  private readonly messenger: WorkflowMessenger;
  private workers: Worker[] = [];
  private calendarPages = 0;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly connection: Connection,
    private readonly native: NativeConnection,
    readonly client: Client,
  ) {
    this.messenger = new WorkflowMessenger(client);
  }

  static async start(): Promise<WorkflowEngine> {
    Runtime.install({
      shutdownSignals: [],
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: 'ERROR' } },
    });
    const address = runSurroundings().temporalAddress;
    const namespace = `workflow-${randomBytes(6).toString('hex')}`;
    const connection = await Connection.connect({ address });
    await registerNamespace(connection, namespace);
    const dataConverter = { payloadCodecs: [new PersonalDataCodec(refusePersonalData)] };
    const client = new Client({ connection, namespace, identity: IDENTITY, dataConverter });
    await bootstrapTemporal(connection, client, namespace);
    const engine = new WorkflowEngine(connection, await NativeConnection.connect({ address }), client);
    await engine.run({ namespace, identity: IDENTITY, dataConverter });
    return engine;
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await this.running;
    await Promise.all([this.native.close(), this.connection.close()]);
  }

  /** By the way that the API and the relay take. */
  send(message: WorkflowMessage): Promise<void> {
    return this.messenger.send(message);
  }

  async submitted(...kind: Parameters<FakeReviewRows['submitted']>): Promise<string> {
    const id = this.review.submitted(...kind);
    await this.send({ workflow: 'application', subjectId: id, signal: 'started', payload: {} });
    return id;
  }

  async decide(id: string, outcome: ReviewOutcome): Promise<void> {
    const payload = this.review.decide(id, outcome);
    await this.send({ workflow: 'application', subjectId: id, signal: 'decided', payload });
  }

  /** Returns when the process has asked the rows about the level that is open. */
  async attended(id: string): Promise<void> {
    const { round, level } = this.review.openTask(id);
    const isAsked = (): boolean => {
      return this.review.levelsAsked.some(
        (asked) => asked.applicationId === id && asked.round === round && asked.level === level,
      );
    };
    await until(`${level} is attended to`, isAsked);
  }

  /** So many levels decided PASS, each after the process has seen it open. */
  async pass(id: string, levels: number): Promise<void> {
    for (let level = 0; level < levels; level += 1) {
      await this.attended(id);
      await this.decide(id, 'PASS');
    }
  }

  async granted(validUntil: string): Promise<string> {
    const id = this.permits.granted(validUntil);
    await this.send({ workflow: 'permit', subjectId: id, signal: 'started', payload: {} });
    return id;
  }

  permitChanged(id: string): Promise<void> {
    return this.send({ workflow: 'permit', subjectId: id, signal: 'permitChanged', payload: {} });
  }

  /** Answered only after everything that was sent before has been dealt with. */
  progressOf(id: string): Promise<ReviewProgress> {
    return this.reviewHandle(id).query(progress);
  }

  reviewHandle(id: string): WorkflowHandle {
    return this.client.workflow.getHandle(applicationWorkflowId(id));
  }

  permitHandle(id: string, runId?: string): WorkflowHandle {
    return this.client.workflow.getHandle(permitWorkflowId(id), runId);
  }

  /** By the way that a publication takes: two rows, then a page without any that waits, then the end. */
  async calendarPublished(version: number): Promise<WorkflowHandle> {
    const subjectId = randomUUID();
    await this.send({ workflow: 'calendar', subjectId, signal: 'started', payload: { version } });
    return this.client.workflow.getHandle(calendarWorkflowId(version));
  }

  sweep(workflowId: string): Promise<WorkflowHandle> {
    return this.client.workflow.start(EXPIRY_SWEEP, { taskQueue: TASK_QUEUES.core, workflowId });
  }

  dailyNotices(workflowId: string): Promise<WorkflowHandle> {
    return this.client.workflow.start(DAILY_NOTICES, { taskQueue: TASK_QUEUES.core, workflowId });
  }

  async endOf(id: string): Promise<{ readonly end: unknown; readonly history: History }> {
    const handle = this.reviewHandle(id);
    const end: unknown = await handle.result();
    return { end, history: await handle.fetchHistory() };
  }

  private async run(shared: Pick<WorkerOptions, 'namespace' | 'identity' | 'dataConverter'>): Promise<void> {
    const options = { ...shared, connection: this.native };
    const sweepExpiry = async () => ({ missedExpiries: 0, stuckApplications: 0 });
    const rollOutPage = async ({ horizon }: RolloutPageRequest) => {
      const page = { moved: 1, horizon: '7' };
      return horizon === null
        ? { ...page, dealtWith: 2, finished: false }
        : { ...page, dealtWith: 0, moved: 0, finished: this.calendarPages++ > 0 };
    };
    const tellDailyNotices = async () => ({ unitsWithOtherStaleAttachments: 0, reminders: 0 });
    this.workers = await Promise.all([
      Worker.create({
        ...options,
        workflowBundle: await bundleWorkflows(),
        taskQueue: TASK_QUEUES.core,
        activities: {
          ...this.review.local,
          ...this.review.ordinary,
          ...this.permits.local,
          ...this.permits.ordinary,
        },
      }),
      Worker.create({ ...options, taskQueue: TASK_QUEUES.files, activities: { ...this.documents } }),
      Worker.create({
        ...options,
        taskQueue: TASK_QUEUES.batch,
        activities: { rollOutPage, sweepExpiry, tellDailyNotices },
      }),
    ]);
    this.running = Promise.all(this.workers.map((worker) => worker.run()));
  }
}

/** Asks again until the answer is true; a test that waits in vain says for what. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
