import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { TRIAL_MARK } from '../config/production-guards.js';
import { LocalProblem } from './local-problem.js';
import { isRecord, readStoredJson, storeJson } from './stored-json.js';

/** Passwords and keys of one local installation, made once and kept beside what they protect. */
export interface TrialSecrets {
  readonly postgresPassword: string;
  readonly s3AccessKey: string;
  readonly s3SecretKey: string;
  /** The mark, `:` and 32 bytes in base64: production refuses a key of this name. */
  readonly dataKeys: string;
  readonly indexKey: string;
}

const KEY_BYTES = 32;

/** Never replaces what exists: encrypted columns could not be read again. */
export function keepTrialSecrets(file: string): TrialSecrets {
  if (existsSync(file)) {
    const stored = readStoredJson(file);
    if (isTrialSecrets(stored)) return stored;
    throw new LocalProblem(
      `${file} 已损坏，没有它就读不出已加密的内容。请恢复该文件，或用 --fresh 重新开始（会清空试用内容）。`,
      `${file} is damaged and encrypted content cannot be read without it. Restore it, or start anew with --fresh.`,
    );
  }
  const secrets: TrialSecrets = {
    postgresPassword: randomBytes(18).toString('hex'),
    s3AccessKey: `${TRIAL_MARK}-${randomBytes(4).toString('hex')}`,
    s3SecretKey: randomBytes(18).toString('hex'),
    dataKeys: `${TRIAL_MARK}:${randomBytes(KEY_BYTES).toString('base64')}`,
    indexKey: randomBytes(KEY_BYTES).toString('base64'),
  };
  storeJson(file, secrets, 0o600);
  return secrets;
}

function isTrialSecrets(value: unknown): value is TrialSecrets {
  const names = ['postgresPassword', 's3AccessKey', 's3SecretKey', 'dataKeys', 'indexKey'];
  return isRecord(value) && names.every((name) => typeof value[name] === 'string' && value[name] !== '');
}
