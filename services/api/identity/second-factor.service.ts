import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { judgeGuess } from '../../../domain/identity/sign-in.js';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { SecondFactorRecords, type TakenUpSignIn } from '../../../infra/database/second-factor-records.js';
import type { StartedSession } from '../../../infra/database/session-records.js';
import { SignInGuesses, type AdmittedGuess } from '../../../infra/database/sign-in-guesses.js';
import { totpStepOf } from '../../../infra/identity/totp.js';
import { askingDevice } from '../http/asking-device.js';
import type { SecondFactorDto } from './identity.dto.js';
import type { SessionView } from './identity.views.js';
import { SessionEntry } from './session-entry.js';
import { recordSignInRefusal } from './sign-in-refusal.js';

/** Null stands for a code that is wrong or used. */
type Proof = {
  readonly how: 'CODE' | 'RECOVERY_CODE' | 'ENROLMENT';
  readonly codes: readonly string[] | null;
};

/** The second half of a staff member's sign-in: a code of his app, or a recovery code (domain.md §12). */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secondFactors: SecondFactorRecords,
    private readonly guesses: SignInGuesses,
    private readonly accounts: AccountRecords,
    private readonly references: ReferenceRecords,
    private readonly entry: SessionEntry,
  ) {}

  /** The first time enrols the app, and the answer shows the recovery codes, which nothing shows again. */
  async complete(body: SecondFactorDto, ip: string): Promise<SessionView> {
    const { manager } = this.dataSource;
    const accountId = await this.secondFactors.waitingAccount(manager, body.pendingToken, askingDevice());
    if (accountId === null) throw new Refused([signInAgain()]);
    const policy = await this.references.policyInForce(manager);
    const guess = await this.guesses.admitCode(accountId, policy);
    const outcome = await this.dataSource.transaction((own) => this.attempt(own, body, guess, ip));
    if ('code' in outcome) throw new Refused([outcome]);
    await this.guesses.forget(manager, guess);
    const view = await this.entry.render(outcome.actor, outcome.session);
    return Object.assign(view, { recoveryCodes: outcome.recoveryCodes });
  }

  /** A refused attempt is a fact too: it is given back, so that its audit event stays. */
  private async attempt(
    manager: EntityManager,
    body: SecondFactorDto,
    guess: AdmittedGuess,
    ip: string,
  ): Promise<
    | Refusal
    | {
        readonly actor: Actor;
        readonly session: StartedSession;
        readonly recoveryCodes: readonly string[] | null;
      }
  > {
    const pending = await this.secondFactors.takeUp(manager, body.pendingToken, askingDevice());
    if (pending === null) return signInAgain();
    const account = await this.accounts.byId(manager, pending.accountId, pending.loginMethod, ip);
    if (account === null || account.actor.role !== pending.role) return signInAgain();
    const { actor, disabled } = account;
    const proof =
      guess.refusal === null && !disabled ? await this.prove(manager, pending, body, guess.wallMs) : null;
    if (proof === null) {
      const reason = disabled ? refusal('ACCOUNT_DISABLED') : (guess.refusal ?? wrongCode(guess));
      await recordSignInRefusal(manager, actor, ip, reason);
      return reason;
    }
    await this.secondFactors.finish(manager, pending);
    if (proof.how !== 'CODE') {
      await recordAudit(manager, actor, await readBusinessClock(manager), {
        action: proof.how === 'ENROLMENT' ? 'secondFactor.enrol' : 'secondFactor.useRecoveryCode',
        entity: 'account',
        entityId: actor.accountId,
      });
    }
    const device = { ...askingDevice(), isNamed: pending.deviceNamed };
    const session = await this.entry.begin(manager, actor, device);
    return { actor, session, recoveryCodes: proof.codes };
  }

  private async prove(
    manager: EntityManager,
    pending: TakenUpSignIn,
    { code, recoveryCode }: SecondFactorDto,
    wallMs: number,
  ): Promise<Proof | null> {
    const { accountId, secret } = pending;
    if (secret !== null) {
      const step = totpStepOf(secret, code ?? '', wallMs);
      const codes = step === null ? null : await this.secondFactors.enrol(manager, accountId, secret, step);
      return codes === null ? null : { how: 'ENROLMENT', codes };
    }
    const byApp = typeof code === 'string';
    const passes = byApp
      ? await this.secondFactors.passesCode(manager, accountId, code, wallMs)
      : await this.secondFactors.passesRecoveryCode(manager, accountId, recoveryCode ?? '');
    return passes ? { how: byApp ? 'CODE' : 'RECOVERY_CODE', codes: null } : null;
  }
}

function signInAgain(): Refusal {
  return refusal('AUTH_REQUIRED', { detail: '登录已超时或已完成，请重新登录' });
}

function wrongCode({ count, wallMs }: AdmittedGuess): Refusal {
  const judged = judgeGuess({ isRight: false, disabled: false }, count, wallMs);
  return judged?.code === 'AUTH_LOCKED'
    ? judged
    : refusal('AUTH_SECOND_FACTOR', { detail: '验证码错误或已使用' });
}
