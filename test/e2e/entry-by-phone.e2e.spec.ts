import { randomUUID } from 'node:crypto';
import type { AuthorizedRole } from '../../domain/identity/entrant.js';
import type { AuthorizedMethod } from '../../domain/identity/login-method.js';
import type {
  AuthorizationPage,
  AuthorizationView,
  TicketStateView,
} from '../../services/api/entry/entry.views.js';
import type { MeView } from '../../services/api/identity/identity.views.js';
import {
  ApiClient,
  expectRefused,
  faultPointers,
  sortedStatuses,
  type Answer,
} from '../support/api-client.js';
import {
  bound,
  clientOf,
  enterByKey,
  enterByPhone,
  openTicket,
  redeem,
  registeredUnit,
  TestPhone,
  type PhoneOwner,
} from '../support/entry.js';
import { EventReader } from '../support/event-reader.js';
import { residentNumber, succeeded } from '../support/people.js';
import { newUscc } from '../support/units.js';
import { startStack, type Stack } from '../support/stack.js';

const UNIT1 = '91110108MA01C2D36P';
const INSTITUTION = '12110108';
let stack: Stack;
let visitor: ApiClient;

beforeAll(async () => {
  stack = await startStack({ worker: false });
  visitor = new ApiClient(stack.apiUrl);
});
afterAll(() => stack?.stop());

const certificateOf = (uscc: string): PhoneOwner => ({
  uscc,
  personName: '王静',
  idNo: '11010519491231002X',
  role: 'CERTIFICATE_HOLDER',
});
const person = (uscc: string, role: PhoneOwner['role']): PhoneOwner => ({
  uscc,
  personName: '陈晨',
  idNo: residentNumber(),
  role,
});
const AUTHORIZATIONS = '/api/v1/units/mine/authorizations';
function grant(
  client: ApiClient,
  { personName: name, idNo }: PhoneOwner,
  role: AuthorizedRole,
  method: AuthorizedMethod = 'E_LICENCE',
  key: string = randomUUID(),
): Promise<Answer<AuthorizationView>> {
  const body = { method, role, name, idType: 'RESIDENT_ID', idNo, mobile: '13800138000' };
  return client.post(AUTHORIZATIONS, body, { key });
}
const revoke = (client: ApiClient, id: string, key: string = randomUUID()) =>
  client.post<AuthorizationView>(`${AUTHORIZATIONS}/${id}/revocation`, { reason: '人员离职' }, { key });
const meOf = async (client: ApiClient) => succeeded(await client.get<MeView>('/api/v1/me')).account;
const stateOf = async (id: string, binding: string): Promise<string> =>
  succeeded(await visitor.get<TicketStateView>(`/api/v1/sign-in-tickets/${id}`, bound(binding))).state;

describe('AC-02 sign-in by a code that 北京一证通 confirms', () => {
  it('goes WAITING, SCANNED, CONFIRMED, told as they come, and gives the session to the browser that asked', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    expect([ticket.state, ticket.number.length]).toEqual(['WAITING', 2]);
    expect(ticket.qrSvg).toContain('<svg');
    expect(ticket.qrText).not.toContain(ticket.binding);
    const reader = await EventReader.of(visitor, `/api/v1/sign-in-tickets/${ticket.id}/events`, {
      'sign-in-binding': ticket.binding,
    });
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    await reader.next(({ data }) => data['state'] === 'WAITING');
    succeeded(await phone.scan(ticket.qrText));
    await reader.next(({ data }) => data['state'] === 'SCANNED');
    succeeded(await phone.confirm(ticket.qrText, ticket.number));
    await reader.next(({ data }) => data['state'] === 'CONFIRMED');
    expect(await stateOf(ticket.id, ticket.binding)).toBe('CONFIRMED');
    const account = await meOf(clientOf(stack, await redeem(visitor, ticket)));
    expect(account).toMatchObject({ role: 'UNIT_LEGAL', unit: { name: '北京云程信息技术有限公司' } });
    const trail = await stack.sql<{ action: string }>(
      `select action, after from audit_event where entity_id = $1 or after ->> 'ticket' = $1::text order by seq`,
      [ticket.id],
    );
    expect(trail.map(({ action }) => action)).toEqual(['signInTicket.confirm', 'entry.prove']);
    expect(JSON.stringify(trail)).not.toContain('11010519491231002X');
    await reader.until(() => reader.hasEnded);
    expect(reader.events.map(({ data }) => data['state'])).toEqual([
      'WAITING',
      'SCANNED',
      'CONFIRMED',
      'EXPIRED',
    ]);
    const byKey = clientOf(stack, await enterByKey(stack, UNIT1));
    expect((await meOf(byKey)).id).toBe(account.id);
  });

  it('is over after two minutes, and a new code can be fetched', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    expect(Date.parse(ticket.expiresAt) - Date.now()).toBeLessThanOrEqual(120_000);
    const soon = `clock_timestamp() + interval '1 second'`;
    await stack.sql(`update sign_in_ticket set expires_at = ${soon} where id = $1`, [ticket.id]);
    const reader = await EventReader.of(visitor, `/api/v1/sign-in-tickets/${ticket.id}/events`, {
      'sign-in-binding': ticket.binding,
    });
    await reader.until(() => reader.hasEnded);
    expect(reader.events.map(({ data }) => data['state'])).toEqual(['WAITING', 'EXPIRED']);
    expect(await stateOf(ticket.id, ticket.binding)).toBe('EXPIRED');
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    expectRefused(await phone.scan(ticket.qrText), 'AUTH_QR_EXPIRED');
    expectRefused(await redeem(visitor, ticket), 'AUTH_QR_EXPIRED');
    expect((await enterByPhone(stack, 'CERT_QR', certificateOf(UNIT1))).status).toBe(201);
  });

  it('is followed by no more readers than a browser has', async () => {
    const { id, binding } = await openTicket(visitor, 'CERT_QR');
    const path = `/api/v1/sign-in-tickets/${id}/events`;
    const headers = { 'sign-in-binding': binding };
    const readers = await Promise.all([1, 2, 3].map(() => EventReader.of(visitor, path, headers)));
    expectRefused(await visitor.get(path, bound(binding)), 'RATE_LIMITED');
    for (const reader of readers) await reader.leave();
  });

  it('gives a code that was confirmed in its last moment time to be redeemed', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    succeeded(await phone.scan(ticket.qrText));
    await stack.sql(
      `update sign_in_ticket set expires_at = clock_timestamp() + interval '1 second' where id = $1`,
      [ticket.id],
    );
    succeeded(await phone.confirm(ticket.qrText, ticket.number));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect((await redeem(visitor, ticket)).status).toBe(201);
  });
});

const expire = (id: string) =>
  stack.sql('update sign_in_ticket set expires_at = clock_timestamp() where id = $1', [id]);
const sessions = async (): Promise<number> =>
  Number((await stack.sql<{ count: string }>('select count(*) from session'))[0]?.count);

describe('attacks on a code get no session', () => {
  let before: number;
  beforeEach(async () => {
    before = await sessions();
  });
  afterEach(async () => expect(await sessions()).toBe(before));

  const scanned = async (owner: PhoneOwner = certificateOf(UNIT1)) => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    const phone = new TestPhone(visitor, 'CERT_QR', owner);
    succeeded(await phone.scan(ticket.qrText));
    return { ticket, phone };
  };
  const confirmed = async () => {
    const { ticket, phone } = await scanned();
    succeeded(await phone.confirm(ticket.qrText, ticket.number));
    return { ticket, phone };
  };

  it('1 a guessed id', async () => {
    const { ticket } = await confirmed();
    const guess = { id: randomUUID(), binding: ticket.binding };
    expectRefused(await redeem(visitor, guess), 'FORBIDDEN_SCOPE');
    expectRefused(
      await visitor.get(`/api/v1/sign-in-tickets/${guess.id}`, bound(guess.binding)),
      'FORBIDDEN_SCOPE',
    );
    await expire(ticket.id);
  });

  it('2 another browser redeems, asks and follows', async () => {
    const { ticket } = await confirmed();
    const other = await openTicket(visitor, 'CERT_QR');
    for (const binding of [other.binding, '', 'x'.repeat(43)]) {
      expectRefused(await redeem(visitor, { id: ticket.id, binding }), 'FORBIDDEN_SCOPE');
      const path = `/api/v1/sign-in-tickets/${ticket.id}`;
      expectRefused(await visitor.get(path, bound(binding)), 'FORBIDDEN_SCOPE');
      expectRefused(await visitor.get(`${path}/events`, bound(binding)), 'FORBIDDEN_SCOPE');
    }
  });

  it('3 confirmed after it was over', async () => {
    const { ticket, phone } = await scanned();
    await expire(ticket.id);
    expectRefused(await phone.confirm(ticket.qrText, ticket.number), 'AUTH_QR_EXPIRED');
    expectRefused(await redeem(visitor, ticket), 'AUTH_QR_EXPIRED');
  });

  it('4 confirmed without a scan', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    expectRefused(await phone.confirm(ticket.qrText, ticket.number), 'STATE_NOT_ALLOWED');
    expectRefused(await redeem(visitor, ticket), 'STATE_NOT_ALLOWED');
  });

  it('5 the wrong number, and then the right one', async () => {
    const { ticket, phone } = await scanned();
    const wrong = ticket.number === '00' ? '01' : '00';
    expectRefused(await phone.confirm(ticket.qrText, wrong), 'AUTH_QR_EXPIRED');
    expectRefused(await phone.confirm(ticket.qrText, ticket.number), 'AUTH_QR_EXPIRED');
    expect(await stateOf(ticket.id, ticket.binding)).toBe('EXPIRED');
    expectRefused(await redeem(visitor, ticket), 'AUTH_QR_EXPIRED');
  });

  it('6 another phone than the one that has scanned confirms', async () => {
    const { ticket } = await scanned();
    const other = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    expectRefused(await other.confirm(ticket.qrText, ticket.number), 'AUTH_QR_EXPIRED');
    expectRefused(await redeem(visitor, ticket), 'AUTH_QR_EXPIRED');
  });

  it('7 the browser tells its own state, without the provider’s signature or with one of its own', async () => {
    const { ticket, phone } = await scanned();
    const { message } = await phone.confirmMessage(ticket.qrText, ticket.number);
    const [body = '', signature = ''] = message.split('.');
    const said = Buffer.from(body, 'base64url').toString('utf8').replace(UNIT1, '91110108MA00TE5T26');
    const changed = Buffer.from(said).toString('base64url');
    const forged = [
      `${changed}.${signature}`,
      `${body}.${Buffer.alloc(64).toString('base64url')}`,
      `${body}.`,
      body,
      `${body}.${signature}.`,
      'x',
    ];
    for (const each of forged) {
      expect(faultPointers(await phone.tell({ provider: 'trial', message: each }))).toEqual(['/message']);
    }
    expectRefused(await phone.tell({ provider: 'yizhengtong', message }), 'AUTH_METHOD_DISABLED');
    const path = `/api/v1/sign-in-tickets/${ticket.id}`;
    for (const method of ['PUT', 'PATCH', 'POST']) {
      expectRefused(
        await visitor.request(method, path, {
          body: JSON.stringify({ state: 'CONFIRMED' }),
          ...bound(ticket.binding),
        }),
        'NOT_FOUND',
      );
    }
    expectRefused(await redeem(visitor, ticket), 'STATE_NOT_ALLOWED');
  });

  it('8 the app of another method', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    const owner: PhoneOwner = { ...certificateOf(UNIT1), role: 'LEGAL_REPRESENTATIVE' };
    const licence = new TestPhone(visitor, 'E_LICENCE', owner);
    expectRefused(await licence.scan(ticket.qrText), 'STATE_NOT_ALLOWED');
    const own = new TestPhone(visitor, 'CERT_QR', owner);
    succeeded(await own.scan(ticket.qrText));
    expectRefused(await licence.confirm(ticket.qrText, ticket.number), 'STATE_NOT_ALLOWED');
    expectRefused(await redeem(visitor, ticket), 'STATE_NOT_ALLOWED');
  });

  it('9 a confirmation told again, for its own code and with another one', async () => {
    const { ticket, phone } = await scanned();
    const message = await phone.confirmMessage(ticket.qrText, ticket.number);
    succeeded(await phone.tell(message));
    expectRefused(await phone.tell(message), 'STATE_NOT_ALLOWED');
    await expire(ticket.id);
    const next = await openTicket(visitor, 'CERT_QR');
    succeeded(await phone.scan(next.qrText));
    expectRefused(await phone.tell(message), 'AUTH_QR_EXPIRED');
    expectRefused(await redeem(visitor, next), 'STATE_NOT_ALLOWED');
  });

  it('10 redeemed before it is confirmed', async () => {
    const { ticket } = await scanned();
    expectRefused(await redeem(visitor, ticket), 'STATE_NOT_ALLOWED');
  });

  it('11 a code that nobody has issued', async () => {
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    expectRefused(await phone.scan('juzheng-trial:guess'), 'AUTH_QR_EXPIRED');
  });

  it('12 the authorization of another unit', async () => {
    const [own, foreign] = [await registeredUnit(stack), await registeredUnit(stack)];
    const legal = clientOf(stack, await enterByKey(stack, own.uscc));
    const operator = person(foreign.uscc, 'OPERATOR');
    succeeded(await grant(legal, operator, 'UNIT_HANDLER'));
    before = await sessions();
    expectRefused(await enterByPhone(stack, 'E_LICENCE', operator), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
  });

  it('13 an authorization revoked between confirmation and redemption', async () => {
    const { uscc } = await registeredUnit(stack);
    const legal = clientOf(stack, await enterByKey(stack, uscc));
    const operator = person(uscc, 'OPERATOR');
    const { id } = succeeded(await grant(legal, operator, 'UNIT_HANDLER'));
    const ticket = await openTicket(visitor, 'E_LICENCE');
    const phone = new TestPhone(visitor, 'E_LICENCE', operator);
    succeeded(await phone.scan(ticket.qrText));
    succeeded(await phone.confirm(ticket.qrText, ticket.number));
    succeeded(await revoke(legal, id));
    before = await sessions();
    expectRefused(await redeem(visitor, ticket), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
    expectRefused(await redeem(visitor, ticket), 'AUTH_QR_EXPIRED');
  });

  it('14 a unit that nobody knows', async () => {
    const stranger = person(newUscc(), 'LEGAL_REPRESENTATIVE');
    expectRefused(await enterByPhone(stack, 'E_LICENCE', stranger), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
  });
});

describe('a code is redeemed once', () => {
  it('in turn and at once', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    succeeded(await phone.scan(ticket.qrText));
    succeeded(await phone.confirm(ticket.qrText, ticket.number));
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => redeem(visitor, ticket)));
    expect(sortedStatuses(answers)).toEqual([201, 410, 410, 410, 410]);
    expectRefused(await redeem(visitor, ticket), 'AUTH_QR_EXPIRED');
    const [row] = await stack.sql('select identity_sealed from sign_in_ticket where id = $1', [ticket.id]);
    expect(row).toEqual({ identity_sealed: null });
  });

  it('at once by many confirmations too', async () => {
    const ticket = await openTicket(visitor, 'CERT_QR');
    const phone = new TestPhone(visitor, 'CERT_QR', certificateOf(UNIT1));
    succeeded(await phone.scan(ticket.qrText));
    const message = await phone.confirmMessage(ticket.qrText, ticket.number);
    const answers = await Promise.all([1, 2, 3, 4].map(() => phone.tell(message)));
    expect(sortedStatuses(answers)).toEqual([204, 409, 409, 409]);
  });
});

describe('AC-04 sign-in by electronic licence', () => {
  it('lets in whom the legal representative’s administrator has authorized, as handler of that unit', async () => {
    const { id: unitId, uscc } = await registeredUnit(stack);
    const [owner, admin, operator] = [
      person(uscc, 'LEGAL_REPRESENTATIVE'),
      person(uscc, 'LICENCE_ADMIN'),
      person(uscc, 'OPERATOR'),
    ];
    expectRefused(await enterByPhone(stack, 'E_LICENCE', admin), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
    const legal = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', owner));
    expect((await meOf(legal)).role).toBe('UNIT_LEGAL');
    succeeded(await grant(legal, admin, 'UNIT_LICENCE_ADMIN'));
    const administrator = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', admin));
    expect((await meOf(administrator)).role).toBe('UNIT_LICENCE_ADMIN');
    expectRefused(await enterByPhone(stack, 'E_LICENCE', operator), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
    succeeded(await grant(administrator, operator, 'UNIT_HANDLER'));
    const handler = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', operator));
    expect(await meOf(handler)).toMatchObject({ role: 'UNIT_HANDLER', unit: { id: unitId } });
    const { id } = await meOf(handler);
    expect((await meOf(clientOf(stack, await enterByPhone(stack, 'E_LICENCE', operator)))).id).toBe(id);
    const rows = await stack.sql<{ id_no_sealed: string }>('select * from unit_identity where unit_id = $1', [
      unitId,
    ]);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain(operator.idNo);
  });

  it('ends the sessions of who is no longer authorized, at once', async () => {
    const { uscc } = await registeredUnit(stack);
    const legal = clientOf(stack, await enterByKey(stack, uscc));
    const operator = person(uscc, 'OPERATOR');
    const { id } = succeeded(await grant(legal, operator, 'UNIT_HANDLER'));
    const handler = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', operator));
    succeeded(await handler.get('/api/v1/me'));
    const key = randomUUID();
    const revoked = succeeded(await revoke(legal, id, key));
    expect(revoked).toMatchObject({ id, revokeReason: '人员离职' });
    expectRefused(await handler.get('/api/v1/me'), 'AUTH_REQUIRED');
    expectRefused(await enterByPhone(stack, 'E_LICENCE', operator), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
    expect(succeeded(await revoke(legal, id, key))).toEqual(revoked);
    expectRefused(await revoke(legal, id), 'STATE_NOT_ALLOWED');
    succeeded(await grant(legal, operator, 'UNIT_HANDLER'));
    expect((await enterByPhone(stack, 'E_LICENCE', operator)).status).toBe(201);
  });

  it('tells the person who is no longer authorized, wherever he still comes in', async () => {
    const [own, other] = [await registeredUnit(stack), await registeredUnit(stack)];
    const legal = clientOf(stack, await enterByKey(stack, own.uscc));
    const otherLegal = clientOf(stack, await enterByKey(stack, other.uscc));
    const operator = person(own.uscc, 'OPERATOR');
    const elsewhere = { ...operator, uscc: other.uscc };
    const { id } = succeeded(await grant(legal, operator, 'UNIT_HANDLER'));
    succeeded(await grant(otherLegal, elsewhere, 'UNIT_HANDLER'));
    await enterByPhone(stack, 'E_LICENCE', operator);
    const handler = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', elsewhere));
    const { unit } = await meOf(legal);
    succeeded(await revoke(legal, id));
    const { id: accountId } = await meOf(handler);
    const told = await stack.sql(
      `select n.body from notice n where n.code = 'N-31' and n.audience_kind = 'ACCOUNT' and n.audience_id = $1`,
      [accountId],
    );
    expect(told).toEqual([{ body: `${unit?.name} 已终止对您的电子证照业务授权：人员离职` }]);
    const [count] = await stack.sql(
      `select count(*)::int as accounts from notice where code = 'N-31' and natural_key like 'N-31:' || $1 || ':%'`,
      [id],
    );
    expect(count).toEqual({ accounts: 2 });
  });

  it('grants once, lists with masked numbers, and records both in the audit trail', async () => {
    const { uscc } = await registeredUnit(stack);
    const legal = clientOf(stack, await enterByKey(stack, uscc));
    const [first, second] = [person(uscc, 'OPERATOR'), person(uscc, 'OPERATOR')];
    const key = randomUUID();
    const granted = succeeded(await grant(legal, first, 'UNIT_HANDLER', 'E_LICENCE', key));
    expect(succeeded(await grant(legal, first, 'UNIT_HANDLER', 'E_LICENCE', key))).toEqual(granted);
    expectRefused(await grant(legal, first, 'UNIT_HANDLER'), 'STATE_NOT_ALLOWED');
    const { id } = succeeded(await grant(legal, second, 'UNIT_HANDLER'));
    succeeded(await revoke(legal, id));
    const list = succeeded(await legal.get<AuthorizationPage>(`${AUTHORIZATIONS}?limit=1`));
    const rest = succeeded(
      await legal.get<AuthorizationPage>(`${AUTHORIZATIONS}?limit=1&cursor=${list.nextCursor}`),
    );
    expect([...list.items, ...rest.items].map((each) => each.id)).toEqual([id, granted.id]);
    const standing = succeeded(await legal.get<AuthorizationPage>(`${AUTHORIZATIONS}?standing=true`));
    expect(standing.items).toEqual([granted]);
    expect(granted.idNo).toBe(`${first.idNo.slice(0, 6)}********${first.idNo.slice(-4)}`);
    const trail = await stack.sql<{ action: string }>(
      `select action, before, after, reason from audit_event where entity_id = any($1) order by seq`,
      [[granted.id, id]],
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'authorization.grant',
      'authorization.grant',
      'authorization.revoke',
    ]);
    expect(JSON.stringify(trail)).not.toContain(first.idNo);
  });

  it('lets nobody authorize beyond his role, nor in another unit', async () => {
    const [own, foreign] = [await registeredUnit(stack), await registeredUnit(stack)];
    const legal = clientOf(stack, await enterByKey(stack, own.uscc));
    const stranger = clientOf(stack, await enterByKey(stack, foreign.uscc));
    const [admin, operator] = [person(own.uscc, 'LICENCE_ADMIN'), person(own.uscc, 'OPERATOR')];
    const { id: adminId } = succeeded(await grant(legal, admin, 'UNIT_LICENCE_ADMIN'));
    const { id } = succeeded(await grant(legal, operator, 'UNIT_HANDLER'));
    const administrator = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', admin));
    const handler = clientOf(stack, await enterByPhone(stack, 'E_LICENCE', operator));
    expectRefused(await grant(administrator, operator, 'UNIT_LICENCE_ADMIN'), 'FORBIDDEN_ACTION');
    expectRefused(await revoke(administrator, adminId), 'FORBIDDEN_ACTION');
    expectRefused(await grant(handler, person(own.uscc, 'OPERATOR'), 'UNIT_HANDLER'), 'FORBIDDEN_ACTION');
    succeeded(await handler.get(AUTHORIZATIONS));
    expectRefused(await revoke(stranger, id), 'FORBIDDEN_SCOPE');
    expectRefused(await revoke(stranger, randomUUID()), 'FORBIDDEN_SCOPE');
    expectRefused(await visitor.get(AUTHORIZATIONS), 'AUTH_REQUIRED');
    succeeded(await revoke(administrator, id));
    const bad = {
      method: 'PASSWORD',
      role: 'AUDITOR',
      name: '1',
      idType: 'RESIDENT_ID',
      idNo: '1',
      mobile: '1',
    };
    expect(faultPointers(await legal.post(AUTHORIZATIONS, bad))).toEqual([
      '/idNo',
      '/method',
      '/mobile',
      '/name',
      '/role',
    ]);
  });

  it('is none of a public institution’s', async () => {
    const { uscc } = await registeredUnit(stack, { prefix: INSTITUTION });
    const owner = person(uscc, 'LEGAL_REPRESENTATIVE');
    expectRefused(await enterByPhone(stack, 'E_LICENCE', owner), 'AUTH_METHOD_UNIT_TYPE');
    const legal = clientOf(stack, await enterByKey(stack, uscc));
    expectRefused(await grant(legal, owner, 'UNIT_HANDLER'), 'AUTH_METHOD_UNIT_TYPE');
  });
});

describe('AC-05 sign-in by 京事登', () => {
  it('lets in whom a public institution has authorized', async () => {
    const { uscc } = await registeredUnit(stack, { prefix: INSTITUTION });
    const operator = person(uscc, 'OPERATOR');
    expectRefused(await enterByPhone(stack, 'INSTITUTION_CERT', operator), 'AUTH_NOT_AUTHORIZED_BY_UNIT');
    const legal = clientOf(stack, await enterByKey(stack, uscc));
    succeeded(await grant(legal, operator, 'UNIT_HANDLER', 'INSTITUTION_CERT'));
    const handler = clientOf(stack, await enterByPhone(stack, 'INSTITUTION_CERT', operator));
    expect((await meOf(handler)).role).toBe('UNIT_HANDLER');
    expect((await enterByPhone(stack, 'INSTITUTION_CERT', operator)).status).toBe(201);
  });

  it('refuses an enterprise', async () => {
    const owner = person(UNIT1, 'LEGAL_REPRESENTATIVE');
    expectRefused(await enterByPhone(stack, 'INSTITUTION_CERT', owner), 'AUTH_METHOD_UNIT_TYPE');
  });
});

describe('a disabled account', () => {
  it('does not come in by phone', async () => {
    const { uscc } = await registeredUnit(stack);
    const owner = person(uscc, 'LEGAL_REPRESENTATIVE');
    const { id } = await meOf(clientOf(stack, await enterByPhone(stack, 'E_LICENCE', owner)));
    await stack.sql(`update account set status = 'DISABLED' where id = $1`, [id]);
    expectRefused(await enterByPhone(stack, 'E_LICENCE', owner), 'ACCOUNT_DISABLED');
  });
});

describe('the command of the trial wallet', () => {
  it('AC-01, AC-02 plays key and phone', async () => {
    const printed = await stack.admin('wallet', 'key', '--unit', UNIT1);
    const token = /令牌：(\S+)/.exec(printed)?.[1] ?? '';
    expect((await meOf(new ApiClient(stack.apiUrl, token))).role).toBe('UNIT_LEGAL');
    await expect(stack.admin('wallet', 'key', '--unit', UNIT1, '--condition', 'REVOKED')).rejects.toThrow();
    const ticket = await openTicket(visitor, 'CERT_QR');
    const read = ['--qr', ticket.qrText, '--method', 'CERT_QR', '--phone', 'p1'];
    await stack.admin('wallet', 'scan', ...read);
    const who = [
      '--unit',
      UNIT1,
      '--role',
      'CERTIFICATE_HOLDER',
      '--name',
      '王静',
      '--id',
      '11010519491231002X',
    ];
    await stack.admin('wallet', 'confirm', ...read, '--number', ticket.number, ...who);
    expect((await redeem(visitor, ticket)).status).toBe(201);
  });
});
