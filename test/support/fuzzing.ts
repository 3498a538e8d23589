import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Progress } from '../../infra/local/progress.js';
import { pythonPackages } from '../../infra/local/python-packages.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import { runSurroundings } from './stack-surroundings.js';

/** What test/fuzz/fuzz.py is told. */
export interface FuzzPlan {
  readonly api: string;
  /** At least so many are sent unless the time runs out. */
  readonly requests: number;
  readonly seconds: number;
  readonly seed: number;
  /** A file that every upload may carry. */
  readonly pdf: string;
  readonly callers: readonly FuzzCaller[];
  /** In the order in which they are asked. */
  readonly operations: readonly FuzzOperation[];
  /** After these a session may be gone. */
  readonly endingSessions: readonly string[];
}
export interface FuzzCaller {
  readonly name: string;
  readonly token: string | null;
  /** OUT: no session that counts. */
  readonly standing: 'IN' | 'OUT';
}
export interface FuzzOperation {
  readonly method: string;
  readonly path: string;
  readonly public: boolean;
  /** Callers whose role does it on some object. */
  readonly who: readonly string[];
  /** Addresses of things that are there, and of one that is not. */
  readonly paths: readonly string[];
  readonly right: object | null;
  readonly takesFile: boolean;
}

type Counts = Readonly<Record<string, number>>;
export interface FuzzResult {
  readonly sent: number;
  readonly seconds: number;
  /** By operation and status. */
  readonly answers: Readonly<Record<string, Counts>>;
  readonly callers: Readonly<Record<string, Counts>>;
  readonly failures: Readonly<Record<string, object>>;
}

/** Runs the plan to its end; rejects where Python is missing, with what to install. */
export async function fuzz(plan: Omit<FuzzPlan, 'pdf'>, pdf: Uint8Array): Promise<FuzzResult> {
  const { root, runFolder, environment } = runSurroundings();
  const supervisor = new Supervisor(path.join(runFolder, 'processes'), path.join(runFolder, 'logs', 'fuzz'));
  try {
    const python = await pythonPackages({
      requirements: path.join(root, 'test/fuzz/requirements.txt'),
      cacheDir: environment['JUZHENG_CACHE_DIR'] ?? runFolder,
      environment,
      supervisor,
      progress: new Progress((text) => process.stdout.write(text)),
    });
    const file = (name: string): string => path.join(runFolder, `fuzz-${name}`);
    writeFileSync(file('file.pdf'), pdf);
    writeFileSync(file('plan.json'), JSON.stringify({ ...plan, pdf: file('file.pdf') }));
    await supervisor.run({
      name: 'schemathesis',
      command: python.command,
      args: [path.join(root, 'test/fuzz/fuzz.py'), file('plan.json'), file('result.json')],
      cwd: runFolder, // Hypothesis keeps what it learns of strings here
      environment: { ...environment, ...python.environment },
      rank: 10,
    });
    const result: FuzzResult = JSON.parse(readFileSync(file('result.json'), 'utf8'));
    return result;
  } finally {
    await supervisor.stopAll();
  }
}
