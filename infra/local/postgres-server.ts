import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalProblem, StoppedByRequest } from './local-problem.js';
import type { OrdinaryAccount } from './ordinary-account.js';
import { commandLineOf, endProcess, identifyProcess } from './process-identity.js';
import { lastLines, type Program, type RunningProgram, type Supervisor } from './supervisor.js';

export interface PostgresSettings {
  /** Where `cluster/` lies; the account can reach it. */
  readonly folder: string;
  readonly programs: string;
  readonly account: OrdinaryAccount | null;
  readonly port: number;
  readonly password: string;
  /** False only for tests: a power cut may then lose rows. */
  readonly durable: boolean;
}

export const POSTGRES_USER = 'juzheng';
export const POSTGRES_DATABASE = 'juzheng';
const STOP_RANK = 40;
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 20;
const STATUS_LINE = 7;
const SHARED_MEMORY_RETRIES = 20;
const SHARED_MEMORY_WAIT_MS = 500;

/** Starts on the rows that are there, or makes an empty cluster first; gives the running server. */
export async function startPostgres(
  supervisor: Supervisor,
  settings: PostgresSettings,
): Promise<RunningProgram> {
  const cluster = path.join(settings.folder, 'cluster');
  if (!existsSync(cluster)) await createCluster(supervisor, settings, cluster);
  await stopLeftoverPostgres(cluster);
  for (let attempt = 1; ; attempt += 1) {
    const server = supervisor.start(serverProgram(settings, cluster));
    if (await becomesReady(server, cluster)) return server;
    const log = server.log();
    if (supervisor.isStopping()) throw new StoppedByRequest();
    // The children of a killed server let go of its memory some moments after it.
    const clearsUpSoon = log.includes('pre-existing shared memory block');
    if (!clearsUpSoon || attempt > SHARED_MEMORY_RETRIES) throw cannotStart(settings, log);
    await sleep(SHARED_MEMORY_WAIT_MS);
  }
}

/** A server of a killed launcher is ended in its own orderly way; its lock file is never removed by us. */
export async function stopLeftoverPostgres(cluster: string): Promise<boolean> {
  const pid = Number(lockLines(cluster)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  const identity = identifyProcess(pid);
  if (identity === null || !commandLineOf(pid).includes(cluster)) return false;
  await endProcess(identity, 'SIGINT', STOP_TIMEOUT_MS);
  return true;
}

/** Made under another name and renamed when complete, so a kill half-way leaves nothing that looks whole. */
async function createCluster(
  supervisor: Supervisor,
  settings: PostgresSettings,
  cluster: string,
): Promise<void> {
  const draft = `${cluster}.new`;
  const passwordFile = path.join(settings.folder, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, settings.password, { mode: 0o600 });
  if (settings.account !== null) {
    for (const place of [draft, passwordFile]) chownSync(place, settings.account.uid, settings.account.gid);
  }
  try {
    await supervisor.run({
      ...ordinaryProgram(settings),
      name: 'initdb',
      command: path.join(settings.programs, 'bin', 'initdb'),
      args: [
        `--pgdata=${draft}`,
        `--username=${POSTGRES_USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-instructions',
      ],
    });
    // No psql in the package: the server itself, in single-user mode, makes our database.
    writeFileSync(passwordFile, `CREATE DATABASE ${POSTGRES_DATABASE}\n`);
    await supervisor.run({
      ...ordinaryProgram(settings),
      name: 'createdb',
      command: '/bin/sh',
      args: [
        '-c',
        'exec "$0" --single -D "$1" template1 < "$2"',
        postgresCommand(settings),
        draft,
        passwordFile,
      ],
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, cluster);
}

function serverProgram(settings: PostgresSettings, cluster: string): Program {
  const options = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_line_prefix=%m [%p] ',
    ...(settings.durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  return {
    ...ordinaryProgram(settings),
    name: 'postgres',
    command: postgresCommand(settings),
    args: ['-D', cluster, '-p', String(settings.port), ...options.flatMap((option) => ['-c', option])],
    // Fast shutdown: open sessions are ended, rows are kept.
    stopSignal: 'SIGINT',
    graceMs: STOP_TIMEOUT_MS,
  };
}

function ordinaryProgram(
  settings: PostgresSettings,
): Pick<Program, 'cwd' | 'environment' | 'rank' | 'account'> {
  return {
    cwd: settings.folder,
    environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    rank: STOP_RANK,
    ...(settings.account === null
      ? {}
      : { account: { uid: settings.account.uid, gid: settings.account.gid } }),
  };
}

function postgresCommand(settings: PostgresSettings): string {
  return path.join(settings.programs, 'bin', 'postgres');
}

async function becomesReady(server: RunningProgram, cluster: string): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!server.hasEnded() && Date.now() < deadline) {
    const lines = lockLines(cluster);
    if (Number(lines[0]) === server.pid && lines[STATUS_LINE]?.trim() === 'ready') return true;
    await sleep(POLL_MS);
  }
  await server.stop();
  return false;
}

function lockLines(cluster: string): string[] {
  try {
    return readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function cannotStart(settings: PostgresSettings, log: string): LocalProblem {
  return new LocalProblem(
    `Postgres 没有启动，数据原样保留在 ${settings.folder}。它的最后输出：\n${lastLines(log)}`,
    `Postgres did not start; its data in ${settings.folder} is untouched and its last output is above.`,
  );
}
