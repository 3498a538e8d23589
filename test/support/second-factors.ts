import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { totpCodeOf, totpStepAt } from '../../infra/identity/totp.js';

/** An authenticator app: shows codes, and knows which it has shown. */
export interface App {
  readonly secret: string;
  readonly recoveryCodes: string[];
  lastStep: number;
}

const POLL_MS = 500;
/** A code must still be one when it arrives, on a busy machine too. */
const ON_ITS_WAY_MS = 15_000;
const apps = new Map<string, App>();
const inTurn = new Map<string, Promise<unknown>>();

/** The app of an account that was enrolled before the test, as the trial accounts are. */
export function knowApp(apiUrl: string, userName: string, secret: string): void {
  const key = keyOf(apiUrl, userName);
  if (apps.get(key)?.secret !== secret) apps.set(key, { secret, recoveryCodes: [], lastStep: 0 });
}

/** What a new app, enrolled by a sign-in, has to keep. */
export function keepApp(apiUrl: string, userName: string, secret: string): App {
  const app = { secret, recoveryCodes: [], lastStep: 0 };
  apps.set(keyOf(apiUrl, userName), app);
  return app;
}

export function appOf(apiUrl: string, userName: string): App {
  const app = apps.get(keyOf(apiUrl, userName));
  assert.ok(app, `${userName} has enrolled no second factor that the test knows`);
  return app;
}

/** A code that has not been shown; each serves once, so after three within a minute the next half minute is waited for. */
export async function nextCode(app: App): Promise<string> {
  const step = Math.max(app.lastStep + 1, totpStepAt(Date.now() + ON_ITS_WAY_MS) - 1);
  while (step > totpStepAt(Date.now()) + 1) await pause(POLL_MS);
  app.lastStep = step;
  return totpCodeOf(app.secret, step);
}

/** A recovery code where there is one, else a code of the app: for who signs in often within a minute. */
export async function nextProof(app: App): Promise<{ code: string } | { recoveryCode: string }> {
  const isSpent = app.lastStep >= totpStepAt(Date.now()) + 1;
  const recoveryCode = isSpent ? app.recoveryCodes.pop() : undefined;
  return recoveryCode === undefined ? { code: await nextCode(app) } : { recoveryCode };
}

/** Sign-ins of one account follow one another: the later of two codes ends the earlier one. */
export function inTurnOf<T>(apiUrl: string, userName: string, work: () => Promise<T>): Promise<T> {
  const key = keyOf(apiUrl, userName);
  const result = (inTurn.get(key) ?? Promise.resolve()).then(work, work);
  inTurn.set(
    key,
    result.catch(() => undefined),
  );
  return result;
}

function keyOf(apiUrl: string, userName: string): string {
  return `${apiUrl} ${userName.trim().toLowerCase()}`;
}
