import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { createCalendarActivities } from '../../activities/calendar.activities.js';
import { createDailyNoticesActivities } from '../../activities/daily-notices.activities.js';
import { createDocumentActivities } from '../../activities/document.activities.js';
import { createPermitActivities } from '../../activities/permit.activities.js';
import { createReviewActivities } from '../../activities/review.activities.js';
import { createSweepActivities } from '../../activities/sweep.activities.js';
import { ApplicationProcess } from '../../infra/database/application-process.js';
import { CalendarRollout } from '../../infra/database/calendar-rollout.js';
import { DailyNotices } from '../../infra/database/daily-notices.js';
import { ExpirySweep } from '../../infra/database/expiry-sweep.js';
import { PermitProcess } from '../../infra/database/permit-process.js';
import { DocumentIssue } from '../../infra/documents/document-issue.js';
import type { Metrics } from '../../infra/observability/metrics.js';
import type { Platform } from '../../infra/platform.js';
import { missingSearchAttributes } from '../../infra/temporal/bootstrap.js';
import { PersonalDataCodec, refusePersonalData } from '../../infra/temporal/personal-data-codec.js';
import { TASK_QUEUES } from '../../workflows/task-queues.js';
import { METRICS, PLATFORM } from './tokens.js';

const DRAIN = '10s';
const RECONNECT_MS = 1000;

/** One Temporal worker per task queue; comes up as soon as the engine does and drains when told to stop. */
@Injectable()
export class TemporalWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private workers: Worker[] = [];
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    Runtime.install({ shutdownSignals: [] });
    this.running = this.keepRunning();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const worker of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await this.running;
  }

  states(): string[] {
    return this.workers.map((worker) => worker.getState());
  }

  private async keepRunning(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.runOnce();
      } catch (error) {
        this.platform.log.error({ error: String(error) }, 'temporal worker stopped; trying again');
      }
      if (!this.stopping) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }

  private async runOnce(): Promise<void> {
    const { address, namespace } = this.platform.environment.temporal;
    const missing = await missingSearchAttributes(this.platform.temporal.connection, namespace);
    if (missing.length > 0) throw new Error(`search attributes are missing: ${missing.join(', ')}`);
    const connection = await NativeConnection.connect({ address });
    try {
      this.workers = await this.createWorkers(connection, namespace);
      await Promise.all(this.workers.map((worker) => worker.run()));
    } finally {
      this.workers = [];
      await connection.close();
    }
  }

  private createWorkers(connection: NativeConnection, namespace: string): Promise<Worker[]> {
    const { dataSource, references, personalData, objectStore, courier, environment } = this.platform;
    const applications = new ApplicationProcess(dataSource, references, personalData, courier);
    const permits = new PermitProcess(dataSource, references, applications, courier);
    const documents = new DocumentIssue(dataSource, objectStore, personalData, environment.api.publicUrl);
    const dailyNotices = new DailyNotices(references);
    const review = createReviewActivities(applications, permits);
    const permit = createPermitActivities(permits);
    const shared = {
      connection,
      namespace,
      shutdownGraceTime: DRAIN,
      shutdownForceTime: '20s',
      dataConverter: { payloadCodecs: [new PersonalDataCodec(this.guardReaction())] },
    } satisfies Partial<WorkerOptions>;
    return Promise.all([
      Worker.create({
        ...shared,
        ...workflowCode(),
        taskQueue: TASK_QUEUES.core,
        activities: { ...review.local, ...review.ordinary, ...permit.local, ...permit.ordinary },
      }),
      Worker.create({
        ...shared,
        taskQueue: TASK_QUEUES.files,
        activities: createDocumentActivities(documents),
        maxConcurrentActivityTaskExecutions: 4,
      }),
      Worker.create({
        ...shared,
        taskQueue: TASK_QUEUES.batch,
        activities: {
          ...createSweepActivities(new ExpirySweep(dataSource)),
          ...createCalendarActivities(new CalendarRollout(dataSource, references, courier)),
          ...createDailyNoticesActivities(() => dailyNotices.run(dataSource)),
        },
        maxConcurrentActivityTaskExecutions: 2,
      }),
    ]);
  }

  private guardReaction(): (places: readonly string[]) => void {
    if (this.platform.environment.mode === 'trial') return refusePersonalData;
    return (places) => {
      this.metrics.personalDataAlarms.inc(places.length);
      this.platform.log.error({ places }, 'personal data was about to reach the engine');
    };
  }
}

/** The bundle that the build has made; without a build the source is bundled at the start. */
function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  const bundle = join(__dirname, '../../workflow-bundle.js');
  return existsSync(bundle)
    ? { workflowBundle: { codePath: bundle } }
    : { workflowsPath: require.resolve('../../workflows/index.js') };
}
