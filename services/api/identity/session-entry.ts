import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { isStaff } from '../../../domain/authority/membership.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { Refused } from '../../../infra/database/refused.js';
import { SecondFactorRecords, type PendingSignIn } from '../../../infra/database/second-factor-records.js';
import {
  SessionRecords,
  type SessionDevice,
  type StartedSession,
} from '../../../infra/database/session-records.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { otpauthUri } from '../../../infra/identity/totp.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { askingDevice } from '../http/asking-device.js';
import { csrfTokenOf } from './csrf-token.js';
import { renderAccount, SessionView } from './identity.views.js';

/** A session, or for staff the second half of the way to it. */
export type Entered = StartedSession | PendingSignIn;

/** What every method of sign-in ends in, once it knows who is there: a session, its notices, its audit event. */
@Injectable()
export class SessionEntry {
  constructor(
    private readonly accounts: AccountRecords,
    private readonly sessions: SessionRecords,
    private readonly secondFactors: SecondFactorRecords,
    private readonly personalData: PersonalData,
  ) {}

  /** In the transaction that has judged the sign-in; `actor.loginMethod` says how he came. */
  async enter(manager: EntityManager, actor: Actor): Promise<Entered> {
    return isStaff(actor.role)
      ? this.secondFactors.ask(manager, actor, askingDevice())
      : this.begin(manager, actor);
  }

  /** Nothing more is asked. Who was signed in on the device before is told at his next request (`TAKEN_OVER`). */
  async begin(
    manager: EntityManager,
    actor: Actor,
    device: SessionDevice = askingDevice(),
  ): Promise<StartedSession> {
    const now = await readBusinessClock(manager);
    for (const ended of await this.sessions.takeOver(manager, actor, device)) {
      await recordAudit(manager, actor, now, {
        action: 'session.takeOver',
        entity: 'session',
        entityId: ended,
      });
    }
    await recordAudit(manager, actor, now, {
      action: 'session.start',
      entity: 'account',
      entityId: actor.accountId,
    });
    const { unitId } = actor;
    if (unitId !== null) await keepStandingNotices(manager, now, [{ unitId, isNews: false }]);
    return this.sessions.start(manager, actor, device);
  }

  /** `AUTH_SECOND_FACTOR` with what is needed, where one is. */
  async render({ accountId }: Actor, entered: Entered): Promise<SessionView> {
    const device = askingDevice();
    const profile = await this.accounts.profile(accountId);
    if ('pendingToken' in entered) throw secondFactorNeeded(entered, device.id, profile.userName);
    return Object.assign(new SessionView(), {
      token: entered.token,
      csrfToken: device.transport === 'COOKIE' ? csrfTokenOf(this.personalData, entered.token) : null,
      deviceId: device.id,
      endsAt: entered.endsAt.toISOString(),
      account: renderAccount(profile),
      recoveryCodes: null,
    });
  }
}

/** The facts are what `POST /sessions/second-factor` wants, and for the first time what the app has to know. */
function secondFactorNeeded(pending: PendingSignIn, deviceId: string, userName: string): Refused {
  const { pendingToken, expiresAt, secret } = pending;
  return Refused.because('AUTH_SECOND_FACTOR', {
    pendingToken,
    deviceId,
    expiresAt: expiresAt.toISOString(),
    enrolment: secret !== null,
    ...(secret !== null && { secret, otpauthUri: otpauthUri(secret, userName) }),
  });
}
