import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { STAFF_ROLES } from '../../domain/authority/membership.js';
import type { Role } from '../../domain/authority/roles.js';
import { isActiveAccount } from '../../domain/identity/account-status.js';
import {
  isAccountDisabled,
  isProfileComplete,
  type UnitAccountStatus,
} from '../../domain/unit/account-lifecycle.js';
import { hashOf, newToken } from './hashed-token.js';

/** Who a request comes from, by a session or by a program's token. */
export interface OpenSession {
  readonly id: string;
  readonly actor: Actor;
  readonly disabled: boolean;
  /** The account's unit has not completed its profile (domain.md §4.1). */
  readonly profileIncomplete: boolean;
}

/** How a session's token travels. */
export type SessionTransport = 'BEARER' | 'COOKIE';

/** What a sign-in comes from: the random id that a client keeps is the device, its address is not. */
export interface SessionDevice {
  readonly id: string;
  /** The client sent the id; otherwise it is given this one now. */
  readonly isNamed: boolean;
  readonly transport: SessionTransport;
  readonly userAgent: string;
}

export interface StartedSession {
  readonly token: string;
  readonly endsAt: Date;
}

/** Why a session was over before its time. */
export type SessionEnd =
  | 'SIGNED_OUT'
  | 'TAKEN_OVER'
  | 'ENDED_BY_OWNER'
  | 'PASSWORD_CHANGED'
  | 'ACCOUNT_DISABLED'
  | 'ROLE_CHANGED'
  | 'SECOND_FACTOR_RESET';

export interface OwnSession {
  readonly id: string;
  readonly loginMethod: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly endsAt: Date;
}

/** The columns of `CALLER`. */
export interface CallerColumns {
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
/** A device on which nobody has signed in for so long is a new one. */
const KNOWN_DEVICE_DAYS = 90;
const MAX_USER_AGENT_LENGTH = 200;

/** Of `account a left join unit u`. */
export const CALLER = `a.id as account_id, a.role, a.person_name, a.unit_id, a.employee_id, a.department_id, a.status,
  u.account_status as unit_status`;
/** Of a session `s` of an account `a`; $1 the roles of staff, $2 and $3 the idle minutes of staff and of all others. */
const IS_OPEN = `s.ended_at is null and s.ends_at > clock_timestamp() and s.role = a.role
  and s.last_seen_at > clock_timestamp() - make_interval(mins => case when a.role = any($1) then $2::int else $3::int end)`;
const IDLE = [[...STAFF_ROLES], IDLE_MINUTES_OF_STAFF, IDLE_MINUTES] as const;

/** Sign-ins under way. Tokens are random and only their hashes are stored; times are wall clock. */
export class SessionRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** The session of a bearer's token, kept alive by this use; null when there is none or its time is over. */
  open(token: string, ip: string): Promise<OpenSession | null> {
    return this.use(token, ip, 'BEARER', null);
  }

  /** The same of a browser's cookie, which counts only beside the one of the device that signed in. */
  openInBrowser(token: string, deviceId: string, ip: string): Promise<OpenSession | null> {
    return this.use(token, ip, 'COOKIE', hashOf(deviceId));
  }

  /** Why a token that was good once is so no longer; null for one that never was, and for one that ran out. */
  async endOf(token: string): Promise<{ readonly reason: string; readonly at: Date } | null> {
    const [row] = await this.dataSource.query<{ reason: string; at: Date }[]>(
      `select end_reason as reason, ended_at as at from session where token_hash = $1 and end_reason is not null`,
      [hashOf(token)],
    );
    return row ?? null;
  }

  /** Which of them are open still, sessions and programs' tokens; asking does not keep one alive. */
  async stillOpen(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `with active as (select a.id, a.role from account a left join unit u on u.id = a.unit_id
                        where a.status = 'ACTIVE' and u.account_status is distinct from 'DISABLED')
       select s.id from session s join active a on a.id = s.account_id where s.id = any($4) and ${IS_OPEN}
       union all
       select t.id from program_token t join active a on a.id = t.account_id and a.role = t.role
        where t.id = any($4) and t.revoked_at is null and t.expires_at > clock_timestamp()`,
      [...IDLE, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** A new one under a new token. */
  async start(manager: EntityManager, actor: Actor, device: SessionDevice): Promise<StartedSession> {
    const token = newToken();
    const [row] = await manager.query<[{ ends_at: Date }]>(
      `insert into session (id, token_hash, account_id, role, login_method, ip, transport, device_hash, user_agent, ends_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + make_interval(hours => $10::int))
       returning ends_at`,
      [
        randomUUID(),
        hashOf(token),
        actor.accountId,
        actor.role,
        actor.loginMethod,
        actor.ip,
        device.transport,
        hashOf(device.id),
        shortened(device.userAgent),
        ABSOLUTE_HOURS,
      ],
    );
    return { token, endsAt: row.ends_at };
  }

  /**
   * One active session per account and device (domain.md §12): ends the older ones, and gives their ids. A client that
   * names no device is taken for the one that came from the same address with the same program.
   */
  async takeOver(manager: EntityManager, actor: Actor, device: SessionDevice): Promise<readonly string[]> {
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `update session set ended_at = clock_timestamp(), end_reason = 'TAKEN_OVER'
        where account_id = $1 and ended_at is null and ends_at > clock_timestamp()
          and case when $2 then device_hash = $3 else ip = $4 and user_agent = $5 end returning id`,
      [actor.accountId, device.isNamed, hashOf(device.id), actor.ip, shortened(device.userAgent)],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether the account has signed in from the device lately. */
  async isKnownDevice(accountId: string, deviceId: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(
      `select from session where account_id = $1 and device_hash = $2
          and started_at > clock_timestamp() - make_interval(days => $3) limit 1`,
      [accountId, hashOf(deviceId), KNOWN_DEVICE_DAYS],
    );
    return found.length > 0;
  }

  /** Those that are open, the last used first. */
  async openOf(accountId: string): Promise<readonly OwnSession[]> {
    return this.dataSource.query<OwnSession[]>(
      `select s.id, s.login_method as "loginMethod", s.ip, s.user_agent as "userAgent", s.started_at as "startedAt",
              s.last_seen_at as "lastSeenAt", s.ends_at as "endsAt"
         from session s join account a on a.id = s.account_id where a.id = $4 and ${IS_OPEN}
        order by s.last_seen_at desc, s.id`,
      [...IDLE, accountId],
    );
  }

  /** False: it is no open session of the account. */
  async end(manager: EntityManager, accountId: string, id: string, reason: SessionEnd): Promise<boolean> {
    const [, count] = await manager.query<[unknown[], number]>(
      `update session set ended_at = clock_timestamp(), end_reason = $3
        where id = $2 and account_id = $1 and ended_at is null`,
      [accountId, id, reason],
    );
    return count > 0;
  }

  /** All of an account, and the sign-ins that wait for a second factor; `except` stays. Gives their number. */
  async endAll(
    manager: EntityManager,
    accountId: string,
    reason: SessionEnd,
    except: string | null = null,
  ): Promise<number> {
    await manager.query('delete from pending_sign_in where account_id = $1', [accountId]);
    const [, count] = await manager.query<[unknown[], number]>(
      `update session set ended_at = clock_timestamp(), end_reason = $2
        where account_id = $1 and ended_at is null and ends_at > clock_timestamp() and id is distinct from $3::uuid`,
      [accountId, reason, except],
    );
    return count;
  }

  private async use(
    token: string,
    ip: string,
    transport: SessionTransport,
    deviceHash: string | null,
  ): Promise<OpenSession | null> {
    if (token === '') return null;
    const [rows] = await this.dataSource.query<
      [(CallerColumns & { id: string; login_method: string })[], number]
    >(
      `update session s set last_seen_at = clock_timestamp()
         from account a left join unit u on u.id = a.unit_id
        where s.token_hash = $4 and s.transport = $5 and ($6::text is null or s.device_hash = $6)
          and a.id = s.account_id and ${IS_OPEN}
        returning s.id, s.login_method, ${CALLER}`,
      [...IDLE, hashOf(token), transport, deviceHash],
    );
    const [row] = rows;
    return row === undefined ? null : openSession(row.id, row, row.login_method, ip);
  }
}

/** The caller as his account stands now: a change of it holds from the next request on. */
export function openSession(id: string, row: CallerColumns, loginMethod: string, ip: string): OpenSession {
  const unitStatus = row.unit_status;
  return {
    id,
    actor: {
      accountId: row.account_id,
      role: row.role,
      personName: row.person_name,
      unitId: row.unit_id,
      employeeId: row.employee_id,
      departmentId: row.department_id,
      loginMethod,
      ip,
    },
    disabled: !isActiveAccount(row.status) || (unitStatus !== null && isAccountDisabled(unitStatus)),
    profileIncomplete: unitStatus !== null && !isProfileComplete(unitStatus),
  };
}

function shortened(userAgent: string): string {
  return userAgent.slice(0, MAX_USER_AGENT_LENGTH);
}
