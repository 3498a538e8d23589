import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { Role } from '../../domain/authority/roles.js';
import { isActiveAccount } from '../../domain/identity/account-status.js';
import {
  isAccountDisabled,
  isProfileComplete,
  type UnitAccountStatus,
} from '../../domain/unit/account-lifecycle.js';
import type { ClaimedPerson } from '../identity/identity-verifier.js';
import { personIndex, personTailIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { AccountRow } from './entities/identity.entity.js';
import { recordNames } from './name-search.js';
import { elevated } from './row-scope.js';

/** What signing in needs of an account. */
export interface KnownAccount {
  readonly passwordHash: string;
  /** The account, or its unit's. */
  readonly disabled: boolean;
  readonly actor: Actor;
}

export interface AccountProfile {
  readonly id: string;
  readonly userName: string;
  readonly personName: string;
  readonly role: Role;
  readonly unit: { readonly id: string; readonly name: string; readonly profileComplete: boolean } | null;
  readonly employee: { readonly id: string; readonly name: string } | null;
  readonly department: { readonly id: string; readonly name: string } | null;
}

export interface NewAccount {
  readonly userName: string;
  readonly passwordHash: string;
  readonly personName: string;
  readonly role: Role;
  readonly employee?: { readonly id: string; readonly personIndex: string };
  readonly departmentId?: string;
}

interface AccountColumns {
  readonly id: string;
  readonly user_name: string;
  readonly password_hash: string;
  readonly person_name: string;
  readonly status: string;
  readonly role: Role;
  readonly unit_id: string | null;
  readonly employee_id: string | null;
  readonly department_id: string | null;
  readonly unit_name: string | null;
  readonly unit_status: UnitAccountStatus | null;
  readonly employee_name: string | null;
  readonly department_name: string | null;
}

const ACCOUNT = `
  select a.id, a.user_name, a.password_hash, a.person_name, a.status, a.role, a.unit_id, a.employee_id, a.department_id,
         u.name as unit_name, u.account_status as unit_status, e.name as employee_name, d.name as department_name
    from account a left join unit u on u.id = a.unit_id left join employee e on e.id = a.employee_id
    left join department d on d.id = a.department_id`;

/** Accounts and the persons who register with them. */
export class AccountRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  /** By the stored form of the name; the actor is who signs in from an address by a method. */
  async byUserName(userName: string, loginMethod: string, ip: string): Promise<KnownAccount | null> {
    const [row] = await elevated('SIGN_IN', () =>
      this.dataSource.query<AccountColumns[]>(`${ACCOUNT} where a.user_name = $1`, [userName]),
    );
    return row === undefined ? null : knownAccount(row, loginMethod, ip);
  }

  /** As it stands in a transaction. */
  async byId(
    manager: EntityManager,
    id: string,
    loginMethod: string,
    ip: string,
  ): Promise<KnownAccount | null> {
    const [row] = await elevated('SIGN_IN', () =>
      manager.query<AccountColumns[]>(`${ACCOUNT} where a.id = $1`, [id]),
    );
    return row === undefined ? null : knownAccount(row, loginMethod, ip);
  }

  async setPassword(manager: EntityManager, id: string, passwordHash: string): Promise<void> {
    await manager.query(
      `update account set password_hash = $2, version = version + 1, updated_at = business_now() where id = $1`,
      [id, passwordHash],
    );
  }

  async profile(accountId: string): Promise<AccountProfile> {
    const [row] = await elevated('SIGN_IN', () =>
      this.dataSource.query<[AccountColumns]>(`${ACCOUNT} where a.id = $1`, [accountId]),
    );
    return {
      id: row.id,
      userName: row.user_name,
      personName: row.person_name,
      role: row.role,
      unit: named(row.unit_id, row.unit_name, {
        profileComplete: row.unit_status !== null && isProfileComplete(row.unit_status),
      }),
      employee: named(row.employee_id, row.employee_name, {}),
      department: named(row.department_id, row.department_name, {}),
    };
  }

  /** Null: the name is taken. */
  async add(manager: EntityManager, account: NewAccount): Promise<string | null> {
    const [row] = await manager.query<{ id: string }[]>(
      `insert into account (id, user_name, password_hash, person_name, person_index, role, employee_id, department_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint account_user_name_key do nothing returning id`,
      [
        randomUUID(),
        account.userName,
        account.passwordHash,
        account.personName,
        account.employee?.personIndex ?? null,
        account.role,
        account.employee?.id ?? null,
        account.departmentId ?? null,
      ],
    );
    return row?.id ?? null;
  }

  async isUserNameTaken(manager: EntityManager, userName: string): Promise<boolean> {
    const found = await manager.query<unknown[]>('select from account where user_name = $1', [userName]);
    return found.length > 0;
  }

  /**
   * A new person, or the one that was imported with his permit and has no account yet; his name is from now on the one
   * that was verified. Null: the person is registered already.
   */
  addPerson(
    manager: EntityManager,
    person: ClaimedPerson,
  ): Promise<{ readonly id: string; readonly personIndex: string } | null> {
    return elevated('REGISTRATION', () => this.addOrClaim(manager, person));
  }

  private async addOrClaim(
    manager: EntityManager,
    person: ClaimedPerson,
  ): Promise<{ readonly id: string; readonly personIndex: string } | null> {
    const index = personIndex(this.personalData, person.idType, person.idNo);
    const [row] = await manager.query<{ id: string }[]>(
      `insert into employee (id, name, sex, birth_date, phone_sealed, id_type, id_no_sealed, id_no_index, id_no_tail_index)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict on constraint employee_identity_key do nothing returning id`,
      [
        randomUUID(),
        person.name,
        person.sex,
        person.birthDate,
        this.personalData.seal(person.mobile),
        person.idType,
        this.personalData.seal(person.idNo),
        index,
        personTailIndex(this.personalData, person.idNo),
      ],
    );
    const id = row?.id ?? (await this.claimImported(manager, person, index));
    if (id === null) return null;
    await recordNames(manager, 'PERSON', [{ id, name: person.name }]);
    return { id, personIndex: index };
  }

  /** The lock comes first: of two registrations at once the second sees the account of the first. */
  private async claimImported(
    manager: EntityManager,
    { name, mobile, idType }: ClaimedPerson,
    index: string,
  ): Promise<string | null> {
    const [found] = await manager.query<{ id: string }[]>(
      'select id from employee where id_type = $1 and id_no_index = $2 for update',
      [idType, index],
    );
    if (found === undefined || (await manager.existsBy(AccountRow, { employeeId: found.id }))) return null;
    await manager.query(
      `update employee set name = $2, phone_sealed = $3, version = version + 1, updated_at = business_now()
        where id = $1`,
      [found.id, name, this.personalData.seal(mobile)],
    );
    return found.id;
  }
}

function knownAccount(row: AccountColumns, loginMethod: string, ip: string): KnownAccount {
  const unitStatus = row.unit_status;
  return {
    passwordHash: row.password_hash,
    disabled: !isActiveAccount(row.status) || (unitStatus !== null && isAccountDisabled(unitStatus)),
    actor: {
      accountId: row.id,
      role: row.role,
      personName: row.person_name,
      unitId: row.unit_id,
      employeeId: row.employee_id,
      departmentId: row.department_id,
      loginMethod,
      ip,
    },
  };
}

function named<T extends object>(
  id: string | null,
  name: string | null,
  more: T,
): ({ readonly id: string; readonly name: string } & T) | null {
  return id === null || name === null ? null : { id, name, ...more };
}
