import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Role } from '../../../domain/authority/roles.js';
import type { LoginMethod } from '../../../domain/policy.js';
import { refusal, type Decision, type Refusal } from '../../../domain/refusal.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { closedMethod } from '../../../infra/database/login-methods.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import {
  UnitEntryRecords,
  type EnteredUnit,
  type Entrant,
} from '../../../infra/database/unit-entry-records.js';
import { SessionEntry } from '../identity/session-entry.js';
import { recordSignInRefusal } from '../identity/sign-in-refusal.js';
import type { SessionView } from '../identity/identity.views.js';

/** Who is at the door, as the method has proved it. */
export interface Arrival {
  readonly method: LoginMethod;
  readonly ip: string;
  /** For the audit trail: nothing that is personal. */
  readonly proof: Readonly<Record<string, string>>;
}

export type Admission =
  | { readonly unit: EnteredUnit; readonly entrant: Entrant; readonly role: Decision<Role> }
  | { readonly refusal: Refusal; readonly more?: Readonly<Record<string, string>> };

/** The last steps of every sign-in for a unit without a password: method, unit, account, session, in one transaction. */
@Injectable()
export class EntryDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly entries: UnitEntryRecords,
    private readonly sessions: SessionEntry,
  ) {}

  unit(manager: EntityManager, uscc: string): Promise<EnteredUnit | null> {
    return this.entries.lockUnit(manager, uscc);
  }

  /** A refused arrival is a fact too: what `judge` has written stays, with its audit event. */
  async admit(arrival: Arrival, judge: (manager: EntityManager) => Promise<Admission>): Promise<SessionView> {
    const { method, ip, proof } = arrival;
    const outcome = await this.dataSource.transaction(async (manager) => {
      const admission = await judge(manager);
      if ('refusal' in admission) return this.refuse(manager, arrival, admission.refusal, admission.more);
      const { unit, entrant, role } = admission;
      const place = { unitId: unit.id, uscc: unit.uscc };
      const closed = await closedMethod(manager, this.references, method, place);
      if (closed !== null) return this.refuse(manager, arrival, closed);
      if (!role.accepted) return this.refuse(manager, arrival, role.refusals[0]);
      const coming = { role: role.value, method, ip };
      const account = await this.entries.account(manager, unit, entrant, coming);
      if (account.disabled) return this.refuse(manager, arrival, refusal('ACCOUNT_DISABLED'));
      await recordAudit(manager, account.actor, await readBusinessClock(manager), {
        action: 'entry.prove',
        entity: 'account',
        entityId: account.actor.accountId,
        after: { method, ...proof },
      });
      return { actor: account.actor, session: await this.sessions.enter(manager, account.actor) };
    });
    if ('code' in outcome) throw new Refused([outcome]);
    return this.sessions.render(outcome.actor, outcome.session);
  }

  private async refuse(
    manager: EntityManager,
    { method, ip, proof }: Arrival,
    reason: Refusal,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Refusal> {
    await recordSignInRefusal(manager, null, ip, reason, { method, ...proof, ...more });
    return reason;
  }
}
