import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';

const bin = (name) => path.join('node_modules/.bin', name);
const node = process.execPath;
const SOURCE_FOLDERS = ['domain', 'workflows', 'activities', 'infra', 'services', 'test'];

/** The longest first, so that two at a time end together. */
const TOOLS = [
  {
    name: '领域测试 domain specs',
    command: node,
    args: ['node_modules/jest/bin/jest.js', '--selectProjects', ...domainProjects(), '--maxWorkers', '1'],
  },
  { name: '检查 lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  {
    name: '边界 boundaries',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', ...SOURCE_FOLDERS],
  },
  { name: '未使用 unused code', command: bin('knip'), args: [] },
  {
    name: '类型 types',
    command: node,
    args: ['node_modules/typescript7/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  },
  {
    name: '密钥 secrets',
    command: bin('secretlint'),
    args: ['--secretlintignore', '.gitignore', '**/*'],
  },
  { name: '格式 format', command: bin('oxfmt'), args: ['--check', '.'] },
];

function domainProjects() {
  const { projects } = createRequire(import.meta.url)('../../jest.config.cjs');
  return projects.map(({ displayName }) => displayName).filter((name) => name.startsWith('domain'));
}

/** `npm run check`: every tool runs whatever the others say; a failing one is shown whole. */
export async function check(root) {
  const waiting = [...TOOLS];
  const failed = [];
  const lane = async () => {
    for (let tool = waiting.shift(); tool !== undefined; tool = waiting.shift()) {
      const { name, command, args } = tool;
      const { code, output, seconds } = await run(root, command, args);
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name}（${seconds} s）\n`);
      if (code !== 0) {
        failed.push(name);
        process.stdout.write(`${output.trimEnd()}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), TOOLS.length) }, lane));
  process.stdout.write(failed.length === 0 ? '全部通过\n' : `未通过：${failed.join('、')}\n`);
  return failed.length === 0 ? 0 : 1;
}

function run(root, command, args) {
  const begunAt = Date.now();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    const end = (code, text) => {
      const seconds = ((Date.now() - begunAt) / 1000).toFixed(1);
      resolve({ code, output: text ?? Buffer.concat(chunks).toString(), seconds });
    };
    child.once('error', (error) => end(1, error.message));
    child.once('close', (code) => end(code));
  });
}
