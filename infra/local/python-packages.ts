import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './exclusive-lock.js';
import { LocalProblem } from './local-problem.js';
import type { Progress } from './progress.js';
import type { Program, Supervisor } from './supervisor.js';

/** A Python that finds the packages through its environment. */
export interface PythonWithPackages {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface PythonRequest {
  /** Exact versions with the checksums of their files; nothing else is installed. */
  readonly requirements: string;
  readonly cacheDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
}

const LEAST_MINOR = 11;
const LOCK_POLL_MS = 500;

/** Installs them once for all checkouts of this person, in the cache beside the server programs. */
export async function pythonPackages(request: PythonRequest): Promise<PythonWithPackages> {
  const version = await versionOf(request);
  const digest = createHash('sha256')
    .update(readFileSync(request.requirements))
    .update(version)
    .digest('hex');
  const parent = path.join(request.cacheDir, 'python');
  const folder = path.join(parent, digest.slice(0, 16));
  mkdirSync(parent, { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (!existsSync(folder)) await install(request, parent, folder);
  } finally {
    release();
  }
  return { command: 'python3', environment: { PYTHONPATH: folder, PYTHONNOUSERSITE: '1' } };
}

async function versionOf(request: PythonRequest): Promise<string> {
  const said = await attempt(request, 'python-version', ['-c', 'import sys; print(*sys.version_info[:2])']);
  const [, major = '', minor = ''] = /(\d+) (\d+)/.exec(said ?? '') ?? [];
  if (major === '3' && Number(minor) >= LEAST_MINOR) return `${major}.${minor}`;
  const found = said === null ? '' : `（当前 ${said.trim().replace(' ', '.')}）`;
  throw new LocalProblem(
    `需要 Python 3.${LEAST_MINOR} 以上${found}。Debian、Ubuntu：apt-get install python3 python3-pip。`,
    `Python 3.${LEAST_MINOR} or newer is needed. Debian, Ubuntu: apt-get install python3 python3-pip.`,
  );
}

async function install(request: PythonRequest, parent: string, folder: string): Promise<void> {
  const { requirements, progress } = request;
  const draft = `${folder}.draft`;
  for (const name of readdirSync(parent)) {
    if (name.startsWith(path.basename(draft))) rmSync(path.join(parent, name), { recursive: true });
  }
  const pip = await pipOf(request, `${draft}-venv`);
  progress.say(`安装 Python 包（${path.basename(requirements)}），只需一次 …`);
  const flags = ['--require-hashes', '--only-binary', ':all:', '--no-input', '--disable-pip-version-check'];
  const args = ['-m', 'pip', 'install', ...flags, '--target', draft, '-r', requirements];
  await request.supervisor.run(program(request, 'python-packages', pip, args));
  renameSync(draft, folder);
  rmSync(`${draft}-venv`, { recursive: true, force: true });
}

/** The machine's own pip; else that of an environment made for it, where Python brings one. */
async function pipOf(request: PythonRequest, folder: string): Promise<string> {
  if ((await attempt(request, 'python-pip', ['-m', 'pip', '--version'])) !== null) return 'python3';
  if ((await attempt(request, 'python-venv', ['-m', 'venv', folder])) !== null) {
    return path.join(folder, 'bin/python3');
  }
  throw new LocalProblem(
    'Python 没有 pip，也不能建立 venv。Debian、Ubuntu：apt-get install python3-pip。',
    'Python has neither pip nor venv. Debian, Ubuntu: apt-get install python3-pip.',
  );
}

/** What it printed; null where it failed or is not there. */
async function attempt(
  request: PythonRequest,
  name: string,
  args: readonly string[],
): Promise<string | null> {
  try {
    return await request.supervisor.run(program(request, name, 'python3', args));
  } catch (error) {
    if (error instanceof LocalProblem) return null;
    throw error;
  }
}

function program(request: PythonRequest, name: string, command: string, args: readonly string[]): Program {
  return {
    name,
    command,
    args,
    cwd: request.cacheDir,
    environment: request.environment,
    rank: 10,
  };
}

/** One process installs; others wait for it, and take over when it dies. */
async function lock(file: string): Promise<() => void> {
  for (;;) {
    const answer = takeLock(file);
    if (answer.held) return () => answer.release();
    await sleep(LOCK_POLL_MS);
  }
}
