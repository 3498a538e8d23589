import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { normalUserName } from '../../../domain/identity/credentials.js';
import { judgeSignIn } from '../../../domain/identity/sign-in.js';
import type { LoginMethod, Policy } from '../../../domain/policy.js';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { closedMethod } from '../../../infra/database/login-methods.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { SessionRecords, type StartedSession } from '../../../infra/database/session-records.js';
import { hashPassword, passwordMatches } from '../../../infra/identity/password.js';
import { CaptchaService } from './captcha.service.js';
import type { SignInDto } from './identity.dto.js';
import { renderAccount, type MeView, type SessionView } from './identity.views.js';
import { SessionEntry } from './session-entry.js';
import { recordSignInRefusal } from './sign-in-refusal.js';

const METHOD: LoginMethod = 'PASSWORD';

/** Sign-in by user name, password and captcha, and what follows from it (domain.md §12). */
@Injectable()
export class SignInService {
  /** Compared in the place of an unknown account's, so that both take the same time. */
  private readonly nobodysPassword = hashPassword(randomUUID());

  constructor(
    private readonly dataSource: DataSource,
    private readonly captchas: CaptchaService,
    private readonly accounts: AccountRecords,
    private readonly sessions: SessionRecords,
    private readonly references: ReferenceRecords,
    private readonly entry: SessionEntry,
  ) {}

  async signIn(body: SignInDto, ip: string): Promise<SessionView> {
    const isAnswered = await this.captchas.isAnswered(body.captchaId, body.captcha);
    const policy = await this.references.policyInForce(this.dataSource.manager);
    const account = await this.accounts.byUserName(normalUserName(body.userName), METHOD, ip);
    const actor = account?.actor ?? null;
    if (!isAnswered) return this.refuse(actor, ip, refusal('AUTH_CAPTCHA_INVALID'));
    const matches = await passwordMatches(
      account?.passwordHash ?? (await this.nobodysPassword),
      body.password,
    );
    if (actor === null) return this.refuse(actor, ip, refusal('AUTH_CREDENTIAL_INVALID'));
    const session = await this.attempt(actor, matches, policy);
    return this.entry.render(actor, session);
  }

  async signOut(actor: Actor, token: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      await this.sessions.end(manager, token);
      await recordAudit(manager, actor, now, {
        action: 'session.end',
        entity: 'account',
        entityId: actor.accountId,
      });
    });
  }

  async me(actor: Actor): Promise<MeView> {
    const { today } = await readBusinessClock(this.dataSource.manager);
    return { account: renderAccount(await this.accounts.profile(actor.accountId)), today };
  }

  /** Whether the method is open only who knows the password is told. A refused attempt is a fact too: its count and its audit event stay. */
  private async attempt(actor: Actor, matches: boolean, policy: Policy): Promise<StartedSession> {
    const outcome = await this.dataSource.transaction(async (manager) => {
      const state = await this.accounts.signInState(manager, actor.accountId);
      const judgement = judgeSignIn({ ...state, passwordMatches: matches }, policy, state.wallMs);
      await this.accounts.keepAttempt(manager, actor.accountId, judgement);
      if (judgement.refusal !== null) {
        await recordSignInRefusal(manager, actor, actor.ip, judgement.refusal);
        return judgement.refusal;
      }
      const { unitId, departmentId } = actor;
      const closed = await closedMethod(manager, this.references, METHOD, { unitId, departmentId });
      if (closed !== null) {
        await recordSignInRefusal(manager, actor, actor.ip, closed);
        return closed;
      }
      return this.entry.enter(manager, actor);
    });
    if ('code' in outcome) throw new Refused([outcome]);
    return outcome;
  }

  private async refuse(actor: Actor | null, ip: string, reason: Refusal): Promise<never> {
    await this.dataSource.transaction((manager) => recordSignInRefusal(manager, actor, ip, reason));
    throw new Refused([reason]);
  }
}
