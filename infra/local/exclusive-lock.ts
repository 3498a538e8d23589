import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.js';
import { isRecord, readStoredJson } from './stored-json.js';

export type LockAnswer =
  | { readonly held: true; release(): void }
  | { readonly held: false; readonly holder: ProcessIdentity };

/** One process at a time holds the file; the lock of a dead process is taken over. */
export function takeLock(file: string): LockAnswer {
  const mine = identifyProcess(process.pid) ?? { pid: process.pid, startedAt: '' };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (;;) {
      if (linked(draft, file)) return { held: true, release: () => rmSync(file, { force: true }) };
      const content = contentOf(file);
      const holder = lockHolder(file);
      if (holder !== null) return { held: false, holder };
      removeDeadLock(file, content);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living process that holds the file. */
export function lockHolder(file: string): ProcessIdentity | null {
  const stored = readStoredJson(file);
  if (!isRecord(stored) || typeof stored['pid'] !== 'number' || typeof stored['startedAt'] !== 'string') {
    return null;
  }
  const holder = { pid: stored['pid'], startedAt: stored['startedAt'] };
  return isRunning(holder) ? holder : null;
}

/** Two may find the same dead lock: who moved away a newer one puts it back. */
function removeDeadLock(file: string, deadContent: string | null): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (contentOf(aside) !== deadContent) linked(aside, file);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
