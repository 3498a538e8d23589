import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { SessionRecords, type StartedSession } from '../../../infra/database/session-records.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { renderAccount, type SessionView } from './identity.views.js';

/** What every method of sign-in ends in, once it knows who is there: a session, its notices, its audit event. */
@Injectable()
export class SessionEntry {
  constructor(
    private readonly accounts: AccountRecords,
    private readonly sessions: SessionRecords,
  ) {}

  /** In the transaction that has judged the sign-in; `actor.loginMethod` says how he came. */
  async enter(manager: EntityManager, actor: Actor): Promise<StartedSession> {
    const now = await readBusinessClock(manager);
    await this.accounts.endSessionsFrom(manager, actor.accountId, actor.ip);
    await recordAudit(manager, actor, now, {
      action: 'session.start',
      entity: 'account',
      entityId: actor.accountId,
    });
    const { unitId } = actor;
    if (unitId !== null) await keepStandingNotices(manager, now, [{ unitId, isNews: false }]);
    return this.sessions.start(manager, actor.accountId, actor.loginMethod, actor.ip);
  }

  async render({ accountId }: Actor, session: StartedSession): Promise<SessionView> {
    return {
      token: session.token,
      endsAt: session.endsAt.toISOString(),
      account: renderAccount(await this.accounts.profile(accountId)),
    };
  }
}
