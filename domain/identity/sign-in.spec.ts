import { DEFAULT_POLICY } from '../policy.js';
import { isPasswordStrongEnough, parseUserName } from './credentials.js';
import { admitGuess, judgeGuess, NO_GUESSES, type GuessCount } from './sign-in.js';

const NOW = 1_628_000_000_000;
const MINUTE = 60_000;
const admitted = (count: GuessCount) => admitGuess(count, DEFAULT_POLICY, NOW);

describe('a guess at a password', () => {
  it('AC-03 counts before it is looked at, and the fifth locks for 30 minutes', () => {
    let count = NO_GUESSES;
    for (const failedAttempts of [1, 2, 3, 4]) {
      ({ count } = admitted(count));
      expect(count).toEqual({ failedAttempts, lockedUntilMs: null });
      expect(judgeGuess({ isRight: false, disabled: false }, count, NOW)?.code).toBe(
        'AUTH_CREDENTIAL_INVALID',
      );
    }
    const fifth = admitted(count);
    expect(fifth).toEqual({
      refusal: null,
      count: { failedAttempts: 0, lockedUntilMs: NOW + 30 * MINUTE },
    });
    expect(judgeGuess({ isRight: false, disabled: false }, fifth.count, NOW)).toMatchObject({
      code: 'AUTH_LOCKED',
      facts: { minutesLeft: 30 },
    });
  });

  it('AC-03 is not looked at while the lock lasts, and changes nothing', () => {
    const count = { failedAttempts: 0, lockedUntilMs: NOW + 1 };
    expect(admitted(count)).toEqual({
      refusal: { code: 'AUTH_LOCKED', facts: { minutesLeft: 1 } },
      count,
    });
    expect(admitted({ failedAttempts: 0, lockedUntilMs: NOW }).refusal).toBeNull();
  });

  it('AC-03 that is right lets in, the one that would have locked too', () => {
    const { count } = admitted({ failedAttempts: 4, lockedUntilMs: null });
    expect(judgeGuess({ isRight: true, disabled: false }, count, NOW)).toBeNull();
  });

  it('tells that the account is disabled only to who knows the password', () => {
    const { count } = admitted(NO_GUESSES);
    expect(judgeGuess({ isRight: true, disabled: true }, count, NOW)?.code).toBe('ACCOUNT_DISABLED');
    expect(judgeGuess({ isRight: false, disabled: true }, count, NOW)?.code).toBe('AUTH_CREDENTIAL_INVALID');
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
