import { randomInt, randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { IdentityResult } from '../../domain/identity/entrant.js';
import type { QrMethod } from '../../domain/identity/login-method.js';
import {
  isTicketOver,
  REDEEM_SECONDS,
  TICKET_SECONDS,
  type Ticket,
  type TicketState,
} from '../../domain/identity/sign-in-ticket.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { hashOf, newToken } from './hashed-token.js';

/** Where changes of tickets are announced, by id. */
export const TICKET_CHANNEL = 'sign_in_ticket';
/** An ended ticket can still be asked for its state. */
const KEPT_MINUTES = 10;

export interface NewTicket {
  readonly id: string;
  readonly method: QrMethod;
  /** What the phone reads. */
  readonly code: string;
  /** What only the browser that asked has. */
  readonly binding: string;
  readonly number: string;
  readonly expiresAt: Date;
}

export interface KnownTicket extends Ticket {
  readonly id: string;
  readonly expiresAt: Date;
  /** Until it is over by time; not below 0. */
  readonly leftMs: number;
}

interface TicketColumns {
  readonly id: string;
  readonly method: QrMethod;
  readonly state: TicketState;
  readonly number: string;
  readonly scanned_by: string | null;
  readonly identity_sealed: string | null;
  readonly expires_at: Date;
  readonly over: boolean;
  readonly left_ms: number;
}

const TICKET = `select id, method, state, number, scanned_by, identity_sealed, expires_at,
  expires_at <= clock_timestamp() as over,
  greatest(0, ceil(extract(epoch from expires_at - clock_timestamp()) * 1000))::int as left_ms from sign_in_ticket`;

/** Codes on screens that wait for a phone (domain.md §12). Times are wall clock. */
export class TicketRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  /** Forgets those that ended a while ago on the way. */
  async open(method: QrMethod): Promise<NewTicket> {
    const ticket = {
      id: randomUUID(),
      method,
      code: newToken(),
      binding: newToken(),
      number: String(randomInt(100)).padStart(2, '0'),
    };
    const [row] = await this.dataSource.query<[{ expires_at: Date }]>(
      `with gone as (delete from sign_in_ticket where expires_at < clock_timestamp() - make_interval(mins => $7))
       insert into sign_in_ticket (id, method, code_hash, binding_hash, number, expires_at)
       values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6)) returning expires_at`,
      [
        ticket.id,
        method,
        hashOf(ticket.code),
        hashOf(ticket.binding),
        ticket.number,
        TICKET_SECONDS,
        KEPT_MINUTES,
      ],
    );
    return { ...ticket, expiresAt: row.expires_at };
  }

  /** Null: no such ticket of this browser. */
  async ofBrowser(id: string, binding: string): Promise<KnownTicket | null> {
    const rows = await this.dataSource.query<TicketColumns[]>(
      `${TICKET} where id = $1 and binding_hash = $2`,
      [id, hashOf(binding)],
    );
    return ticketOf(rows);
  }

  /** Locked, with what the provider has vouched for. */
  async lockOfBrowser(
    manager: EntityManager,
    id: string,
    binding: string,
  ): Promise<{ readonly ticket: KnownTicket; readonly identity: IdentityResult | null } | null> {
    const rows = await manager.query<TicketColumns[]>(
      `${TICKET} where id = $1 and binding_hash = $2 for update`,
      [id, hashOf(binding)],
    );
    const ticket = ticketOf(rows);
    const sealed = rows[0]?.identity_sealed ?? null;
    if (ticket === null) return null;
    const identity = sealed === null ? null : (this.personalData.openJson(sealed) as IdentityResult);
    return { ticket, identity };
  }

  async lockOfPhone(manager: EntityManager, code: string): Promise<KnownTicket | null> {
    return ticketOf(
      await manager.query<TicketColumns[]>(`${TICKET} where code_hash = $1 for update`, [hashOf(code)]),
    );
  }

  async scanned(manager: EntityManager, { id }: KnownTicket, phone: string): Promise<void> {
    await manager.query(`update sign_in_ticket set state = 'SCANNED', scanned_by = $2 where id = $1`, [
      id,
      phone,
    ]);
    await announce(manager, id);
  }

  /** One that is confirmed in its last moment can still be redeemed. */
  async confirmed(manager: EntityManager, { id }: KnownTicket, identity: IdentityResult): Promise<void> {
    await manager.query(
      `update sign_in_ticket set state = 'CONFIRMED', identity_sealed = $2,
         expires_at = greatest(expires_at, clock_timestamp() + make_interval(secs => $3)) where id = $1`,
      [id, this.personalData.sealJson(identity), REDEEM_SECONDS],
    );
    await announce(manager, id);
  }

  /** What was vouched for goes with it. */
  async ended(manager: EntityManager, { id }: KnownTicket): Promise<void> {
    await manager.query(`update sign_in_ticket set state = 'EXPIRED', identity_sealed = null where id = $1`, [
      id,
    ]);
    await announce(manager, id);
  }
}

async function announce(manager: EntityManager, id: string): Promise<void> {
  await manager.query('select pg_notify($1, $2)', [TICKET_CHANNEL, id]);
}

function ticketOf([row]: readonly TicketColumns[]): KnownTicket | null {
  if (row === undefined) return null;
  const { id, method, state, number, scanned_by: scannedBy, expires_at: expiresAt, over } = row;
  const isOver = over || isTicketOver(state);
  return { id, method, state, number, scannedBy, expiresAt, isOver, leftMs: row.left_ms };
}
