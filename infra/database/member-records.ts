import type { DataSource, EntityManager } from 'typeorm';
import type { DepartmentLevel } from '../../domain/authority/invitation.js';
import { STAFF_ROLES, type Member, type StaffRole } from '../../domain/authority/membership.js';
import { isActiveAccount, type AccountStatus } from '../../domain/identity/account-status.js';

export interface ListedMember {
  readonly id: string;
  readonly version: number;
  readonly userName: string;
  readonly personName: string;
  readonly role: StaffRole;
  readonly status: AccountStatus;
  readonly departmentId: string | null;
  readonly departmentName: string | null;
  readonly createdAt: Date;
  /** Null: never. */
  readonly lastSignInAt: Date | null;
  readonly hasSecondFactor: boolean;
}

export interface LockedMember extends Member {
  readonly version: number;
}

export interface MemberSelection {
  /** Null: of all departments, and of none. */
  readonly departmentId: string | null;
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
}

const LISTED = `
  select a.id, a.version, a.user_name as "userName", a.person_name as "personName", a.role, a.status,
         a.department_id as "departmentId", d.name as "departmentName", a.created_at as "createdAt",
         (select max(s.started_at) from session s where s.account_id = a.id) as "lastSignInAt",
         exists (select from second_factor f where f.account_id = a.id) as "hasSecondFactor"
    from account a left join department d on d.id = a.department_id
   where a.role = any($1) and ($2::uuid is null or a.department_id = $2)`;

/** Accounts of departments' members, operators and auditors (domain.md §11 S-20). */
export class MemberRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first; one more than the limit. */
  list({ departmentId, limit, after }: MemberSelection): Promise<ListedMember[]> {
    return this.dataSource.query<ListedMember[]>(
      `${LISTED} and ($4::timestamptz is null or (a.created_at, a.id) < ($4, $5::uuid))
        order by a.created_at desc, a.id desc limit $3`,
      [[...STAFF_ROLES], departmentId, limit + 1, after?.at ?? null, after?.id ?? null],
    );
  }

  /** Null: there is none in the department, or in any when none is named. */
  async find(id: string, departmentId: string | null): Promise<ListedMember | null> {
    const [row] = await this.dataSource.query<ListedMember[]>(`${LISTED} and a.id = $3`, [
      [...STAFF_ROLES],
      departmentId,
      id,
    ]);
    return row ?? null;
  }

  /** Locks the department first, so that of two administrators who disable each other one stays. */
  async lock(manager: EntityManager, id: string): Promise<LockedMember | null> {
    await manager.query(
      'select from department where id = (select department_id from account where id = $1) for update',
      [id],
    );
    const [row] = await manager.query<
      {
        role: StaffRole;
        status: AccountStatus;
        version: number;
        department_id: string | null;
        level: DepartmentLevel | null;
      }[]
    >(
      `select a.role, a.status, a.version, a.department_id, d.level
         from account a left join department d on d.id = a.department_id
        where a.id = $1 and a.role = any($2) for update of a`,
      [id, [...STAFF_ROLES]],
    );
    if (row === undefined) return null;
    const { department_id: departmentId, level } = row;
    return {
      accountId: id,
      role: row.role,
      active: isActiveAccount(row.status),
      version: row.version,
      department: departmentId === null || level === null ? null : { id: departmentId, level },
    };
  }

  /** The active ones of the member's department beside him. */
  async otherAdministrators(manager: EntityManager, { accountId, department }: Member): Promise<number> {
    const [row] = await manager.query<[{ count: number }]>(
      `select count(*)::int as count from account
        where department_id = $1 and id <> $2 and role = 'DEPARTMENT_ADMIN' and status = 'ACTIVE'`,
      [department?.id ?? null, accountId],
    );
    return row.count;
  }

  async setRole(manager: EntityManager, id: string, role: StaffRole): Promise<void> {
    await manager.query(
      'update account set role = $2, version = version + 1, updated_at = business_now() where id = $1',
      [id, role],
    );
  }

  async setStatus(manager: EntityManager, id: string, status: AccountStatus): Promise<void> {
    await manager.query(
      'update account set status = $2, version = version + 1, updated_at = business_now() where id = $1',
      [id, status],
    );
  }
}
