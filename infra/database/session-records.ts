import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { DEPARTMENT_ROLES, type Role } from '../../domain/authority/roles.js';
import { isActiveAccount } from '../../domain/identity/account-status.js';
import {
  isAccountDisabled,
  isProfileComplete,
  type UnitAccountStatus,
} from '../../domain/unit/account-lifecycle.js';

export interface OpenSession {
  readonly id: string;
  readonly actor: Actor;
  readonly disabled: boolean;
  /** The account's unit has not completed its profile (domain.md §4.1). */
  readonly profileIncomplete: boolean;
}

export interface StartedSession {
  readonly token: string;
  readonly endsAt: Date;
}

interface SessionColumns {
  readonly session_id: string;
  readonly login_method: string;
  readonly account_id: string;
  readonly role: Role;
  readonly person_name: string;
  readonly unit_id: string | null;
  readonly employee_id: string | null;
  readonly department_id: string | null;
  readonly status: string;
  readonly unit_status: UnitAccountStatus | null;
}

/** Source: domain.md §12. */
const ABSOLUTE_HOURS = 8;
const IDLE_MINUTES = 30;
const IDLE_MINUTES_OF_STAFF = 15;
const TOKEN_BYTES = 32;
const STAFF: readonly Role[] = [...DEPARTMENT_ROLES, 'SYSTEM_OPERATOR', 'AUDITOR'];

/** Sign-ins under way. Tokens are random and only their hashes are stored; times are wall clock. */
export class SessionRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** The session of a token, kept alive by this use; null when there is none or its time is over. */
  async open(token: string, ip: string): Promise<OpenSession | null> {
    if (token === '') return null;
    const [rows] = await this.dataSource.query<[SessionColumns[], number]>(
      `update session s set last_seen_at = clock_timestamp()
         from account a left join unit u on u.id = a.unit_id
        where s.token_hash = $1 and a.id = s.account_id and s.ended_at is null and s.ends_at > clock_timestamp()
          and s.last_seen_at > clock_timestamp()
              - make_interval(mins => case when a.role = any($2) then $3::int else $4::int end)
        returning s.id as session_id, s.login_method, a.id as account_id, a.role, a.person_name, a.unit_id,
                  a.employee_id, a.department_id, a.status, u.account_status as unit_status`,
      [hashOf(token), STAFF, IDLE_MINUTES_OF_STAFF, IDLE_MINUTES],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const unitStatus = row.unit_status;
    return {
      id: row.session_id,
      actor: {
        accountId: row.account_id,
        role: row.role,
        personName: row.person_name,
        unitId: row.unit_id,
        employeeId: row.employee_id,
        departmentId: row.department_id,
        loginMethod: row.login_method,
        ip,
      },
      disabled: !isActiveAccount(row.status) || (unitStatus !== null && isAccountDisabled(unitStatus)),
      profileIncomplete: unitStatus !== null && !isProfileComplete(unitStatus),
    };
  }

  /** Which of them are open still; asking does not keep one alive. */
  async stillOpen(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select s.id from session s join account a on a.id = s.account_id left join unit u on u.id = a.unit_id
        where s.id = any($1) and s.ended_at is null and s.ends_at > clock_timestamp()
          and a.status = 'ACTIVE' and u.account_status is distinct from 'DISABLED'
          and s.last_seen_at > clock_timestamp()
              - make_interval(mins => case when a.role = any($2) then $3::int else $4::int end)`,
      [ids, STAFF, IDLE_MINUTES_OF_STAFF, IDLE_MINUTES],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async start(
    manager: EntityManager,
    accountId: string,
    loginMethod: string,
    ip: string,
  ): Promise<StartedSession> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const [row] = await manager.query<[{ ends_at: Date }]>(
      `insert into session (id, token_hash, account_id, login_method, ip, ends_at)
       values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(hours => $6::int)) returning ends_at`,
      [randomUUID(), hashOf(token), accountId, loginMethod, ip, ABSOLUTE_HOURS],
    );
    return { token, endsAt: row.ends_at };
  }

  /** Ending twice is harmless. */
  async end(manager: EntityManager, token: string): Promise<void> {
    await manager.query(
      'update session set ended_at = clock_timestamp() where token_hash = $1 and ended_at is null',
      [hashOf(token)],
    );
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
