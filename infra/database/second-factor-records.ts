import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { Role } from '../../domain/authority/roles.js';
import { newTotpSecret, totpStepOf } from '../identity/totp.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { hashOf, newToken } from './hashed-token.js';
import type { SessionDevice } from './session-records.js';

/** A sign-in that waits for its second factor. */
export interface PendingSignIn {
  readonly pendingToken: string;
  readonly expiresAt: Date;
  /** The secret to enrol with, where the account has none yet. */
  readonly secret: string | null;
}

export interface TakenUpSignIn {
  readonly tokenHash: string;
  readonly accountId: string;
  readonly role: Role;
  readonly loginMethod: string;
  readonly secret: string | null;
  /** As it was at the first step. */
  readonly deviceNamed: boolean;
}

const PENDING_MINUTES = 5;
const WAITING = `from pending_sign_in
  where token_hash = $1 and device_hash = $2 and expires_at > clock_timestamp()`;
const RECOVERY_CODES = 10;
const RECOVERY_CODE_BYTES = 10;

/** Second factors and the sign-ins that wait for them. Secrets are sealed, codes hashed; times are wall clock. */
export class SecondFactorRecords {
  constructor(private readonly personalData: PersonalData) {}

  /** Single use, in the browser that has signed in; the ones that ran out are forgotten on the way. */
  async ask(manager: EntityManager, actor: Actor, device: SessionDevice): Promise<PendingSignIn> {
    const isEnrolled = await this.isEnrolled(manager, actor.accountId);
    const secret = isEnrolled ? null : newTotpSecret();
    const pendingToken = newToken();
    const [row] = await manager.query<[{ expires_at: Date }]>(
      `with expired as (delete from pending_sign_in where expires_at < clock_timestamp())
       insert into pending_sign_in
         (token_hash, account_id, role, login_method, ip, device_hash, device_named, enrolment_sealed, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + make_interval(mins => $9)) returning expires_at`,
      [
        hashOf(pendingToken),
        actor.accountId,
        actor.role,
        actor.loginMethod,
        actor.ip,
        hashOf(device.id),
        device.isNamed,
        secret === null ? null : this.personalData.seal(secret),
        PENDING_MINUTES,
      ],
    );
    return { pendingToken, expiresAt: row.expires_at, secret };
  }

  /** Whose sign-in waits under a token in this browser; null: over, used, or of another browser. */
  async waitingAccount(manager: EntityManager, token: string, device: SessionDevice): Promise<string | null> {
    const [row] = await manager.query<{ account_id: string }[]>(`select account_id ${WAITING}`, [
      hashOf(token),
      hashOf(device.id),
    ]);
    return row?.account_id ?? null;
  }

  /** Locks it: of several at once each sees what the one before has made of it. Null: over, used, or of another browser. */
  async takeUp(manager: EntityManager, token: string, device: SessionDevice): Promise<TakenUpSignIn | null> {
    const [row] = await manager.query<
      {
        token_hash: string;
        account_id: string;
        role: Role;
        login_method: string;
        enrolment_sealed: string | null;
        device_named: boolean;
      }[]
    >(
      `select token_hash, account_id, role, login_method, enrolment_sealed, device_named ${WAITING} for update`,
      [hashOf(token), hashOf(device.id)],
    );
    if (row === undefined) return null;
    return {
      tokenHash: row.token_hash,
      accountId: row.account_id,
      role: row.role,
      loginMethod: row.login_method,
      secret: row.enrolment_sealed === null ? null : this.personalData.open(row.enrolment_sealed),
      deviceNamed: row.device_named,
    };
  }

  async finish(manager: EntityManager, { tokenHash }: TakenUpSignIn): Promise<void> {
    await manager.query('delete from pending_sign_in where token_hash = $1', [tokenHash]);
  }

  /** Gives the recovery codes, which nothing shows again; null: another sign-in has enrolled meanwhile. */
  async enrol(
    manager: EntityManager,
    accountId: string,
    secret: string,
    step: number,
  ): Promise<readonly string[] | null> {
    const [row] = await manager.query<{ account_id: string }[]>(
      `insert into second_factor (account_id, secret_sealed, last_step) values ($1, $2, $3)
       on conflict do nothing returning account_id`,
      [accountId, this.personalData.seal(secret), step],
    );
    return row === undefined ? null : this.renewCodes(manager, accountId);
  }

  /** In the place of all that there were. */
  async renewCodes(manager: EntityManager, accountId: string): Promise<readonly string[]> {
    await manager.query('delete from recovery_code where account_id = $1', [accountId]);
    const codes = Array.from({ length: RECOVERY_CODES }, () =>
      randomBytes(RECOVERY_CODE_BYTES).toString('hex'),
    );
    await manager.query('insert into recovery_code (account_id, code_hash) select $1, unnest($2::text[])', [
      accountId,
      codes.map(recoveryHash),
    ]);
    return codes;
  }

  /** Uses the code up when it is right: each step of time serves once, and none after a later one. */
  async passesCode(
    manager: EntityManager,
    accountId: string,
    code: string,
    wallMs: number,
  ): Promise<boolean> {
    const [row] = await manager.query<{ secret_sealed: string; last_step: number }[]>(
      'select secret_sealed, last_step from second_factor where account_id = $1 for update',
      [accountId],
    );
    if (row === undefined) return false;
    const step = totpStepOf(this.personalData.open(row.secret_sealed), code, wallMs);
    if (step === null || step <= row.last_step) return false;
    await manager.query('update second_factor set last_step = $2 where account_id = $1', [accountId, step]);
    return true;
  }

  /** Uses the code up when it is right. */
  async passesRecoveryCode(manager: EntityManager, accountId: string, code: string): Promise<boolean> {
    const [, count] = await manager.query<[unknown[], number]>(
      `update recovery_code set used_at = clock_timestamp()
        where account_id = $1 and code_hash = $2 and used_at is null`,
      [accountId, recoveryHash(code)],
    );
    return count > 0;
  }

  /** The next sign-in enrols anew. */
  async reset(manager: EntityManager, accountId: string): Promise<void> {
    await manager.query('delete from recovery_code where account_id = $1', [accountId]);
    await manager.query('delete from second_factor where account_id = $1', [accountId]);
  }

  private async isEnrolled(manager: EntityManager, accountId: string): Promise<boolean> {
    const found = await manager.query<unknown[]>('select from second_factor where account_id = $1', [
      accountId,
    ]);
    return found.length > 0;
  }
}

/** Blanks and hyphens are only for reading; 80 random bits need no slow hash. */
function recoveryHash(code: string): string {
  return hashOf(code.replaceAll(/[\s-]/g, '').toLowerCase());
}
