import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { AuthorizedRole } from '../../domain/identity/entrant.js';
import type { AuthorizedMethod } from '../../domain/identity/login-method.js';
import type { IdType } from '../../domain/identity/id-number.js';
import type { ClaimedPerson } from '../identity/identity-verifier.js';
import { personIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { Refused } from './refused.js';

export interface NewAuthorization {
  readonly unitId: string;
  readonly method: AuthorizedMethod;
  readonly role: AuthorizedRole;
  readonly person: ClaimedPerson;
  readonly grantedBy: string;
}

export interface AuthorizationDetails {
  readonly id: string;
  readonly createdAt: Date;
  readonly method: AuthorizedMethod;
  readonly role: AuthorizedRole;
  readonly personName: string;
  readonly idType: IdType;
  readonly idNo: string;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
}

interface AuthorizationColumns {
  readonly id: string;
  readonly created_at: Date;
  readonly method: AuthorizedMethod;
  readonly role: AuthorizedRole;
  readonly person_name: string;
  readonly id_type: IdType;
  readonly id_no_sealed: string;
  readonly revoked_at: Date | null;
  readonly revoke_reason: string | null;
}

const AUTHORIZATION = `select id, created_at, method, role, person_name, id_type, id_no_sealed, revoked_at,
  revoke_reason from unit_authorization`;

/** Whom units let in by electronic licence or certificate (domain.md §12). */
export class UnitAuthorizationRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  /** Locks the unit against sign-ins. */
  async lockUnit(manager: EntityManager, unitId: string): Promise<{ uscc: string; name: string }> {
    const [row] = await manager.query<[{ uscc: string; name: string }]>(
      'select uscc, name from unit where id = $1 for no key update',
      [unitId],
    );
    return row;
  }

  /** Null: the same person has this one already. */
  async grant(manager: EntityManager, granted: NewAuthorization): Promise<string | null> {
    const { unitId, method, role, person, grantedBy } = granted;
    const [row] = await manager.query<{ id: string }[]>(
      `insert into unit_authorization
         (id, unit_id, method, role, person_name, person_index, id_type, id_no_sealed, mobile_sealed, granted_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (unit_id, person_index, method, role) where revoked_at is null do nothing returning id`,
      [
        randomUUID(),
        unitId,
        method,
        role,
        person.name,
        personIndex(this.personalData, person.idType, person.idNo),
        person.idType,
        this.personalData.seal(person.idNo),
        this.personalData.seal(person.mobile),
        grantedBy,
      ],
    );
    return row?.id ?? null;
  }

  /** FORBIDDEN_SCOPE for what is not the unit's. */
  async read(manager: EntityManager, unitId: string, id: string): Promise<AuthorizationDetails> {
    const [row] = await manager.query<AuthorizationColumns[]>(
      `${AUTHORIZATION} where id = $1 and unit_id = $2`,
      [id, unitId],
    );
    if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
    return this.detailsOf(row);
  }

  /** Newest first, one more than asked for. */
  async list(
    unitId: string,
    asked: {
      readonly limit: number;
      readonly after: { readonly at: string; readonly id: string } | null;
      readonly standingOnly: boolean;
    },
  ): Promise<AuthorizationDetails[]> {
    const rows = await this.dataSource.query<AuthorizationColumns[]>(
      `${AUTHORIZATION} where unit_id = $1 and (not $2 or revoked_at is null)
          and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
        order by created_at desc, id desc limit $5`,
      [unitId, asked.standingOnly, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit + 1],
    );
    return rows.map((row) => this.detailsOf(row));
  }

  /** STATE_NOT_ALLOWED when it is revoked already. The person's sessions that it has let in end with it. */
  async revoke(
    manager: EntityManager,
    unitId: string,
    id: string,
    { by, reason }: { readonly by: string; readonly reason: string },
  ): Promise<void> {
    const [, affected] = await manager.query<[unknown[], number]>(
      `update unit_authorization set revoked_at = business_now(), revoked_by = $3, revoke_reason = $4,
         version = version + 1, updated_at = business_now()
        where id = $1 and unit_id = $2 and revoked_at is null`,
      [id, unitId, by, reason],
    );
    if (affected !== 1) throw Refused.because('STATE_NOT_ALLOWED');
    await manager.query(
      `update session s set ended_at = clock_timestamp()
         from unit_authorization g
         join unit_identity i on i.unit_id = g.unit_id and i.person_index = g.person_index
        where g.id = $1 and s.account_id = i.account_id and s.login_method = g.method and s.ended_at is null`,
      [id],
    );
  }

  /** The accounts of the person, at this unit or as anybody else. */
  async accountsOf(manager: EntityManager, id: string): Promise<readonly string[]> {
    const rows = await manager.query<{ id: string }[]>(
      `select a.id from account a join unit_authorization g on g.person_index = a.person_index where g.id = $1
       union select i.account_id from unit_identity i
         join unit_authorization g on g.unit_id = i.unit_id and g.person_index = i.person_index where g.id = $1`,
      [id],
    );
    return rows.map((row) => row.id);
  }

  private detailsOf(row: AuthorizationColumns): AuthorizationDetails {
    return {
      id: row.id,
      createdAt: row.created_at,
      method: row.method,
      role: row.role,
      personName: row.person_name,
      idType: row.id_type,
      idNo: this.personalData.open(row.id_no_sealed),
      revokedAt: row.revoked_at,
      revokeReason: row.revoke_reason,
    };
  }
}
