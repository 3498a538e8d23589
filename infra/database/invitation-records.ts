import { createHash, randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { DepartmentLevel, DepartmentRole } from '../../domain/authority/invitation.js';
import type { PersonalData } from '../personal-data/personal-data.js';

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

export interface AcceptedInvitation {
  readonly id: string;
  readonly role: DepartmentRole;
  readonly departmentId: string;
  readonly personName: string;
}

const VALID_DAYS = 7;

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

  /** Taken once: null for an unknown, an expired and a used token alike. */
  async take(manager: EntityManager, token: string): Promise<AcceptedInvitation | null> {
    const [rows] = await manager.query<
      [{ id: string; role: DepartmentRole; department_id: string; person_name: string }[], number]
    >(
      `update invitation set accepted_at = clock_timestamp(), updated_at = business_now(), version = version + 1
        where token_hash = $1 and accepted_at is null and expires_at > clock_timestamp()
        returning id, role, department_id, person_name`,
      [hashOf(token)],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return { id: row.id, role: row.role, departmentId: row.department_id, personName: row.person_name };
  }

  /** Keyed and computed from the id, so that a repeated request gets the first answer though nothing keeps the token. */
  private tokenOf(id: string): string {
    return this.personalData.blindIndex('invitation-token', id);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
