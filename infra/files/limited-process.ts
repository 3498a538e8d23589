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

export interface LimitedAnswer {
  /** Null: the task took more memory or time than it may. */
  readonly outcome: unknown;
  /** The most memory it ever held; null where it was killed and could not say. */
  readonly peakMebibytes: number | null;
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

/** Works on a file where it can do no harm: limited in heap, memory and time, killed when it takes longer. */
export async function runLimited<Task extends keyof LimitedTasks>(
  task: Task,
  request: LimitedTasks[Task],
  wallTimeMs: number,
): Promise<LimitedAnswer> {
  const slots = task === 'measure-scan' ? MEASUREMENTS : INSPECTIONS;
  if (slots.free > 0) slots.free -= 1;
  else await new Promise<void>((resolve) => slots.waiting.push(resolve));
  try {
    return await runOn(task, request, wallTimeMs);
  } finally {
    const next = slots.waiting.shift();
    if (next === undefined) slots.free += 1;
    else next();
  }
}

function runOn(task: keyof LimitedTasks, request: object, wallTimeMs: number): Promise<LimitedAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, task, JSON.stringify(request)], {
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (task === 'measure-scan' && child.pid !== undefined) setPriority(child.pid, GIVES_WAY);
    const timer = setTimeout(() => child.kill('SIGKILL'), wallTimeMs);
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) resolve({ outcome: null, peakMebibytes: null });
      else if (code === 0) resolve(answerIn(answer));
      else reject(new Error(`${task} ended with code ${code}`));
    });
  });
}

function answerIn(line: string): LimitedAnswer {
  const answer: unknown = JSON.parse(line);
  if (!(answer instanceof Object) || !('outcome' in answer)) throw new Error('a limited task gave no answer');
  const peak = 'peakMebibytes' in answer ? answer.peakMebibytes : null;
  return { outcome: answer.outcome, peakMebibytes: typeof peak === 'number' ? peak : null };
}
