import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { reservePort } from '../support/stack-ports.js';
import { runSurroundings } from '../support/stack-surroundings.js';
import { commandLineOf, sendSignal } from '../../infra/local/process-identity.js';
import {
  databaseUrlOf,
  keptFiles,
  LauncherProcess,
  noneLeft,
  plainEnvironment,
  processesOf,
  removeInstallation,
  temporaryFolder,
} from './launcher-process.js';

let folder: string;
let port: number;

beforeEach(async () => {
  folder = temporaryFolder();
  port = await reservePort(runSurroundings().runFolder);
});

afterEach(async () => {
  const left = processesOf(folder);
  for (const pid of left) sendSignal(pid, 'SIGKILL');
  await noneLeft(left, folder);
  removeInstallation(folder);
});

async function ask(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrlOf(folder) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function listening(on: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(on, '127.0.0.1', () => resolve(server));
  });
}

/** Kills the launcher and the guardian that would clean up after it. */
async function killWithGuardian(launcher: LauncherProcess): Promise<void> {
  const guardians = processesOf(folder).filter((pid) => commandLineOf(pid).includes('guardian.js'));
  for (const pid of guardians) sendSignal(pid, 'SIGKILL');
  await launcher.send('SIGKILL');
}

describe('the launcher', () => {
  it('says which port is in use and what to do, before it makes anything', async () => {
    const other = await listening(port);
    const launcher = new LauncherProcess(folder, port);
    expect(await launcher.ended).toBe(1);
    other.close();
    expect(launcher.output()).toContain(`端口 ${port} 已被其他程序占用`);
    expect(launcher.output()).toMatch(new RegExp(`Port ${port} is in use .* --port \\d+`));
    expect(existsSync(path.join(folder, 'cluster'))).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves no process behind after %s', async (signal) => {
    const launcher = await new LauncherProcess(folder, port).ready();
    const started = processesOf(folder);
    expect(started.length).toBeGreaterThanOrEqual(6);
    expect(await launcher.send(signal)).toBe(0);
    expect(launcher.output()).toContain('已全部停止');
    await noneLeft(started, folder);
  });

  it('stops when the npm that runs it is gone', async () => {
    const launcher = await new LauncherProcess(folder, port, {
      command: ['sh', '-c', '"$0" "$@" & wait', process.execPath],
      environment: { ...plainEnvironment(), npm_lifecycle_event: 'start' },
    }).ready();
    const started = processesOf(folder);
    await launcher.send('SIGKILL');
    await noneLeft(started, folder);
    expect(launcher.output()).toContain('已全部停止');
  });

  it('does not touch a folder with files of somebody else', async () => {
    writeFileSync(path.join(folder, 'thesis.txt'), 'mine');
    chmodSync(folder, 0o750);
    const launcher = new LauncherProcess(folder, port);
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toMatch(/不是居证的数据文件夹[^]*--data/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
    expect(statSync(folder).mode & 0o777).toBe(0o750);
  });

  it('stops cleanly when it is asked to in the middle of a first start', async () => {
    const launcher = new LauncherProcess(folder, port);
    await launcher.until(() => existsSync(path.join(folder, 'logs', 'initdb.log')));
    expect(await launcher.send('SIGTERM')).toBe(130);
    await noneLeft([], folder);
    await new LauncherProcess(folder, port).ready();
  });

  it('keeps rows, addresses, keys and accounts for a second start, which takes seconds', async () => {
    const first = await new LauncherProcess(folder, port).ready();
    await ask('create table kept as select 42 as answer');
    const kept = keptFiles(folder);
    await first.send('SIGINT');
    const begunAt = Date.now();
    const second = await new LauncherProcess(folder, port).ready();
    expect(Date.now() - begunAt).toBeLessThan(10_000);
    expect(keptFiles(folder)).toEqual(kept);
    expect(second.output()).not.toContain('seeded');
    expect(await ask('select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('keeps what is secret from other people of the machine', async () => {
    await new LauncherProcess(folder, port).ready();
    const secret = ['secrets.json', 'environment.json', 'accounts.json', 'logs/seed.log'];
    expect(secret.map((name) => statSync(path.join(folder, name)).mode & 0o077)).toEqual([0, 0, 0, 0]);
  });

  it('tells a second start on the same folder which process runs, and leaves that one alone', async () => {
    const first = await new LauncherProcess(folder, port).ready();
    const second = new LauncherProcess(folder, port + 100);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('居证已在运行');
    expect(second.output()).toMatch(/already running .* --port/);
    expect(await ask('select 1 as alive')).toEqual([{ alive: 1 }]);
    expect(await first.send('SIGINT')).toBe(0);
  });

  it('has what it started stopped although it is killed itself', async () => {
    const launcher = await new LauncherProcess(folder, port).ready();
    const started = processesOf(folder);
    await launcher.send('SIGKILL');
    await noneLeft(started, folder);
    expect(existsSync(path.join(folder, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('stops what is left when nothing could clean up, and has all rows', async () => {
    const launcher = await new LauncherProcess(folder, port).ready();
    await ask('create table kept as select 42 as answer');
    const started = processesOf(folder);
    await killWithGuardian(launcher);
    const again = await new LauncherProcess(folder, port).ready();
    expect(again.output()).toMatch(/已停止上次遗留的进程：.*postgres/);
    expect(started.filter((pid) => processesOf(folder).includes(pid))).toEqual([]);
    expect(await ask('select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('finds a leftover postgres by its own lock file when no record of it is left', async () => {
    const launcher = await new LauncherProcess(folder, port).ready();
    await ask('create table kept as select 42 as answer');
    const postmaster = Number(
      readFileSync(path.join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0],
    );
    await killWithGuardian(launcher);
    const others = readdirSync(path.join(folder, 'processes')).map((name) => Number.parseInt(name, 10));
    for (const pid of others.filter((one) => one !== postmaster)) sendSignal(pid, 'SIGKILL');
    rmSync(path.join(folder, 'processes'), { recursive: true });
    expect(commandLineOf(postmaster)).toContain('postgres');
    await new LauncherProcess(folder, port).ready();
    expect(commandLineOf(postmaster)).toBe('');
    expect(await ask('select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it.each([
    ['while the cluster is made', 'logs/initdb.log'],
    ['while Postgres starts', 'logs/postgres.log'],
    ['while Temporal makes its file', 'temporal/temporal.db'],
    ['while the demonstration is written', 'logs/seed.log'],
  ])('begins again or goes on after a first start was killed %s', async (_, sign) => {
    const launcher = new LauncherProcess(folder, port);
    await launcher.until(() => existsSync(path.join(folder, sign)));
    await killWithGuardian(launcher);
    await new LauncherProcess(folder, port).ready();
    expect(await ask(`select datname from pg_database where datname = 'juzheng'`)).toHaveLength(1);
    expect(existsSync(path.join(folder, 'seeded'))).toBe(true);
  });
});
