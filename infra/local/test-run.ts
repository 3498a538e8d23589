import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { lockHolder } from './exclusive-lock.js';
import type { Installation, ServiceScripts } from './installation.js';
import { LocalFolder } from './local-folder.js';
import { LocalProblem } from './local-problem.js';
import type { Progress } from './progress.js';
import { VERSITYGW } from './server-sources.js';
import { removePostgresStandIn } from './servers.js';
import { withInstallation } from './start.js';
import { isRecord, readStoredJson } from './stored-json.js';
import type { Surroundings } from './surroundings.js';
import { jestScript, stagesToRun, withoutProjects, type Stage } from './test-stages.js';

export interface TestRequest {
  readonly root: string;
  readonly args: readonly string[];
  readonly long: boolean;
  readonly scripts: ServiceScripts;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const FOLDER_PREFIX = 'juzheng-test-';
const FIRST_TEST_PORT = 20_000;
const PORT_SPREAD = 10_000;
const NEED_NO_SERVERS = ['domain', 'boundaries', 'replay'];
const WORKERS = 2;
const TEST_TIMEOUT_MS = 60_000;

/** `npm test`: the stages one after the other on servers started once; ends with the counted line. */
export async function runTests(request: TestRequest): Promise<number> {
  const counts: Counts[] = [];
  let complete = false;
  try {
    complete = await runStages(request, counts);
  } catch (error) {
    if (!(error instanceof LocalProblem)) throw error;
    request.progress.plain(error.message);
  } finally {
    const sum = (of: keyof Counts): number => counts.reduce((total, one) => total + one[of], 0);
    request.progress.plain(`${sum('passed')} passed, ${sum('failed') + (complete ? 0 : 1)} failed`);
  }
  return complete && counts.every(({ failed }) => failed === 0) && counts.some(({ passed }) => passed > 0)
    ? 0
    : 1;
}

/** False when it was stopped before the last stage. */
async function runStages(request: TestRequest, counts: Counts[]): Promise<boolean> {
  const stages = await stagesToRun(request.root, request.args);
  const folder = mkdtempSync(path.join(request.surroundings.temporaryDir, FOLDER_PREFIX));
  removeDeadRuns(request, folder);
  const firstApiPort = FIRST_TEST_PORT + Math.floor(Math.random() * PORT_SPREAD);
  const installation = { ...request, folder, fresh: false, firstApiPort, mayMovePort: true };
  const code = await withInstallation(installation, async (running) => {
    const environment = await environmentFor(request, running, stages);
    for (const stage of stages) counts.push(await runStage(request, running, stage, environment));
    return 0;
  });
  const clean = code === 0 && counts.every(({ failed }) => failed === 0);
  if (clean) removeRun(request, folder);
  else request.progress.plain(`日志保留在 ${path.join(folder, 'logs')}，直到下一次测试`);
  return code === 0;
}

/** Rules, boundaries and replay need nothing; one other test and the servers are started. */
async function environmentFor(
  request: TestRequest,
  installation: Installation,
  stages: readonly Stage[],
): Promise<Record<string, string>> {
  const length = request.long ? { JUZHENG_LONG: '1' } : {};
  if (stages.every(({ name }) => NEED_NO_SERVERS.includes(name))) return length;
  const { addresses, environment } = await installation.startServers(false);
  const integrates = stages.some(({ name }) => name === 'integration');
  const secondStore = integrates ? { VERSITYGW_BINARY: await installation.obtain(VERSITYGW) } : {};
  return {
    ...environment,
    ...length,
    ...secondStore,
    JUZHENG_RUN_DIR: installation.folder.path,
    JUZHENG_CACHE_DIR: request.surroundings.cacheDir,
    JUZHENG_ADMIN_SCRIPT: request.scripts.admin,
    JUZHENG_API_SCRIPT: request.scripts.api,
    JUZHENG_WORKER_SCRIPT: request.scripts.worker,
    ...(addresses.temporalBinary === null ? {} : { JUZHENG_TEMPORAL_BINARY: addresses.temporalBinary }),
  };
}

async function runStage(
  request: TestRequest,
  installation: Installation,
  stage: Stage,
  environment: Record<string, string>,
): Promise<Counts> {
  const begunAt = Date.now();
  const results = path.join(installation.folder.path, `results-${stage.name}.json`);
  request.progress.say(`测试 ${stage.name} …`);
  const jest = installation.show({
    name: `jest-${stage.name}`,
    command: process.execPath,
    args: [
      jestScript(request.root),
      ...withoutProjects(request.args).rest,
      '--passWithNoTests',
      `--maxWorkers=${WORKERS}`,
      '--selectProjects',
      ...stage.projects,
      `--testTimeout=${TEST_TIMEOUT_MS}`,
      '--json',
      `--outputFile=${results}`,
    ],
    cwd: request.root,
    environment: { ...request.surroundings.environment, ...environment },
  });
  const { code } = await jest.ended;
  const counts = countsFrom(results, code);
  const seconds = ((Date.now() - begunAt) / 1000).toFixed(1);
  request.progress.say(`测试 ${stage.name}：${counts.passed} 通过，${counts.failed} 失败（${seconds} s）`);
  return counts;
}

/** A file that could not even be loaded counts as one failure; so does a run without a result. */
function countsFrom(results: string, code: number | null): Counts {
  const stored = readStoredJson(results);
  if (!isRecord(stored)) return { passed: 0, failed: 1 };
  const number = (name: string): number => Number(stored[name] ?? 0);
  const failed = number('numFailedTests') + number('numRuntimeErrorTestSuites');
  return { passed: number('numPassedTests'), failed: failed === 0 && code !== 0 ? 1 : failed };
}

function removeDeadRuns(request: TestRequest, current: string): void {
  const parent = path.dirname(current);
  for (const name of readdirSync(parent)) {
    const folder = path.join(parent, name);
    const abandoned = name.startsWith(FOLDER_PREFIX) && folder !== current;
    if (abandoned && isOurs(folder) && lockHolder(new LocalFolder(folder).lock) === null)
      removeRun(request, folder);
  }
}

function isOurs(folder: string): boolean {
  try {
    return readdirSync(folder).includes('ports.json');
  } catch {
    return false;
  }
}

function removeRun(request: TestRequest, folder: string): void {
  removePostgresStandIn(new LocalFolder(folder), request.surroundings);
  rmSync(folder, { recursive: true, force: true });
}
