import { nextStatus, type Lifecycle } from '../lifecycle.js';
import { refusal, type Refusal } from '../refusal.js';
import type { QrMethod } from './login-method.js';

export const TICKET_STATES = {
  WAITING: '待扫码',
  SCANNED: '已扫码，待确认',
  CONFIRMED: '已确认',
  EXPIRED: '已失效',
} as const;
export type TicketState = keyof typeof TICKET_STATES;
export type TicketAction = 'scan' | 'confirm' | 'redeem' | 'expire';

/** The life of a code on the screen; one that was redeemed or is over is EXPIRED. Source: domain.md §12. */
export const TICKET_LIFECYCLE = {
  WAITING: { scan: 'SCANNED', expire: 'EXPIRED' },
  SCANNED: { confirm: 'CONFIRMED', expire: 'EXPIRED' },
  CONFIRMED: { redeem: 'EXPIRED', expire: 'EXPIRED' },
  EXPIRED: {},
} as const satisfies Lifecycle<TicketState, TicketAction>;

/** Wall clock. Source: domain.md §12. */
export const TICKET_SECONDS = 120;
/** A code confirmed in its last moment can still be redeemed. */
export const REDEEM_SECONDS = 30;

export interface Ticket {
  readonly state: TicketState;
  readonly method: QrMethod;
  /** Two digits that the screen shows and the phone is told. */
  readonly number: string;
  /** The phone that has scanned it, as its provider names it. */
  readonly scannedBy: string | null;
  readonly isOver: boolean;
}

export interface TicketJudgement {
  readonly state: TicketState;
  readonly refusal: Refusal | null;
}

/** What a ticket is now: time ends it whatever its row says. */
export function ticketState({ state, isOver }: Pick<Ticket, 'state' | 'isOver'>): TicketState {
  return isOver ? 'EXPIRED' : state;
}

/** Whether nothing can happen to it any more. */
export function isTicketOver(state: TicketState): boolean {
  return Object.keys(TICKET_LIFECYCLE[state]).length === 0;
}

/** AUTH_QR_EXPIRED when it is over, STATE_NOT_ALLOWED out of order or from the app of another method. */
export function judgeScan(ticket: Ticket, method: QrMethod): TicketJudgement {
  return step(ticket, method, 'scan');
}

/**
 * The same, and a ticket whose number was told wrongly or from another phone is over: there is no second guess among
 * a hundred. Source: domain.md §12, issue 6.
 */
export function judgeConfirmation(
  ticket: Ticket,
  told: { readonly method: QrMethod; readonly number: string; readonly phone: string },
): TicketJudgement {
  const judged = step(ticket, told.method, 'confirm');
  if (judged.refusal !== null) return judged;
  const isMeant = told.number === ticket.number && told.phone === ticket.scannedBy;
  return isMeant ? judged : { state: 'EXPIRED', refusal: refusal('AUTH_QR_EXPIRED') };
}

/** Once, and only when the phone has confirmed. */
export function judgeRedemption(ticket: Ticket): TicketJudgement {
  return step(ticket, ticket.method, 'redeem');
}

function step(ticket: Ticket, method: QrMethod, action: TicketAction): TicketJudgement {
  const state = ticketState(ticket);
  if (isTicketOver(state)) return { state, refusal: refusal('AUTH_QR_EXPIRED') };
  const next = method === ticket.method ? nextStatus(TICKET_LIFECYCLE, state, action) : null;
  return next === null
    ? { state, refusal: refusal('STATE_NOT_ALLOWED', { state }) }
    : { state: next, refusal: null };
}
