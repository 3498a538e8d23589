import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { LocalProblem, StoppedByRequest } from './local-problem.js';
import { endProcess, identifyProcess, isRunning, type ProcessIdentity } from './process-identity.js';
import { isRecord, readStoredJson, storeJson } from './stored-json.js';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Lower ranks are stopped first, equal ranks together. */
  readonly rank: number;
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
  readonly graceMs?: number;
  readonly account?: { readonly uid: number; readonly gid: number };
  /** Shows its output to the person instead of keeping it in a log. */
  readonly onScreen?: boolean;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<ProgramEnd>;
  hasEnded(): boolean;
  log(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

interface ProcessRecord extends ProcessIdentity {
  readonly name: string;
  readonly rank: number;
  readonly stopSignal: NodeJS.Signals;
  readonly graceMs: number;
}

const DEFAULT_GRACE_MS = 10_000;
const TAIL_LINES = 25;
/** Nothing runs unrecorded: killed before the record is written, we leave a shell that ends by itself. */
const WAIT_FOR_RECORD = 'read -r go && exec "$0" "$@" </dev/null';

/** Starts programs, remembers them in files that outlive it, and leaves none behind. */
export class Supervisor {
  private readonly running = new Map<number, { record: ProcessRecord; program: RunningProgram }>();
  private stopping = false;

  constructor(
    readonly recordsDir: string,
    readonly logsDir: string,
  ) {
    mkdirSync(recordsDir, { recursive: true });
    mkdirSync(logsDir, { recursive: true });
  }

  start(program: Program): RunningProgram {
    if (this.stopping) throw new StoppedByRequest();
    const logFile = this.newLog(program.name);
    const child = this.launch(program, logFile);
    const { pid } = child;
    if (pid === undefined) throw cannotLaunch(program);
    const record: ProcessRecord = {
      ...(identifyProcess(pid) ?? { pid, startedAt: '' }),
      name: program.name,
      rank: program.rank,
      stopSignal: program.stopSignal ?? 'SIGTERM',
      graceMs: program.graceMs ?? DEFAULT_GRACE_MS,
    };
    const recordFile = path.join(this.recordsDir, `${pid}.json`);
    storeJson(recordFile, record);
    child.stdin?.end('go\n');
    let over = false;
    const ended = new Promise<ProgramEnd>((resolve) => {
      child.once('exit', (code, signal) => {
        over = true;
        this.running.delete(pid);
        rmSync(recordFile, { force: true });
        resolve({ code, signal });
      });
    });
    const handle: RunningProgram = {
      name: program.name,
      pid,
      ended,
      hasEnded: () => over,
      log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
      stop: async (signal = record.stopSignal) => {
        if (!over) await endProcess(record, signal, record.graceMs);
        await ended;
      },
    };
    this.running.set(pid, { record, program: handle });
    return handle;
  }

  /** Runs a command to its end; anything but exit code 0 is a problem that shows its last lines. */
  async run(program: Program): Promise<string> {
    const running = this.start(program);
    const { code, signal } = await running.ended;
    if (this.stopping) throw new StoppedByRequest();
    if (code === 0) return running.log();
    const end = `${code ?? signal ?? '?'}`;
    throw new LocalProblem(
      `${program.name} 失败（${end}）。最后的输出：\n${lastLines(running.log())}`,
      `${program.name} failed (${end}); its last output is above, the whole log is in ${this.logsDir}.`,
    );
  }

  /** Safe to call twice: the second call waits for the same processes to be gone. */
  async stopAll(): Promise<void> {
    this.stopping = true;
    await stopInOrder([...this.running.values()].map(({ record }) => record));
    await Promise.all([...this.running.values()].map(({ program }) => program.ended));
  }

  isStopping(): boolean {
    return this.stopping;
  }

  killAll(): void {
    this.stopping = true;
    for (const { program } of this.running.values()) void program.stop('SIGKILL');
  }

  private launch(program: Program, logFile: string): ChildProcess {
    const log = program.onScreen === true ? undefined : openSync(logFile, 'w', 0o600);
    try {
      const output = log ?? 'inherit';
      const child = spawn('/bin/sh', ['-c', WAIT_FOR_RECORD, program.command, ...program.args], {
        cwd: program.cwd,
        env: program.environment,
        // Out of the terminal's process group: Ctrl-C reaches only us, and we stop them in order.
        detached: true,
        stdio: ['pipe', output, output],
        ...program.account,
      });
      child.on('error', () => undefined);
      child.stdin?.on('error', () => undefined);
      return child;
    } finally {
      if (log !== undefined) closeSync(log);
    }
  }

  private newLog(name: string): string {
    const file = path.join(this.logsDir, `${name}.log`);
    if (existsSync(file)) renameSync(file, `${file}.old`);
    return file;
  }
}

/** Stops what an earlier launcher recorded and could not stop itself; gives the names. */
export async function stopRecorded(recordsDir: string): Promise<string[]> {
  const files = existsSync(recordsDir)
    ? readdirSync(recordsDir).map((name) => path.join(recordsDir, name))
    : [];
  const records = files.map(readStoredJson).filter(isProcessRecord).filter(isRunning);
  await stopInOrder(records);
  for (const file of files) rmSync(file, { force: true });
  return records.map(({ name }) => name);
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

async function stopInOrder(records: readonly ProcessRecord[]): Promise<void> {
  const ranks = [...new Set(records.map(({ rank }) => rank))].sort((a, b) => a - b);
  for (const rank of ranks) {
    const sameRank = records.filter((record) => record.rank === rank);
    await Promise.all(sameRank.map((record) => endProcess(record, record.stopSignal, record.graceMs)));
  }
}

function isProcessRecord(value: unknown): value is ProcessRecord {
  return (
    isRecord(value) &&
    typeof value['pid'] === 'number' &&
    typeof value['startedAt'] === 'string' &&
    typeof value['name'] === 'string' &&
    typeof value['rank'] === 'number' &&
    typeof value['graceMs'] === 'number' &&
    (value['stopSignal'] === 'SIGTERM' || value['stopSignal'] === 'SIGINT')
  );
}

function cannotLaunch(program: Program): LocalProblem {
  return new LocalProblem(
    `无法启动 ${program.name}：${program.command} 不存在或不可执行。`,
    `Cannot start ${program.name}: ${program.command} is missing or not executable.`,
  );
}
