import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { Supervisor, type RunningProgram } from '../../infra/local/supervisor.js';
import { startTemporal, temporalFile } from '../../infra/local/temporal-server.js';
import { reservePort } from './stack-ports.js';
import { runSurroundings } from './stack-surroundings.js';

/** A Temporal of the test's own, to be killed and bereft of its database without harm to other tests. */
export interface OwnTemporal {
  readonly address: string;
  /** Its whole database once it has stopped. */
  readonly databaseFile: string;
  kill(): Promise<void>;
  /** On the same address and file; answers when this returns. */
  start(): Promise<void>;
  /** Only while it is down. */
  deleteDatabase(): void;
  log(): string;
  stop(): Promise<void>;
}

const RETENTION = '366 days';

export async function startOwnTemporal(): Promise<OwnTemporal> {
  const run = runSurroundings();
  if (run.temporalBinary === null) throw new Error('TEMPORAL_ADDRESS 已指定，没有可自行启动的 Temporal');
  const { temporalBinary: binary, environment } = run;
  const name = `temporal-${randomBytes(4).toString('hex')}`;
  const folder = path.join(run.runFolder, name);
  const supervisor = new Supervisor(path.join(run.runFolder, 'processes'), path.join(run.runFolder, 'logs'));
  const port = await reservePort(run.runFolder);
  const httpPort = await reservePort(run.runFolder);
  const started = (): Promise<RunningProgram> => {
    const ports = { port, httpPort, uiPort: null };
    return startTemporal(supervisor, { name, binary, folder, ...ports, environment, durable: false });
  };
  let server = await started();
  return {
    address: `127.0.0.1:${port}`,
    databaseFile: temporalFile(folder),
    kill: () => server.stop('SIGKILL'),
    start: async () => {
      if (server.hasEnded()) server = await started();
    },
    deleteDatabase: () => {
      if (!server.hasEnded()) throw new Error('Temporal 仍在运行，不能删除它的数据库');
      const file = temporalFile(folder);
      for (const part of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`])
        rmSync(part, { force: true });
    },
    log: () => server.log(),
    stop: () => supervisor.stopAll(),
  };
}

/** Registered and visible to the frontend when this returns; its search attributes are bootstrapTemporal's work. */
export async function registerNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs(RETENTION),
  });
}
