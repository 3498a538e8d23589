import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isStaff } from '../../../domain/authority/membership.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { normalUserName } from '../../../domain/identity/credentials.js';
import type { LoginMethod } from '../../../domain/policy.js';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { closedMethod } from '../../../infra/database/login-methods.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { CaptchaService } from './captcha.service.js';
import type { SignInDto } from './identity.dto.js';
import type { SessionView } from './identity.views.js';
import { PasswordGate } from './password-gate.js';
import { SessionEntry } from './session-entry.js';
import { recordSignInRefusal } from './sign-in-refusal.js';

const METHOD: LoginMethod = 'PASSWORD';

/** Sign-in by user name, password and captcha (domain.md §12). A lock concerns this method alone. */
@Injectable()
export class SignInService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly captchas: CaptchaService,
    private readonly accounts: AccountRecords,
    private readonly references: ReferenceRecords,
    private readonly passwords: PasswordGate,
    private readonly entry: SessionEntry,
  ) {}

  async signIn(body: SignInDto, ip: string): Promise<SessionView> {
    const isAnswered = await this.captchas.isAnswered(body.captchaId, body.captcha);
    const policy = await this.references.policyInForce(this.dataSource.manager);
    const userName = normalUserName(body.userName);
    const account = await this.accounts.byUserName(userName, METHOD, ip);
    const actor = account?.actor ?? null;
    if (!isAnswered) return this.refuse(actor, ip, refusal('AUTH_CAPTCHA_INVALID'));
    const { password } = body;
    const fault = await this.passwords.judge({ userName, account, password, ip }, policy);
    if (fault !== null || actor === null) {
      return this.refuse(actor, ip, fault ?? refusal('AUTH_CREDENTIAL_INVALID'));
    }
    // whether the method is open only who knows the password is told
    const closed = await this.closedTo(actor);
    if (closed !== null) return this.refuse(actor, ip, closed);
    const entered = await this.dataSource.transaction((manager) => this.entry.enter(manager, actor));
    return this.entry.render(actor, entered);
  }

  /** The policy says how units and persons come; staff have this one way, with their second factor (domain.md §12). */
  private async closedTo({ role, unitId, departmentId }: Actor): Promise<Refusal | null> {
    if (isStaff(role)) return null;
    return closedMethod(this.dataSource.manager, this.references, METHOD, { unitId, departmentId });
  }

  /** A refused attempt is a fact too. */
  private async refuse(actor: Actor | null, ip: string, reason: Refusal): Promise<never> {
    await this.dataSource.transaction((manager) => recordSignInRefusal(manager, actor, ip, reason));
    throw new Refused([reason]);
  }
}
