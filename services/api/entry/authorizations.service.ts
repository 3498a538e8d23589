import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { mayAuthorize } from '../../../domain/identity/entrant.js';
import { fitsUnit } from '../../../domain/identity/login-method.js';
import { noticeText } from '../../../domain/notice/notice-catalogue.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { tellAccounts } from '../../../infra/database/notices.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { UnitAuthorizationRecords } from '../../../infra/database/unit-authorization-records.js';
import type { IdentityVerifier } from '../../../infra/identity/identity-verifier.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { keyset, page } from '../http/keyset.js';
import { IDENTITY_VERIFIER } from '../identity/registration.service.js';
import { statedPerson } from '../identity/stated-person.js';
import type { AuthorizationQuery, GrantDto } from './entry.dto.js';
import { renderAuthorization, type AuthorizationPage, type AuthorizationView } from './entry.views.js';

/** Whom a unit lets in by electronic licence or certificate: granted, revoked, listed (domain.md §12). */
@Injectable()
export class AuthorizationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly authorizations: UnitAuthorizationRecords,
    private readonly personalData: PersonalData,
    @Inject(IDENTITY_VERIFIER) private readonly verifier: IdentityVerifier | null,
  ) {}

  /** Each is real-name verified before. */
  async grant(request: FactRequest, body: GrantDto): Promise<AuthorizationView> {
    const { actor } = request;
    const { method, role, mobile } = body;
    accepted(mayAuthorize(actor.role, method, role));
    const unitId = unitOf(actor);
    if (this.verifier === null) throw Refused.because('AUTH_METHOD_DISABLED');
    const person = { ...(await statedPerson(this.dataSource.manager, body)), mobile };
    if (!(await this.verifier.confirms(person))) {
      throw Refused.because('VALIDATION_FAILED', { detail: '身份信息未通过核验' }, '/idNo');
    }
    const id = await this.facts.run(request, async ({ manager, audit }) => {
      const { uscc } = await this.authorizations.lockUnit(manager, unitId);
      if (!fitsUnit(method, uscc)) throw Refused.because('AUTH_METHOD_UNIT_TYPE', { method });
      const granted = { unitId, method, role, person, grantedBy: actor.accountId };
      const made = await this.authorizations.grant(manager, granted);
      if (made === null) throw Refused.because('STATE_NOT_ALLOWED', { detail: '该人员已有此项授权' });
      await audit({
        action: 'authorization.grant',
        entity: 'unit_authorization',
        entityId: made,
        after: {
          method,
          role,
          idType: person.idType,
          idNo: this.personalData.digest(person.idNo),
          mobile: this.personalData.digest(mobile),
        },
      });
      return made;
    });
    return this.read(unitId, id);
  }

  /** Takes effect at the person's next request: his sessions end, and he is told (N-31). Who may grant it may revoke it. */
  async revoke(request: FactRequest, id: string, reason: string): Promise<AuthorizationView> {
    const { actor } = request;
    const unitId = unitOf(actor);
    await this.facts.run(request, async ({ manager, now, audit }) => {
      const unit = await this.authorizations.lockUnit(manager, unitId);
      const { method, role } = await this.authorizations.read(manager, unitId, id);
      accepted(mayAuthorize(actor.role, method, role));
      await this.authorizations.revoke(manager, unitId, id, { by: actor.accountId, reason });
      await audit({
        action: 'authorization.revoke',
        entity: 'unit_authorization',
        entityId: id,
        before: { method, role },
        reason,
      });
      const body = noticeText('N-31', { unit: unit.name, reason });
      const told = { code: 'N-31', subject: id, body };
      await tellAccounts(manager, now, told, await this.authorizations.accountsOf(manager, id));
      return id;
    });
    return this.read(unitId, id);
  }

  async list(actor: Actor, query: AuthorizationQuery): Promise<AuthorizationPage> {
    const { limit, after } = keyset(query);
    const asked = { limit, after, standingOnly: query.standing === 'true' };
    const rows = await this.authorizations.list(unitOf(actor), asked);
    return page(rows, limit, ({ createdAt, id }) => [createdAt, id], renderAuthorization);
  }

  private async read(unitId: string, id: string): Promise<AuthorizationView> {
    return renderAuthorization(await this.authorizations.read(this.dataSource.manager, unitId, id));
  }
}

function unitOf({ unitId }: Actor): string {
  if (unitId === null) throw Refused.because('FORBIDDEN_SCOPE');
  return unitId;
}
