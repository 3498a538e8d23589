import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { isPasswordStrongEnough } from '../../../domain/identity/credentials.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { SessionRecords } from '../../../infra/database/session-records.js';
import { hashPassword } from '../../../infra/identity/password.js';
import type { PasswordChangeDto } from './identity.dto.js';
import { renderAccount, type MeView } from './identity.views.js';
import { renderSession, type OwnSessionList } from './own-account.views.js';
import { PasswordGate } from './password-gate.js';

/** Of somebody signed in: the account, the session it is used by, and what a browser sends back. */
export interface OwnSessionRequest {
  readonly actor: Actor;
  readonly sessionId: string;
  readonly csrfToken: string | null;
}

/** One's own account: who is signed in and where, 退出, a new password (domain.md §12). */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountRecords,
    private readonly sessions: SessionRecords,
    private readonly references: ReferenceRecords,
    private readonly passwords: PasswordGate,
  ) {}

  async me({ actor, csrfToken }: OwnSessionRequest): Promise<MeView> {
    const { today } = await readBusinessClock(this.dataSource.manager);
    return { account: renderAccount(await this.accounts.profile(actor.accountId)), today, csrfToken };
  }

  async list({ actor, sessionId }: OwnSessionRequest): Promise<OwnSessionList> {
    const sessions = await this.sessions.openOf(actor.accountId);
    return { items: sessions.map((each) => renderSession(each, sessionId)) };
  }

  async end({ actor, sessionId }: OwnSessionRequest, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const reason = id === sessionId ? 'SIGNED_OUT' : 'ENDED_BY_OWNER';
      if (!(await this.sessions.end(manager, actor.accountId, id, reason))) {
        throw Refused.because('FORBIDDEN_SCOPE');
      }
      await recordAudit(manager, actor, now, {
        action: 'session.end',
        entity: 'account',
        entityId: actor.accountId,
        after: { session: id },
      });
    });
  }

  async endOthers({ actor, sessionId }: OwnSessionRequest): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const ended = await this.sessions.endAll(manager, actor.accountId, 'ENDED_BY_OWNER', sessionId);
      await recordAudit(manager, actor, now, {
        action: 'session.endOthers',
        entity: 'account',
        entityId: actor.accountId,
        after: { ended },
      });
    });
  }

  /** Guesses at the old password count like those of a sign-in; all other sessions end. */
  async changePassword({ actor, sessionId }: OwnSessionRequest, body: PasswordChangeDto): Promise<void> {
    const { manager } = this.dataSource;
    const { accountId, loginMethod, ip } = actor;
    const { userName } = await this.accounts.profile(accountId);
    if (!isPasswordStrongEnough(body.newPassword, userName) || body.newPassword === body.currentPassword) {
      throw Refused.because(
        'VALIDATION_FAILED',
        { detail: '新密码不能与用户名或当前密码相同' },
        '/newPassword',
      );
    }
    const account = await this.accounts.byId(manager, accountId, loginMethod, ip);
    const policy = await this.references.policyInForce(manager);
    const guess = { userName, account, password: body.currentPassword, ip };
    const fault = await this.passwords.judge(guess, policy);
    if (fault?.code === 'AUTH_CREDENTIAL_INVALID') {
      throw Refused.because('VALIDATION_FAILED', { detail: '当前密码不正确' }, '/currentPassword');
    }
    if (fault !== null) throw new Refused([fault]);
    const passwordHash = await hashPassword(body.newPassword);
    await this.dataSource.transaction(async (own) => {
      const now = await readBusinessClock(own);
      await this.accounts.setPassword(own, accountId, passwordHash);
      const ended = await this.sessions.endAll(own, accountId, 'PASSWORD_CHANGED', sessionId);
      await recordAudit(own, actor, now, {
        action: 'password.change',
        entity: 'account',
        entityId: accountId,
        after: { endedSessions: ended },
      });
    });
  }
}
