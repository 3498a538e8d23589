import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { LocalProblem } from './local-problem.js';
import { isRecord } from './stored-json.js';

/** The jest projects that belong together: `domain` has one for each time zone besides its own. */
export interface Stage {
  readonly name: string;
  readonly projects: readonly string[];
}

const STAGES = ['domain', 'boundaries', 'integration', 'workflow', 'replay', 'e2e', 'fuzz', 'chaos', 'local'];
const LIST_LIMIT_BYTES = 16 * 1024 * 1024;

/** In order, those that have a test to run under the given jest arguments. */
export async function stagesToRun(root: string, args: readonly string[]): Promise<Stage[]> {
  const { named, rest } = withoutProjects(args);
  const wanted = projectNames(root).filter((name) => named.length === 0 || named.includes(name));
  const withTests = new Set((await listedTests(root, rest)).map((file) => stageOf(root, file)));
  const stages = STAGES.map((name) => ({
    name,
    projects: wanted.filter((project) => project === name || project.startsWith(`${name} `)),
  })).filter(({ name, projects }) => projects.length > 0 && withTests.has(name));
  if (stages.length > 0) return stages;
  throw new LocalProblem(`没有符合“${args.join(' ')}”的测试。`, `No test matches "${args.join(' ')}".`);
}

/** `--selectProjects` is ours to give, stage by stage. */
export function withoutProjects(args: readonly string[]): { named: string[]; rest: string[] } {
  const named: string[] = [];
  const rest: string[] = [];
  let naming = false;
  for (const arg of args) {
    naming = arg === '--selectProjects' || (naming && !arg.startsWith('-'));
    if (!naming) rest.push(arg);
    else if (arg !== '--selectProjects') named.push(arg);
  }
  return { named, rest };
}

export function jestScript(root: string): string {
  return path.join(root, 'node_modules/jest/bin/jest.js');
}

async function listedTests(root: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [jestScript(root), '--listTests', '--json', '--passWithNoTests', ...args],
    { cwd: root, maxBuffer: LIST_LIMIT_BYTES },
  );
  const files: unknown = JSON.parse(stdout);
  return Array.isArray(files) ? files.map(String) : [];
}

function stageOf(root: string, file: string): string {
  const [folder, stage = ''] = path.relative(root, file).split(path.sep);
  return folder === 'test' ? stage : 'domain';
}

function projectNames(root: string): string[] {
  const config: unknown = createRequire(path.join(root, 'package.json'))('./jest.config.cjs');
  const projects: unknown[] = isRecord(config) && Array.isArray(config['projects']) ? config['projects'] : [];
  return projects.flatMap((project) => (isRecord(project) ? [String(project['displayName'])] : []));
}
