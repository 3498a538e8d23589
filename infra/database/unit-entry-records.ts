import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { Role } from '../../domain/authority/roles.js';
import { isActiveAccount } from '../../domain/identity/account-status.js';
import type { AuthorizedRole, IdentityResult } from '../../domain/identity/entrant.js';
import type { LoginMethod } from '../../domain/policy.js';
import { isAccountDisabled, type UnitAccountStatus } from '../../domain/unit/account-lifecycle.js';
import { hashPassword } from '../identity/password.js';
import { elevated } from './row-scope.js';
import { personIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';

export interface EnteredUnit {
  readonly id: string;
  readonly uscc: string;
  readonly name: string;
  readonly disabled: boolean;
}

/** A person whom a provider vouches for; null where the unit's certificate alone comes. */
export type Entrant = Pick<IdentityResult, 'personName' | 'idType' | 'idNo'> | null;

export interface EntryAccount {
  readonly actor: Actor;
  readonly disabled: boolean;
}

/** Accounts of those who come for a unit without a password (domain.md §12). */
export class UnitEntryRecords {
  constructor(private readonly personalData: PersonalData) {}

  /** Locked: sign-ins and revocations of one unit follow one another. Null: the registry does not know it. */
  async lockUnit(manager: EntityManager, uscc: string): Promise<EnteredUnit | null> {
    const [row] = await manager.query<{ id: string; name: string; account_status: UnitAccountStatus }[]>(
      'select id, name, account_status from unit where uscc = $1 for no key update',
      [uscc],
    );
    if (row === undefined) return null;
    return { id: row.id, uscc, name: row.name, disabled: isAccountDisabled(row.account_status) };
  }

  async authorizedRoles(
    manager: EntityManager,
    unitId: string,
    { method, idType, idNo }: Pick<IdentityResult, 'method' | 'idType' | 'idNo'>,
  ): Promise<AuthorizedRole[]> {
    const rows = await elevated('SIGN_IN', () =>
      manager.query<{ role: AuthorizedRole }[]>(
        `select role from unit_authorization
          where unit_id = $1 and person_index = $2 and method = $3 and revoked_at is null`,
        [unitId, personIndex(this.personalData, idType, idNo), method],
      ),
    );
    return rows.map(({ role }) => role);
  }

  /** The account of the person or of the certificate at the unit, in the role he comes in now; made at the first time. */
  async account(
    manager: EntityManager,
    unit: EnteredUnit,
    entrant: Entrant,
    coming: { readonly role: Role; readonly method: LoginMethod; readonly ip: string },
  ): Promise<EntryAccount> {
    const index = entrant === null ? null : personIndex(this.personalData, entrant.idType, entrant.idNo);
    const personName = entrant?.personName ?? unit.name;
    const [found] = await elevated('SIGN_IN', () =>
      manager.query<{ id: string; status: string }[]>(
        `select a.id, a.status from unit_identity i join account a on a.id = i.account_id
          where i.unit_id = $1 and i.person_index is not distinct from $2`,
        [unit.id, index],
      ),
    );
    const accountId =
      found?.id ?? (await this.make(manager, unit, { entrant, index, personName }, coming.role));
    if (found !== undefined) {
      await manager.query(
        `update account set role = $2, person_name = $3, version = version + 1, updated_at = business_now()
          where id = $1 and (role, person_name) is distinct from ($2, $3)`,
        [accountId, coming.role, personName],
      );
    }
    const { role, method: loginMethod, ip } = coming;
    const place = { unitId: unit.id, employeeId: null, departmentId: null };
    return {
      actor: { accountId, role, personName, ...place, loginMethod, ip },
      disabled: unit.disabled || (found !== undefined && !isActiveAccount(found.status)),
    };
  }

  /** Nobody knows its password, so that nobody can come by it. */
  private async make(
    manager: EntityManager,
    unit: EnteredUnit,
    who: { readonly entrant: Entrant; readonly index: string | null; readonly personName: string },
    role: Role,
  ): Promise<string> {
    const accountId = randomUUID();
    await manager.query(
      `insert into account (id, user_name, password_hash, person_name, person_index, role, unit_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        accountId,
        `unit-${randomUUID()}`,
        await hashPassword(randomUUID()),
        who.personName,
        who.index,
        role,
        unit.id,
      ],
    );
    const { entrant } = who;
    const sealed = entrant === null ? null : this.personalData.seal(entrant.idNo);
    await elevated('SIGN_IN', () =>
      manager.query(
        `insert into unit_identity (account_id, unit_id, person_index, id_type, id_no_sealed)
         values ($1, $2, $3, $4, $5)`,
        [accountId, unit.id, who.index, entrant?.idType ?? null, sealed],
      ),
    );
    return accountId;
  }
}
