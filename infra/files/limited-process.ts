import { spawn } from 'node:child_process';
import { cpus } from 'node:os';

const WALL_TIME_MS = 5_000;

/** Each file has a process of its own; no more of them at once than the machine has processors. */
const slots: { free: number; readonly waiting: (() => void)[] } = { free: cpus().length || 1, waiting: [] };

/**
 * Runs a script that reads one hostile file where it can do no harm: in a process without environment, killed when it
 * takes longer; the script limits its own memory. Gives what it has printed as JSON, null when it was killed.
 */
export async function runLimited(
  script: string,
  args: readonly string[],
  wallTimeMs = WALL_TIME_MS,
): Promise<unknown> {
  if (slots.free > 0) slots.free -= 1;
  else await new Promise<void>((resolve) => slots.waiting.push(resolve));
  try {
    return await run(script, args, wallTimeMs);
  } finally {
    const next = slots.waiting.shift();
    if (next === undefined) slots.free += 1;
    else next();
  }
}

function run(script: string, args: readonly string[], wallTimeMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), wallTimeMs);
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) resolve(null);
      else if (code === 0) resolve(JSON.parse(answer));
      else reject(new Error(`the inspection of a file ended with code ${code}`));
    });
  });
}
