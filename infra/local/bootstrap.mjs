import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const LEAST_NODE = [20, 19];
const LOCK_POLL_MS = 500;

process.exitCode = await run(process.argv[2], process.argv.slice(3));
// Whatever a library may still hold open, the command is over.
if (process.argv[2] !== 'admin') process.exit();

async function run(command, args) {
  if (!nodeIsNewEnough()) {
    return refuse(
      `需要 Node ${LEAST_NODE.join('.')} 以上，当前为 ${process.versions.node}。请升级 Node 后重试。`,
      `Node ${LEAST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. Upgrade Node and try again.`,
    );
  }
  if (!installed() && !installPackages()) {
    return refuse(
      '安装依赖失败，原因见上。请检查能否访问 npm 软件源，然后重新执行同一条命令。',
      'Installing the packages failed, see above. Check that the npm registry can be reached and run the same command again.',
    );
  }
  if (command === 'check') {
    const { check } = await import('./check.mjs');
    return check(root);
  }
  if (command === 'client') {
    const { generateClient } = await import('./client.mjs');
    return generateClient(root, args, runningInstallation());
  }
  const { ensureBuilt } = await import('./build.mjs');
  await ensureBuilt(root, tell);
  if (command === 'admin') return admin(args);
  const { main } = createRequire(import.meta.url)(path.join(root, 'dist/infra/local/main.js'));
  return main(command, args, root);
}

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}

/** By the lock's content, because a checkout changes its time; else by time, as npm itself leaves it. */
function installed() {
  const lock = path.join(root, 'package-lock.json');
  const mark = path.join(root, 'node_modules/.juzheng-lock');
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex');
  try {
    if (readFileSync(mark, 'utf8') === digest) return true;
  } catch {}
  try {
    if (statSync(path.join(root, 'node_modules/.package-lock.json')).mtimeMs < statSync(lock).mtimeMs)
      return false;
    writeFileSync(mark, digest);
    return true;
  } catch {
    return false;
  }
}

function installPackages() {
  const folder = path.join(root, '.data-install');
  while (!taken(folder)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS);
  try {
    if (installed()) return true;
    tell('安装依赖（npm ci），通常需要一到两分钟 …');
    // No package here needs its install script; ours does what the Postgres package's would do.
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status } = spawnSync('npm', flags, { cwd: root, stdio: ['ignore', 2, 2] });
    return status === 0 && installed();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function taken(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'pid'), String(process.pid));
    return true;
  } catch {
    try {
      process.kill(Number(readFileSync(path.join(folder, 'pid'), 'utf8')), 0);
    } catch {
      rmSync(folder, { recursive: true, force: true });
    }
    return false;
  }
}

/** The operator's commands use the running installation's addresses unless some are given. */
function admin(args) {
  const script = path.join(root, 'dist/services/admin/main.js');
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', script, ...args], {
    stdio: 'inherit',
    env: { ...runningInstallation(), ...process.env },
  });
  return status ?? 1;
}

function runningInstallation() {
  const folder = path.resolve(root, process.env.JUZHENG_DATA_DIR ?? '.data');
  try {
    return JSON.parse(readFileSync(path.join(folder, 'environment.json'), 'utf8'));
  } catch {
    return {};
  }
}

function tell(text) {
  process.stderr.write(`${text}\n`);
}

function refuse(chinese, english) {
  tell(`${chinese}\n${english}`);
  return 1;
}
