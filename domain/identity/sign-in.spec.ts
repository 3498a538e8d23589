import { DEFAULT_POLICY } from '../policy.js';
import { isPasswordStrongEnough, parseUserName } from './credentials.js';
import { judgeSignIn, type SignInAttempt } from './sign-in.js';

const NOW = 1_628_000_000_000;
const MINUTE = 60_000;
const attempt = (over: Partial<SignInAttempt> = {}): SignInAttempt => ({
  passwordMatches: true,
  disabled: false,
  failedAttempts: 0,
  lockedUntilMs: null,
  ...over,
});
const judged = (over: Partial<SignInAttempt>) => judgeSignIn(attempt(over), DEFAULT_POLICY, NOW);

describe('a sign-in by password', () => {
  it('AC-03 with the right one forgets earlier failures', () => {
    expect(judged({ failedAttempts: 4 })).toEqual({ refusal: null, failedAttempts: 0, lockedUntilMs: null });
  });

  it('AC-03 with a wrong one counts, and the fifth locks for 30 minutes', () => {
    expect(judged({ passwordMatches: false, failedAttempts: 3 })).toMatchObject({
      refusal: { code: 'AUTH_CREDENTIAL_INVALID' },
      failedAttempts: 4,
    });
    expect(judged({ passwordMatches: false, failedAttempts: 4 })).toMatchObject({
      refusal: { code: 'AUTH_LOCKED', facts: { minutesLeft: 30 } },
      failedAttempts: 0,
      lockedUntilMs: NOW + 30 * MINUTE,
    });
  });

  it('AC-03 is refused while the lock lasts, whatever the password, and changes nothing', () => {
    const lock = { failedAttempts: 0, lockedUntilMs: NOW + 1 };
    for (const passwordMatches of [true, false]) {
      expect(judged({ ...lock, passwordMatches })).toMatchObject({
        refusal: { code: 'AUTH_LOCKED', facts: { minutesLeft: 1 } },
        ...lock,
      });
    }
    expect(judged({ lockedUntilMs: NOW }).refusal).toBeNull();
  });

  it('tells that the account is disabled only to who knows the password', () => {
    expect(judged({ disabled: true }).refusal?.code).toBe('ACCOUNT_DISABLED');
    expect(judged({ disabled: true, passwordMatches: false }).refusal?.code).toBe('AUTH_CREDENTIAL_INVALID');
  });
});

describe('credentials', () => {
  it('are named by 4 to 32 letters, digits, ._- in lower case', () => {
    expect([' Li.Ming ', 'a_b-1', 'x'.repeat(32)].map(parseUserName)).toEqual([
      'li.ming',
      'a_b-1',
      'x'.repeat(32),
    ]);
    expect(['abc', 'x'.repeat(33), '李明李明', 'a b c d', ''].map(parseUserName)).toEqual(
      Array(5).fill(null),
    );
  });

  it('have a password of 10 to 128 characters that is not the user name', () => {
    expect(isPasswordStrongEnough('0123456789', 'li.ming')).toBe(true);
    expect(isPasswordStrongEnough('012345678', 'li.ming')).toBe(false);
    expect(isPasswordStrongEnough('x'.repeat(129), 'li.ming')).toBe(false);
    expect(isPasswordStrongEnough('Long.User.Name', 'long.user.name')).toBe(false);
  });
});
