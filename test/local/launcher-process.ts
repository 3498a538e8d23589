import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLineOf } from '../../infra/local/process-identity.js';
import { LocalFolder } from '../../infra/local/local-folder.js';
import { removePostgresStandIn } from '../../infra/local/servers.js';
import { runSurroundings } from '../support/stack-surroundings.js';
import { readSurroundings } from '../../infra/local/surroundings.js';

export const ROOT = path.resolve(__dirname, '../..');
const POLL_MS = 10;
const PATIENCE_MS = 40_000;

/** The variables a newcomer has; the addresses of the run's own servers are not among them. */
export function plainEnvironment(): Record<string, string> {
  const surroundings = readSurroundings(process.env);
  return {
    PATH: surroundings.environment['PATH'] ?? '',
    HOME: homedir(),
    JUZHENG_CACHE_DIR: surroundings.cacheDir,
  };
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(runSurroundings().runFolder, 'local-'));
}

export function removeInstallation(folder: string): void {
  if (!existsSync(folder)) return;
  removePostgresStandIn(new LocalFolder(folder), readSurroundings(process.env));
  rmSync(folder, { recursive: true, force: true });
}

/** The real launcher, with stand-ins for API, worker and admin, as a process that can be killed. */
export class LauncherProcess {
  private readonly child: ChildProcess;
  private printed = '';
  readonly ended: Promise<number | NodeJS.Signals>;
  private over = false;

  constructor(
    readonly folder: string,
    readonly port: number,
    how: { command?: readonly string[]; root?: string; environment?: Record<string, string> } = {},
  ) {
    const root = how.root ?? ROOT;
    const launch = path.join(root, 'test/local/stand-ins/launch.mjs');
    const [command = process.execPath, ...before] = how.command ?? [process.execPath];
    this.child = spawn(command, [...before, launch, root, folder, String(port)], {
      cwd: root,
      env: how.environment ?? plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
      });
    }
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.over = true;
        resolve(code ?? signal ?? 1);
      });
    });
  }

  output(): string {
    return this.printed;
  }

  async ready(): Promise<this> {
    await this.until(() => this.printed.includes('居证已就绪'));
    return this;
  }

  async until(met: () => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!met()) {
      if (this.over) throw new Error(`启动器提前结束：\n${this.printed}`);
      if (Date.now() > deadline) throw new Error(`等得太久：\n${this.printed}`);
      await sleep(POLL_MS);
    }
  }

  send(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** The pids of what names the folder in its command line or is recorded in it. */
export function processesOf(folder: string): number[] {
  const records = path.join(folder, 'processes');
  const recorded = existsSync(records) ? readdirSync(records).map((name) => Number.parseInt(name, 10)) : [];
  const naming = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLineOf(pid).includes(folder));
  return [...new Set([...recorded, ...naming])].filter((pid) => commandLineOf(pid) !== '');
}

export async function noneLeft(pids: readonly number[], folder: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const left = (): number[] => [...pids.filter((pid) => commandLineOf(pid) !== ''), ...processesOf(folder)];
  while (left().length > 0) {
    if (Date.now() > deadline) throw new Error(`仍在运行：${left().map(commandLineOf).join('\n')}`);
    await sleep(POLL_MS);
  }
}

/** Everything a start keeps and must find again. */
export function keptFiles(folder: string): Record<string, string> {
  const names = ['ports.json', 'secrets.json', 'environment.json', 'seeded'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

export function databaseUrlOf(folder: string): string {
  const environment: Record<string, string> = JSON.parse(
    readFileSync(path.join(folder, 'environment.json'), 'utf8'),
  );
  return environment['DATABASE_URL'] ?? '';
}
