import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { Refused } from '../../../infra/database/refused.js';
import { SessionRecords } from '../../../infra/database/session-records.js';
import { renderAccount, type MeView } from './identity.views.js';
import { renderSession, type OwnSessionList } from './own-account.views.js';

/** Of somebody signed in: the account, the session it is used by, and what a browser sends back. */
export interface OwnSessionRequest {
  readonly actor: Actor;
  readonly sessionId: string;
  readonly csrfToken: string | null;
}

/** One's own account: who is signed in and where, 退出 (domain.md §12). */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountRecords,
    private readonly sessions: SessionRecords,
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
}
