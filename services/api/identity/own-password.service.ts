import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isPasswordStrongEnough } from '../../../domain/identity/credentials.js';
import { noticeText } from '../../../domain/notice/notice-catalogue.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { tellAccounts } from '../../../infra/database/notices.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { hashPassword } from '../../../infra/identity/password.js';
import type { PasswordChangeDto } from './identity.dto.js';
import type { OwnSessionRequest } from './own-account.service.js';
import { PasswordGate } from './password-gate.js';
import { WaysIn } from './ways-in.js';

/** A new password: whoever came in with the old one, or with what was made under it, is out. */
@Injectable()
export class OwnPasswordService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountRecords,
    private readonly references: ReferenceRecords,
    private readonly passwords: PasswordGate,
    private readonly waysIn: WaysIn,
  ) {}

  /** Guesses at the old password count like those of a sign-in; all other sessions and all programs' tokens end. */
  async change({ actor, sessionId }: OwnSessionRequest, body: PasswordChangeDto): Promise<void> {
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
      const ended = await this.waysIn.endAll(own, accountId, 'PASSWORD_CHANGED', sessionId);
      await recordAudit(own, actor, now, {
        action: 'password.change',
        entity: 'account',
        entityId: accountId,
        after: ended,
      });
      await tellOfTokens(own, accountId, ended.revokedTokens);
    });
  }
}

/** Whoever runs the programs has to make new tokens. */
async function tellOfTokens(manager: EntityManager, accountId: string, count: number): Promise<void> {
  if (count === 0) return;
  const notice = { code: 'N-30', subject: randomUUID(), body: noticeText('N-30', { count }) };
  await tellAccounts(manager, await readBusinessClock(manager), notice, [accountId]);
}
