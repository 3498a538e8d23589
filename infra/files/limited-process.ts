import { spawn } from 'node:child_process';
import { cpus, setPriority } from 'node:os';
import { join } from 'node:path';

/** What can be done with a hostile file, and with what it is asked. */
export interface LimitedTasks {
  'inspect-pdf': { readonly path: string };
  'inspect-jpeg': { readonly path: string; readonly maxPixels: number };
  'read-sheet': { readonly path: string; readonly format: 'XLSX' | 'CSV'; readonly maxRows: number };
  'measure-scan': {
    readonly path: string;
    readonly folder: string;
    readonly maxPages: number;
    readonly pictureWidth: number;
  };
}

export interface Limits {
  /** Of all threads of its process, its beginning included: more is the file's own fault. */
  readonly cpuMs: number;
  /** On the clock of the wall: running out of it says something of the machine, never of the file. */
  readonly wallMs: number;
}

export interface LimitedAnswer {
  /** Null: the task took more memory or processor time than it may. */
  readonly outcome: unknown;
  /** The most memory it ever held. */
  readonly peakMebibytes: number;
}

/** The machine had no time for a task: nothing is known of the file, and it is worth trying again. */
export class NoTimeLeft extends Error {
  override readonly name = 'NoTimeLeft';
  readonly refusalCode = 'STORE_UNAVAILABLE';
}

/** The build copies it beside the compiled file. */
const SCRIPT = join(__dirname, 'child', 'main.cjs');

interface Slots {
  free: number;
  readonly waiting: (() => void)[];
}

/**
 * Each task has a process of its own; no more of them at once than the machine has processors. Measuring has slots of
 * its own and gives way: somebody waits for an inspection.
 */
const INSPECTIONS: Slots = { free: cpus().length || 1, waiting: [] };
const MEASUREMENTS: Slots = { free: Math.max(1, Math.floor(cpus().length / 2)), waiting: [] };
const GIVES_WAY = 10;

/**
 * Works on a file where it can do no harm: limited in heap, memory and processor time. Throws `NoTimeLeft` when a busy
 * machine does not come to it.
 */
export async function runLimited<Task extends keyof LimitedTasks>(
  task: Task,
  request: LimitedTasks[Task],
  limits: Limits,
): Promise<LimitedAnswer> {
  const slots = task === 'measure-scan' ? MEASUREMENTS : INSPECTIONS;
  if (slots.free > 0) slots.free -= 1;
  else await new Promise<void>((resolve) => slots.waiting.push(resolve));
  try {
    return await runOn(task, request, limits);
  } finally {
    const next = slots.waiting.shift();
    if (next === undefined) slots.free += 1;
    else next();
  }
}

function runOn(task: keyof LimitedTasks, request: object, limits: Limits): Promise<LimitedAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, task, JSON.stringify(request), String(limits.cpuMs)], {
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (task === 'measure-scan' && child.pid !== undefined) setPriority(child.pid, GIVES_WAY);
    const timer = setTimeout(() => child.kill('SIGKILL'), limits.wallMs);
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) reject(new NoTimeLeft(`${task}: no answer within ${limits.wallMs / 1000} s`));
      else if (code === 0) resolve(answerIn(answer));
      else reject(new Error(`${task} ended with code ${code}`));
    });
  });
}

function answerIn(line: string): LimitedAnswer {
  const answer: unknown = JSON.parse(line);
  if (answer instanceof Object && 'outcome' in answer && 'peakMebibytes' in answer) {
    const { outcome, peakMebibytes } = answer;
    if (typeof peakMebibytes === 'number') return { outcome, peakMebibytes };
  }
  throw new Error('a limited task gave no answer');
}
