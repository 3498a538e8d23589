import { parseArgs } from 'node:util';
import path from 'node:path';
import { demonstrate } from './demo.js';
import { LocalProblem } from './local-problem.js';
import { Progress } from './progress.js';
import { runStart } from './start.js';
import { readSurroundings } from './surroundings.js';
import { runTests } from './test-run.js';

const FIRST_API_PORT = 3000;
const FIRST_DEMO_PORT = 3100;
const MOST_SEED = 1_000_000;
const DEMO_BEGINS_ON = '2021-08-05';

/** The commands of package.json that need servers; gives the exit code. */
export async function main(command: string, args: readonly string[], root: string): Promise<number> {
  // A reader that went away (`| head`) must not end us before what we started is stopped.
  process.stdout.on('error', () => undefined);
  const progress = new Progress((text) => process.stdout.write(text));
  try {
    return await dispatch(command, args, root, progress);
  } catch (error) {
    if (!(error instanceof LocalProblem)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return 1;
  }
}

function dispatch(
  command: string,
  args: readonly string[],
  root: string,
  progress: Progress,
): Promise<number> {
  const surroundings = readSurroundings(process.env);
  const scripts = servicesIn(root);
  if (command === 'test' || command === 'test:long') {
    return runTests({ root, args, long: command === 'test:long', scripts, surroundings, progress });
  }
  if (command === 'fuzz') {
    const tests = { root, args: ['--selectProjects', 'fuzz'], long: false, scripts, progress };
    const environment = { ...surroundings.environment, ...fuzzEnvironment(args) };
    return runTests({ ...tests, surroundings: { ...surroundings, environment } });
  }
  const options = startOptions(args);
  const common = {
    root,
    scripts,
    surroundings,
    progress,
    ...(options.apiPort === undefined ? {} : { apiPort: options.apiPort }),
  };
  if (command === 'demo') {
    return demonstrate(
      {
        ...common,
        folder: path.resolve(root, options.folder ?? '.data-demo'),
        fresh: true,
        firstApiPort: FIRST_DEMO_PORT,
        mayMovePort: true,
        startAt: options.today ?? DEMO_BEGINS_ON,
      },
      { script: path.join(root, 'dist/services/demo/main.js'), keep: options.keep },
    );
  }
  return runStart({
    ...common,
    folder: path.resolve(root, options.folder ?? '.data'),
    fresh: options.fresh,
    firstApiPort: FIRST_API_PORT,
    mayMovePort: false,
    ...(options.today === undefined ? {} : { startAt: options.today }),
  });
}

function servicesIn(root: string): { admin: string; api: string; worker: string } {
  const script = (service: string): string => path.join(root, 'dist/services', service, 'main.js');
  return { admin: script('admin'), api: script('api'), worker: script('worker') };
}

/** How many requests, and with which seed: one that was printed gives the same requests again. */
function fuzzEnvironment(args: readonly string[]): Record<string, string> {
  const { requests = '5000', seed = String(1 + Math.floor(Math.random() * MOST_SEED)) } = fuzzFlags(args);
  if (![requests, seed].every((each) => /^[1-9]\d{0,6}$/.test(each))) throw wrongFuzzFlag(args.join(' '));
  return { JUZHENG_FUZZ_REQUESTS: requests, JUZHENG_FUZZ_SEED: seed };
}

function fuzzFlags(args: readonly string[]): { requests?: string | undefined; seed?: string | undefined } {
  try {
    const options = { requests: { type: 'string' }, seed: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw wrongFuzzFlag(args.join(' '));
  }
}

function wrongFuzzFlag(given: string): LocalProblem {
  return new LocalProblem(
    `看不懂参数 ${given}。可用：--requests 次数（默认 5000） --seed 数字。`,
    `Cannot read ${given}. Possible: --requests N (5000 by default), --seed N.`,
  );
}

interface StartOptions {
  readonly fresh: boolean;
  readonly keep: boolean;
  readonly apiPort?: number;
  readonly folder?: string;
  readonly today?: string;
}

function startOptions(args: readonly string[]): StartOptions {
  const { fresh, keep, port, data, today } = parsedFlags(args);
  const apiPort = port === undefined ? undefined : Number(port);
  if (apiPort !== undefined && !(Number.isInteger(apiPort) && apiPort >= 1 && apiPort <= 65_535)) {
    throw wrongFlag(`--port ${port}`);
  }
  if (today !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(today)) throw wrongFlag(`--today ${today}`);
  return {
    fresh: fresh ?? false,
    keep: keep ?? false,
    ...(apiPort === undefined ? {} : { apiPort }),
    ...(data === undefined ? {} : { folder: data }),
    ...(today === undefined ? {} : { today }),
  };
}

function parsedFlags(args: readonly string[]): {
  fresh?: boolean | undefined;
  keep?: boolean | undefined;
  port?: string | undefined;
  data?: string | undefined;
  today?: string | undefined;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean' },
        keep: { type: 'boolean' },
        port: { type: 'string' },
        data: { type: 'string' },
        today: { type: 'string' },
      },
    }).values;
  } catch {
    throw wrongFlag(args.join(' '));
  }
}

function wrongFlag(given: string): LocalProblem {
  return new LocalProblem(
    `看不懂参数 ${given}。可用：--fresh（清空后重新开始） --port 端口 --data 文件夹 --today 年-月-日；演示另有 --keep（结束后不停止）。`,
    `Cannot read ${given}. Possible: --fresh, --port N, --data FOLDER, --today YYYY-MM-DD; for the demo also --keep.`,
  );
}
