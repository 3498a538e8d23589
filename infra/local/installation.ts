import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { LocalFolder } from './local-folder.js';
import { StoppedByRequest } from './local-problem.js';
import { choosePorts, type Ports } from './ports.js';
import type { Progress } from './progress.js';
import { waitUntilReady } from './readiness.js';
import { ServerPrograms } from './server-binary.js';
import type { ServerSource } from './server-sources.js';
import { removePostgresStandIn, startServers, type ServerAddresses } from './servers.js';
import { serviceEnvironment } from './service-environment.js';
import { storeJson } from './stored-json.js';
import { stopRecorded, Supervisor, type Program, type RunningProgram } from './supervisor.js';
import type { Surroundings } from './surroundings.js';
import { keepTrialSecrets } from './trial-secrets.js';

/** The scripts Node runs for each part of the product, so that tests can put their own in place. */
export interface ServiceScripts {
  readonly admin: string;
  readonly api: string;
  readonly worker: string;
}

export interface InstallationRequest {
  readonly root: string;
  readonly folder: string;
  readonly fresh: boolean;
  readonly apiPort?: number;
  readonly firstApiPort: number;
  readonly mayMovePort: boolean;
  readonly startAt?: string;
  readonly scripts: ServiceScripts;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
}

const NAME = 'juzheng';
const SERVICE_RANK = 20;
const SERVICE_GRACE_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;

/** One local installation in one folder: its servers, its services, from lock to last stop. */
export class Installation {
  readonly folder: LocalFolder;
  private supervisor: Supervisor | null = null;
  private guardian: { dismiss(): void } | null = null;
  private releaseLock: (() => void) | null = null;
  private stopRequested = false;

  constructor(private readonly request: InstallationRequest) {
    this.folder = new LocalFolder(request.folder);
  }

  /** Takes the folder, clears away what a killed launcher left, and starts the servers. */
  async startServers(
    durable: boolean,
  ): Promise<{ addresses: ServerAddresses; ports: Ports; environment: Record<string, string> }> {
    const { request, folder } = this;
    folder.create();
    this.releaseLock = folder.takeOrExplain();
    const leftOver = await stopRecorded(folder.processes);
    if (leftOver.length > 0) request.progress.say(`已停止上次遗留的进程：${leftOver.join('、')}`);
    if (request.fresh) {
      removePostgresStandIn(folder, request.surroundings);
      folder.empty();
    }
    const ports = await choosePorts({
      rememberedIn: folder.ports,
      firstApiPort: request.firstApiPort,
      mayMove: request.mayMovePort,
      ...(request.apiPort === undefined ? {} : { apiPort: request.apiPort }),
    });
    const secrets = keepTrialSecrets(folder.secrets);
    const supervisor = this.engage();
    const { root, surroundings, progress } = request;
    const addresses = await startServers({
      root,
      folder,
      surroundings,
      supervisor,
      progress,
      secrets,
      ports,
      durable,
    });
    const environment = serviceEnvironment({
      servers: addresses,
      keys: secrets,
      temporalNamespace: NAME,
      bucket: NAME,
      apiPort: ports.api,
      workerHealthPort: ports.worker,
      ...(request.startAt === undefined ? {} : { startAt: request.startAt }),
    });
    storeJson(folder.environment, environment, 0o600);
    return { addresses, ports, environment };
  }

  /** A server program that only the tests start. */
  obtain(source: ServerSource): Promise<string> {
    return new ServerPrograms(this.request.surroundings, this.engage(), this.request.progress).obtain(source);
  }

  /** Migrations and reference data at every start; the demonstration once, because it prints passwords once. */
  async prepare(environment: Record<string, string>): Promise<void> {
    const { progress, scripts } = this.request;
    await this.run('prepare', scripts.admin, ['prepare'], environment);
    progress.say('数据库结构、基础数据、Temporal 命名空间和存储桶已就绪');
    const seeded = this.folder.within('seeded');
    if (existsSync(seeded)) return;
    const accounts = await this.run(
      'seed',
      scripts.admin,
      ['seed', '--accounts-file', this.folder.accounts],
      environment,
    );
    progress.say('演示数据已写入');
    progress.plain(accounts.trimEnd());
    storeJson(seeded, { at: new Date().toISOString() });
  }

  async startServices(ports: Ports, environment: Record<string, string>): Promise<RunningProgram[]> {
    const { progress, scripts } = this.request;
    const supervisor = this.engage();
    const api = supervisor.start(this.nodeProgram('api', scripts.api, [], environment));
    const worker = supervisor.start(this.nodeProgram('worker', scripts.worker, [], environment));
    const ready = (program: RunningProgram, port: number): Promise<void> => {
      const url = `http://127.0.0.1:${port}/health/ready`;
      return waitUntilReady(supervisor, program, { url, timeoutMs: READY_TIMEOUT_MS });
    };
    await Promise.all([ready(api, ports.api), ready(worker, ports.worker)]);
    progress.say('API 和 worker 已就绪');
    return [api, worker];
  }

  run(
    name: string,
    script: string,
    args: readonly string[],
    environment: Record<string, string>,
  ): Promise<string> {
    return this.engage().run(this.nodeProgram(name, script, args, environment));
  }

  /** Runs a command in front of the person and gives its end. */
  show(program: Omit<Program, 'rank' | 'onScreen'>): RunningProgram {
    return this.engage().start({ ...program, rank: SERVICE_RANK - 10, onScreen: true });
  }

  /** Stops services, then servers, each within its grace time, and lets go of the folder. */
  async stop(): Promise<void> {
    this.stopRequested = true;
    if (this.releaseLock === null) return;
    await this.supervisor?.stopAll();
    this.guardian?.dismiss();
    this.releaseLock?.();
    this.releaseLock = null;
    this.request.progress.say('已全部停止');
  }

  kill(): void {
    this.stopRequested = true;
    this.supervisor?.killAll();
  }

  wasStopRequested(): boolean {
    return this.stopRequested;
  }

  nodeProgram(
    name: string,
    script: string,
    args: readonly string[],
    environment: Record<string, string>,
  ): Program {
    return {
      name,
      command: process.execPath,
      args: ['--enable-source-maps', script, ...args],
      cwd: this.request.root,
      environment: { ...this.request.surroundings.environment, ...environment },
      rank: SERVICE_RANK,
      graceMs: SERVICE_GRACE_MS,
    };
  }

  private engage(): Supervisor {
    if (this.stopRequested) throw new StoppedByRequest();
    if (this.supervisor === null) {
      this.supervisor = new Supervisor(this.folder.processes, this.folder.logs);
      this.guardian = engageGuardian(this.folder.processes);
    }
    return this.supervisor;
  }
}

/** See guardian.ts: it notices our death by the end of this pipe. */
function engageGuardian(recordsDir: string): { dismiss(): void } {
  const guardian = spawn(process.execPath, [path.join(__dirname, 'guardian.js'), recordsDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guardian.unref();
  return { dismiss: () => guardian.stdin.end() };
}
