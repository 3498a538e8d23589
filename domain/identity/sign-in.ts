import type { Policy } from '../policy.js';
import { refusal, type Refusal } from '../refusal.js';

/** One try to sign in by password, and what the account has behind it. Times are wall clock. */
export interface SignInAttempt {
  readonly passwordMatches: boolean;
  readonly disabled: boolean;
  readonly failedAttempts: number;
  readonly lockedUntilMs: number | null;
}

export interface SignInJudgement {
  readonly refusal: Refusal | null;
  /** What the account has behind it from now on. */
  readonly failedAttempts: number;
  readonly lockedUntilMs: number | null;
}

const MS_PER_MINUTE = 60_000;

/**
 * While the lock lasts nothing is told of the password; the failure that reaches the limit sets the lock and is
 * answered with it. Only who knows the password learns that an account is disabled. Source: domain.md §12.
 */
export function judgeSignIn(
  attempt: SignInAttempt,
  policy: Pick<Policy, 'captchaAttempts' | 'lockMinutes'>,
  wallMs: number,
): SignInJudgement {
  const { failedAttempts, lockedUntilMs } = attempt;
  if (lockedUntilMs !== null && lockedUntilMs > wallMs) {
    return { refusal: locked(lockedUntilMs - wallMs), failedAttempts, lockedUntilMs };
  }
  if (attempt.passwordMatches) {
    const disabled = attempt.disabled ? refusal('ACCOUNT_DISABLED') : null;
    return { refusal: disabled, failedAttempts: 0, lockedUntilMs: null };
  }
  const failures = failedAttempts + 1;
  if (failures < policy.captchaAttempts) {
    return { refusal: refusal('AUTH_CREDENTIAL_INVALID'), failedAttempts: failures, lockedUntilMs: null };
  }
  const until = wallMs + policy.lockMinutes * MS_PER_MINUTE;
  return { refusal: locked(until - wallMs), failedAttempts: 0, lockedUntilMs: until };
}

function locked(forMs: number): Refusal {
  return refusal('AUTH_LOCKED', { minutesLeft: Math.ceil(forMs / MS_PER_MINUTE) });
}
