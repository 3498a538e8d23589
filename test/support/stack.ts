import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Pool, type QueryResultRow } from 'pg';
import { waitUntilReady } from '../../infra/local/readiness.js';
import { serviceEnvironment } from '../../infra/local/service-environment.js';
import { Supervisor, type RunningProgram } from '../../infra/local/supervisor.js';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { bootstrapTemporal } from '../../infra/temporal/bootstrap.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from './stack-database.js';
import { reservePort } from './stack-ports.js';
import { runSurroundings, type RunSurroundings } from './stack-surroundings.js';
import { registerNamespace, type OwnTemporal } from './stack-temporal.js';

export interface StackOptions {
  /** Where the business clock of the stack's database stands at first: an instant or a day. */
  readonly startAt?: string;
  /** False: the service is not started; both are by default. */
  readonly api?: boolean;
  readonly worker?: boolean;
  readonly temporal?: OwnTemporal;
  /** Runs in the place of the product's API. */
  readonly apiScript?: string;
  /** Changes what the services are told, as a detour to one of their servers. */
  readonly detour?: (environment: Readonly<Record<string, string>>) => Promise<Record<string, string>>;
}

/** `answering` does for a service some of whose parts are down on purpose. */
export interface ServiceStart {
  readonly until?: 'ready' | 'answering';
}

/** API and worker on a database, a namespace, a bucket and a clock of their own, on the run's real servers. */
export interface Stack {
  readonly apiUrl: string;
  readonly workerHealthUrl: string;
  readonly databaseUrl: string;
  readonly accountsFile: string;
  readonly temporal: TemporalClient;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly objectStore: {
    readonly endpoint: string;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly bucket: string;
  };
  readonly environment: Readonly<Record<string, string>>;
  sql<Row extends QueryResultRow = QueryResultRow>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Runs the operator's command line on this stack; gives what it printed, rejects unless it ended with 0. */
  admin(...args: readonly string[]): Promise<string>;
  /** What services and command line are told from their next start on. */
  configure(changes: Readonly<Record<string, string>>): void;
  startApi(start?: ServiceStart): Promise<void>;
  stopApi(signal?: NodeJS.Signals): Promise<void>;
  startWorker(start?: ServiceStart): Promise<void>;
  stopWorker(signal?: NodeJS.Signals): Promise<void>;
  /** All that API and worker have printed, restarts included. */
  logs(): { api: string; worker: string };
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;
const SERVICE_RANK = 20;

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { scripts, ...surroundings } = runSurroundings();
  const run = { ...surroundings, scripts: { ...scripts, api: options.apiScript ?? scripts.api } };
  const name = `stack-${randomBytes(6).toString('hex')}`;
  const temporalAddress = options.temporal?.address ?? run.temporalAddress;
  const [database, connection, apiPort, workerHealthPort] = await Promise.all([
    createStackDatabase(run, options.startAt),
    connectedTo(temporalAddress, name),
    reservePort(run.runFolder),
    reservePort(run.runFolder),
  ]);
  const direct = serviceEnvironment({
    servers: { ...run, databaseUrl: database.url, temporalAddress },
    keys: run,
    temporalNamespace: name,
    bucket: name,
    apiPort,
    workerHealthPort,
    ...(options.startAt === undefined ? {} : { startAt: options.startAt }),
  });
  const environment = { ...direct, ...(await options.detour?.(direct)) };
  const stack = new RunningStack(run, name, database, connection, environment);
  try {
    await prepared(stack, connection);
    await Promise.all([
      options.api === false ? undefined : stack.startApi(),
      options.worker === false ? undefined : stack.startWorker(),
    ]);
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

type ServiceName = 'api' | 'worker';

class RunningStack implements Stack {
  readonly apiUrl: string;
  readonly workerHealthUrl: string;
  readonly databaseUrl: string;
  readonly accountsFile: string;
  readonly temporal: TemporalClient;
  readonly temporalAddress: string;
  readonly objectStore: Stack['objectStore'];
  private readonly supervisor: Supervisor;
  private readonly pool: Pool;
  private readonly started: Record<ServiceName, RunningProgram[]> = { api: [], worker: [] };
  private adminRuns = 0;
  private configured: Readonly<Record<string, string>> = {};

  constructor(
    private readonly run: RunSurroundings,
    readonly temporalNamespace: string,
    private readonly database: StackDatabase,
    private readonly connection: Connection,
    readonly environment: Readonly<Record<string, string>>,
  ) {
    this.apiUrl = environment['PUBLIC_URL'] ?? '';
    this.workerHealthUrl = `http://127.0.0.1:${environment['WORKER_HEALTH_PORT']}`;
    this.databaseUrl = database.url;
    this.accountsFile = database.accountsFile;
    this.temporalAddress = environment['TEMPORAL_ADDRESS'] ?? '';
    this.temporal = new TemporalClient({ connection, namespace: temporalNamespace });
    this.objectStore = {
      endpoint: run.s3Endpoint,
      accessKey: run.s3AccessKey,
      secretKey: run.s3SecretKey,
      bucket: environment['S3_BUCKET'] ?? '',
    };
    const logs = path.join(run.runFolder, 'logs', temporalNamespace);
    this.supervisor = new Supervisor(path.join(run.runFolder, 'processes'), logs);
    this.pool = new Pool({ connectionString: database.url, max: 4 });
    // A database dropped or restarted under an idle connection is no failure of the test.
    this.pool.on('error', () => undefined);
  }

  async sql<Row extends QueryResultRow>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query<Row>(text, [...params]);
    return result.rows;
  }

  admin(...args: readonly string[]): Promise<string> {
    this.adminRuns += 1;
    return this.supervisor.run(this.program(`admin-${this.adminRuns}`, this.run.scripts.admin, args));
  }

  configure(changes: Readonly<Record<string, string>>): void {
    this.configured = { ...this.configured, ...changes };
  }

  startApi(start: ServiceStart = {}): Promise<void> {
    return this.startService('api', this.apiUrl, start);
  }

  stopApi(signal?: NodeJS.Signals): Promise<void> {
    return this.stopService('api', signal);
  }

  startWorker(start: ServiceStart = {}): Promise<void> {
    return this.startService('worker', this.workerHealthUrl, start);
  }

  stopWorker(signal?: NodeJS.Signals): Promise<void> {
    return this.stopService('worker', signal);
  }

  logs(): { api: string; worker: string } {
    const printed = (name: ServiceName): string =>
      this.started[name].map((program) => program.log()).join('');
    return { api: printed('api'), worker: printed('worker') };
  }

  async stop(): Promise<void> {
    await this.supervisor.stopAll();
    await Promise.all([this.pool.end(), this.connection.close()]);
    await dropDatabase(this.run, this.database.name);
  }

  private async startService(
    name: ServiceName,
    url: string,
    { until = 'ready' }: ServiceStart,
  ): Promise<void> {
    const starts = this.started[name];
    if (starts.at(-1)?.hasEnded() === false) throw new Error(`${name} 已在运行`);
    const program = this.supervisor.start(
      this.program(`${name}-${starts.length + 1}`, this.run.scripts[name], []),
    );
    starts.push(program);
    const readiness = { url: `${url}/health/ready`, timeoutMs: READY_TIMEOUT_MS, until };
    await waitUntilReady(this.supervisor, program, readiness);
  }

  private async stopService(name: ServiceName, signal?: NodeJS.Signals): Promise<void> {
    await this.started[name].at(-1)?.stop(signal);
  }

  private program(name: string, script: string, args: readonly string[]): Parameters<Supervisor['start']>[0] {
    return {
      name,
      command: process.execPath,
      // without the source maps that the product runs with: reading them takes a worker half of its start
      args: [script, ...args],
      cwd: this.run.root,
      environment: { ...this.run.environment, ...this.environment, ...this.configured },
      rank: SERVICE_RANK,
    };
  }
}

/** What `admin prepare` does besides the database, which is a copy of a prepared one; without a process of its own. */
async function prepared(
  { temporal, temporalNamespace, objectStore }: Stack,
  connection: Connection,
): Promise<void> {
  const store = new MinioObjectStore(objectStore);
  await Promise.all([bootstrapTemporal(connection, temporal, temporalNamespace), store.ensureBucket()]);
  store.close();
}

/** Connected, and the namespace registered. */
async function connectedTo(address: string, namespace: string): Promise<Connection> {
  const connection = await Connection.connect({ address });
  await registerNamespace(connection, namespace);
  return connection;
}
