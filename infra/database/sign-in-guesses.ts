import type { DataSource, EntityManager } from 'typeorm';
import { admitGuess, type GuessAdmission } from '../../domain/identity/sign-in.js';
import type { Policy } from '../../domain/policy.js';
import type { PersonalData } from '../personal-data/personal-data.js';

export interface AdmittedGuess extends GuessAdmission {
  readonly subject: string;
  readonly wallMs: number;
}

/** Beyond the longest lock that a policy may set (POLICY_LIMITS.lockMinutes): nothing is remembered of a subject. */
const FORGOTTEN_AFTER_HOURS = 48;

/** Counts guesses at passwords and codes before they are looked at, for all processes. Wall clock. */
export class SignInGuesses {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  /**
   * By the name as it was typed, so that one that nobody has is counted and locked like any other. A device on which
   * the owner has signed in before counts for itself: whoever guesses elsewhere cannot lock him out.
   */
  admitPassword(userName: string, knownDevice: string | null, policy: Policy): Promise<AdmittedGuess> {
    return this.admit(['PASSWORD', userName, knownDevice ?? ''], policy);
  }

  admitCode(accountId: string, policy: Policy): Promise<AdmittedGuess> {
    return this.admit(['CODE', accountId], policy);
  }

  /** The guess was right. */
  async forget(manager: EntityManager, { subject }: Pick<AdmittedGuess, 'subject'>): Promise<void> {
    await manager.query('delete from sign_in_guess where subject = $1', [subject]);
  }

  /** In a transaction of its own: the count stands, whatever becomes of the request. */
  private admit(parts: readonly string[], policy: Policy): Promise<AdmittedGuess> {
    const subject = this.personalData.blindIndex('sign-in-guess', JSON.stringify(parts));
    return this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<[{ failed: number; until: Date | null; wall: Date }]>(
        `insert into sign_in_guess (subject) values ($1)
         on conflict (subject) do update set last_at = clock_timestamp()
         returning failed_attempts as failed, locked_until as until, clock_timestamp() as wall`,
        [subject],
      );
      const wallMs = row.wall.getTime();
      const count = { failedAttempts: row.failed, lockedUntilMs: row.until?.getTime() ?? null };
      const admission = admitGuess(count, policy, wallMs);
      if (admission.refusal === null) await this.keep(manager, subject, admission);
      return { ...admission, subject, wallMs };
    });
  }

  /** Forgets old ones on the way; by `now()`, because with a clock that runs on no index is used. */
  private async keep(manager: EntityManager, subject: string, { count }: GuessAdmission): Promise<void> {
    await manager.query(
      `with old as (delete from sign_in_guess where subject in
         (select subject from sign_in_guess where last_at < now() - make_interval(hours => $4)
           limit 20 for update skip locked))
       update sign_in_guess set failed_attempts = $2, locked_until = $3 where subject = $1`,
      [
        subject,
        count.failedAttempts,
        count.lockedUntilMs === null ? null : new Date(count.lockedUntilMs),
        FORGOTTEN_AFTER_HOURS,
      ],
    );
  }
}
