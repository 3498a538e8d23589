import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { DepartmentLevel, DepartmentRole } from '../../domain/authority/invitation.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { hashOf } from './hashed-token.js';

export interface NewInvitation {
  readonly role: DepartmentRole;
  readonly departmentId: string;
  readonly personName: string;
  readonly invitedBy: string;
}

export interface InvitationDetails {
  readonly id: string;
  readonly role: DepartmentRole;
  readonly personName: string;
  readonly department: { readonly id: string; readonly name: string };
  readonly expiresAt: Date;
  readonly token: string;
}

/** A place that nobody has taken yet. */
export interface OpenInvitation {
  readonly id: string;
  readonly role: DepartmentRole;
  readonly personName: string;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface AcceptedInvitation {
  readonly id: string;
  readonly role: DepartmentRole;
  readonly departmentId: string;
  readonly personName: string;
}

const VALID_DAYS = 7;
const IS_OPEN = 'i.accepted_at is null and i.withdrawn_at is null and i.expires_at > clock_timestamp()';

/** Places offered to members of departments. Only the token's hash is stored; times are wall clock. */
export class InvitationRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async department(
    manager: EntityManager,
    id: string,
  ): Promise<{ id: string; level: DepartmentLevel } | null> {
    const [row] = await manager.query<{ id: string; level: DepartmentLevel }[]>(
      'select id, level from department where id = $1',
      [id],
    );
    return row ?? null;
  }

  async add(manager: EntityManager, invitation: NewInvitation): Promise<string> {
    const id = randomUUID();
    await manager.query(
      `insert into invitation (id, token_hash, role, department_id, person_name, invited_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(days => $7))`,
      [
        id,
        hashOf(this.tokenOf(id)),
        invitation.role,
        invitation.departmentId,
        invitation.personName,
        invitation.invitedBy,
        VALID_DAYS,
      ],
    );
    return id;
  }

  async details(id: string): Promise<InvitationDetails> {
    const [row] = await this.dataSource.query<
      [
        {
          role: DepartmentRole;
          person_name: string;
          expires_at: Date;
          department_id: string;
          department_name: string;
        },
      ]
    >(
      `select i.role, i.person_name, i.expires_at, i.department_id, d.name as department_name
         from invitation i join department d on d.id = i.department_id where i.id = $1`,
      [id],
    );
    return {
      id,
      role: row.role,
      personName: row.person_name,
      department: { id: row.department_id, name: row.department_name },
      expiresAt: row.expires_at,
      token: this.tokenOf(id),
    };
  }

  /** Newest first; of every department when none is named. */
  listOpen(
    departmentId: string | null,
    limit: number,
    after: { readonly at: string; readonly id: string } | null,
  ): Promise<OpenInvitation[]> {
    return this.dataSource.query<OpenInvitation[]>(
      `select i.id, i.role, i.person_name as "personName", i.department_id as "departmentId",
              d.name as "departmentName", i.created_at as "createdAt", i.expires_at as "expiresAt"
         from invitation i join department d on d.id = i.department_id
        where ${IS_OPEN} and ($1::uuid is null or i.department_id = $1)
          and ($3::timestamptz is null or (i.created_at, i.id) < ($3, $4::uuid))
        order by i.created_at desc, i.id desc limit $2`,
      [departmentId, limit + 1, after?.at ?? null, after?.id ?? null],
    );
  }

  /** Locks it. Null: there is none in the department, or in any when none is named. */
  async lock(
    manager: EntityManager,
    id: string,
    departmentId: string | null,
  ): Promise<{ readonly departmentId: string; readonly isOpen: boolean } | null> {
    const [row] = await manager.query<{ departmentId: string; isOpen: boolean }[]>(
      `select i.department_id as "departmentId", (${IS_OPEN}) as "isOpen" from invitation i
        where i.id = $1 and ($2::uuid is null or i.department_id = $2) for update`,
      [id, departmentId],
    );
    return row ?? null;
  }

  async withdraw(manager: EntityManager, id: string): Promise<void> {
    await manager.query(
      `update invitation set withdrawn_at = clock_timestamp(), updated_at = business_now(), version = version + 1
        where id = $1`,
      [id],
    );
  }

  /** Taken once: null for an unknown, an expired and a used token alike. */
  async take(manager: EntityManager, token: string): Promise<AcceptedInvitation | null> {
    const [rows] = await manager.query<
      [{ id: string; role: DepartmentRole; department_id: string; person_name: string }[], number]
    >(
      `update invitation set accepted_at = clock_timestamp(), updated_at = business_now(), version = version + 1
        where token_hash = $1 and accepted_at is null and withdrawn_at is null and expires_at > clock_timestamp()
        returning id, role, department_id, person_name`,
      [hashOf(token)],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return { id: row.id, role: row.role, departmentId: row.department_id, personName: row.person_name };
  }

  async isOpen(token: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(
      `select from invitation i where i.token_hash = $1 and ${IS_OPEN}`,
      [hashOf(token)],
    );
    return found.length > 0;
  }

  /** Keyed and computed from the id, so that a repeated request gets the first answer though nothing keeps the token. */
  private tokenOf(id: string): string {
    return this.personalData.blindIndex('invitation-token', id);
  }
}
