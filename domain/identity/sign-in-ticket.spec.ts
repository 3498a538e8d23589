import {
  judgeConfirmation,
  judgeRedemption,
  judgeScan,
  ticketState,
  type Ticket,
  type TicketState,
} from './sign-in-ticket.js';

const ticket = (state: TicketState, over: Partial<Ticket> = {}): Ticket => ({
  state,
  method: 'CERT_QR',
  number: '42',
  scannedBy: 'phone',
  isOver: false,
  ...over,
});
const told = { method: 'CERT_QR', number: '42', phone: 'phone' } as const;

describe('a sign-in ticket', () => {
  it('AC-02 is scanned, confirmed and redeemed, each once and in this order', () => {
    expect(judgeScan(ticket('WAITING'), 'CERT_QR')).toEqual({ state: 'SCANNED', refusal: null });
    expect(judgeConfirmation(ticket('SCANNED'), told)).toEqual({ state: 'CONFIRMED', refusal: null });
    expect(judgeRedemption(ticket('CONFIRMED'))).toEqual({ state: 'EXPIRED', refusal: null });
    for (const state of ['SCANNED', 'CONFIRMED'] as const) {
      expect(judgeScan(ticket(state), 'CERT_QR').refusal?.code).toBe('STATE_NOT_ALLOWED');
    }
    for (const state of ['WAITING', 'CONFIRMED'] as const) {
      expect(judgeConfirmation(ticket(state), told).refusal?.code).toBe('STATE_NOT_ALLOWED');
    }
    for (const state of ['WAITING', 'SCANNED'] as const) {
      expect(judgeRedemption(ticket(state)).refusal?.code).toBe('STATE_NOT_ALLOWED');
    }
  });

  it('AC-02 is over after its time, whatever its row says', () => {
    for (const state of ['WAITING', 'SCANNED', 'CONFIRMED', 'EXPIRED'] as const) {
      const late = ticket(state, { isOver: true });
      expect(ticketState(late)).toBe('EXPIRED');
      expect(judgeScan(late, 'CERT_QR').refusal?.code).toBe('AUTH_QR_EXPIRED');
      expect(judgeConfirmation(late, told).refusal?.code).toBe('AUTH_QR_EXPIRED');
      expect(judgeRedemption(late).refusal?.code).toBe('AUTH_QR_EXPIRED');
    }
  });

  it('is over at the first wrong number, and when another phone confirms', () => {
    for (const wrong of [{ number: '43' }, { phone: 'other' }]) {
      const judged = judgeConfirmation(ticket('SCANNED'), { ...told, ...wrong });
      expect([judged.state, judged.refusal?.code]).toEqual(['EXPIRED', 'AUTH_QR_EXPIRED']);
    }
  });

  it('is none of another method’s app', () => {
    expect(judgeScan(ticket('WAITING'), 'E_LICENCE').refusal?.code).toBe('STATE_NOT_ALLOWED');
    const judged = judgeConfirmation(ticket('SCANNED'), { ...told, method: 'E_LICENCE' });
    expect([judged.state, judged.refusal?.code]).toEqual(['SCANNED', 'STATE_NOT_ALLOWED']);
  });
});
