import type { Policy } from '../policy.js';
import { refusal, type Refusal } from '../refusal.js';

/** Guesses that stand behind a user name, or behind it on one known device. Times are wall clock. */
export interface GuessCount {
  readonly failedAttempts: number;
  readonly lockedUntilMs: number | null;
}

export interface GuessAdmission {
  /** Null: the guess may be looked at. */
  readonly refusal: Refusal | null;
  /** What stands from now on, unless the guess turns out to be right. */
  readonly count: GuessCount;
}

type GuessLimits = Pick<Policy, 'captchaAttempts' | 'lockMinutes'>;

const MS_PER_MINUTE = 60_000;
export const NO_GUESSES: GuessCount = { failedAttempts: 0, lockedUntilMs: null };

/**
 * Every guess counts as failed before it is looked at, so that many at once are no more guesses than one after the
 * other; the one that reaches the limit sets the lock and is the last. While the lock lasts nothing is looked at.
 * Source: domain.md §12.
 */
export function admitGuess(count: GuessCount, limits: GuessLimits, wallMs: number): GuessAdmission {
  const { lockedUntilMs } = count;
  if (lockedUntilMs !== null && lockedUntilMs > wallMs) {
    return { refusal: locked(lockedUntilMs - wallMs), count };
  }
  const failedAttempts = count.failedAttempts + 1;
  const isLast = failedAttempts >= limits.captchaAttempts;
  return {
    refusal: null,
    count: isLast
      ? { failedAttempts: 0, lockedUntilMs: wallMs + limits.lockMinutes * MS_PER_MINUTE }
      : { failedAttempts, lockedUntilMs: null },
  };
}

/**
 * What an admitted guess is answered: null lets in. The guess that set the lock is answered with it. Only who knows
 * the password learns that an account is disabled.
 */
export function judgeGuess(
  guess: { readonly isRight: boolean; readonly disabled: boolean },
  count: GuessCount,
  wallMs: number,
): Refusal | null {
  if (guess.isRight) return guess.disabled ? refusal('ACCOUNT_DISABLED') : null;
  const { lockedUntilMs } = count;
  return lockedUntilMs === null ? refusal('AUTH_CREDENTIAL_INVALID') : locked(lockedUntilMs - wallMs);
}

function locked(forMs: number): Refusal {
  return refusal('AUTH_LOCKED', { minutesLeft: Math.ceil(forMs / MS_PER_MINUTE) });
}
