import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { hashOf } from './hashed-token.js';
import { CALLER, openSession, type CallerColumns, type OpenSession } from './session-records.js';

export interface OpenProgramToken extends OpenSession {
  /** All that the program may do. */
  readonly actions: readonly string[];
}

export interface ProgramToken {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Tells a program's token from a session's, here and in a scan for leaked secrets. */
const PREFIX = 'jzp_';
/** The audit trail's word for how the program came. */
const LOGIN_METHOD = 'PROGRAM_TOKEN';
const COLUMNS = `id, name, actions, created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

export function isProgramToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Tokens for programs that act for a person within chosen actions. Only hashes are stored; times are wall clock. */
export class ProgramTokenRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  /** Null when it was revoked or is over, or the person has another role by now. */
  async open(token: string, ip: string): Promise<OpenProgramToken | null> {
    const [rows] = await this.dataSource.query<
      [(CallerColumns & { id: string; actions: string[] })[], number]
    >(
      `update program_token t set last_used_at = clock_timestamp()
         from account a left join unit u on u.id = a.unit_id
        where t.token_hash = $1 and a.id = t.account_id and a.role = t.role and t.revoked_at is null
          and t.expires_at > clock_timestamp()
        returning t.id, t.actions, ${CALLER}`,
      [hashOf(token)],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return { ...openSession(row.id, row, LOGIN_METHOD, ip), actions: row.actions };
  }

  async add(
    manager: EntityManager,
    owner: Actor,
    token: { readonly name: string; readonly actions: readonly string[]; readonly expiresAt: Date },
  ): Promise<string> {
    const id = randomUUID();
    await manager.query(
      `insert into program_token (id, token_hash, account_id, role, name, actions, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        hashOf(this.tokenOf(id)),
        owner.accountId,
        owner.role,
        token.name,
        JSON.stringify(token.actions),
        token.expiresAt,
      ],
    );
    return id;
  }

  /** The wall's day in Shanghai. */
  async today(): Promise<PlainDate> {
    const [row] = await this.dataSource.query<[{ now: Date }]>('select clock_timestamp() as now');
    return shanghaiDateOf(row.now.getTime());
  }

  /** Newest first; the revoked and the ended ones too. */
  listOf(accountId: string): Promise<ProgramToken[]> {
    return this.dataSource.query<ProgramToken[]>(
      `select ${COLUMNS} from program_token where account_id = $1 order by created_at desc, id limit 100`,
      [accountId],
    );
  }

  /** Null: it is none of the account's. */
  async find(accountId: string, id: string): Promise<ProgramToken | null> {
    const [row] = await this.dataSource.query<ProgramToken[]>(
      `select ${COLUMNS} from program_token where account_id = $1 and id = $2`,
      [accountId, id],
    );
    return row ?? null;
  }

  async countOpen(manager: EntityManager, accountId: string): Promise<number> {
    const [row] = await manager.query<[{ count: number }]>(
      `select count(*)::int as count from program_token
        where account_id = $1 and revoked_at is null and expires_at > clock_timestamp()`,
      [accountId],
    );
    return row.count;
  }

  /** False: it is none of the account's. Revoking twice is harmless. */
  async revoke(manager: EntityManager, accountId: string, id: string): Promise<boolean> {
    const [, count] = await manager.query<[unknown[], number]>(
      `update program_token set revoked_at = coalesce(revoked_at, clock_timestamp())
        where account_id = $1 and id = $2`,
      [accountId, id],
    );
    return count > 0;
  }

  /** Of an account that may do less from now on, or whose password is another. Gives how many were still of use. */
  async revokeAll(manager: EntityManager, accountId: string): Promise<number> {
    const [, count] = await manager.query<[unknown[], number]>(
      `update program_token set revoked_at = clock_timestamp()
        where account_id = $1 and revoked_at is null and expires_at > clock_timestamp()`,
      [accountId],
    );
    return count;
  }

  /** Keyed and computed from the id, so that a repeated request gets the first answer though nothing keeps the token. */
  tokenOf(id: string): string {
    return `${PREFIX}${this.personalData.blindIndex('program-token', id)}`;
  }
}
