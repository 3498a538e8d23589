import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { LocalProblem } from './local-problem.js';

/** Postgres refuses to run as root; under root it runs as this account. */
export interface OrdinaryAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const PREFERRED = ['postgres', 'nobody'];
const SYSTEM_FOLDER = '/var/lib/juzheng';

export function findOrdinaryAccount(): OrdinaryAccount {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }));
  for (const wanted of PREFERRED) {
    const account = accounts.find(({ name, uid }) => name === wanted && uid > 0);
    if (account !== undefined) return account;
  }
  throw new LocalProblem(
    'Postgres 不能以 root 身份运行，而系统中没有 postgres 或 nobody 账户。请用普通用户运行，或先建立 postgres 账户。',
    'Postgres does not run as root and there is no account "postgres" or "nobody". Run as an ordinary user or create one.',
  );
}

/** Whether the account may walk down to the folder. */
export function canReach(folder: string, account: OrdinaryAccount): boolean {
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    const { mode, uid, gid } = statSync(place);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

/** A folder of root's own, under a home that others may not enter, has its stand-in where they may. */
export function reachableFolder(folder: string, account: OrdinaryAccount): string {
  if (canReach(folder, account)) return folder;
  const standIn = path.join(SYSTEM_FOLDER, createHash('sha256').update(folder).digest('hex').slice(0, 12));
  mkdirSync(standIn, { recursive: true });
  chmodSync(SYSTEM_FOLDER, 0o755);
  chmodSync(standIn, 0o711);
  return standIn;
}

export function reachableCache(cacheDir: string, account: OrdinaryAccount | null): string {
  if (account === null) return cacheDir;
  mkdirSync(SYSTEM_FOLDER, { recursive: true });
  chmodSync(SYSTEM_FOLDER, 0o755);
  return SYSTEM_FOLDER;
}
