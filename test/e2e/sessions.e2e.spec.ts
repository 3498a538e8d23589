import type { MeView, SessionView } from '../../services/api/identity/identity.views.js';
import type { OwnSessionList } from '../../services/api/identity/own-account.views.js';
import { addAccount, addDepartment, clientAs, type TestAccount } from '../support/accounts.js';
import {
  ApiClient,
  expectRefused,
  givePassword,
  signIn,
  trySignIn,
  type Answer,
} from '../support/api-client.js';
import { startStack, type Stack } from '../support/stack.js';

const IN_BROWSER = { 'x-session-transport': 'cookie' };
const DEVICE = { one: { 'x-device-id': 'device-of-one-0001' }, two: { 'x-device-id': 'device-of-two-0002' } };

/** A browser as far as cookies go: keeps what it is given and sends it back. */
class Browser {
  readonly cookies = new Map<string, string>();
  csrfToken = '';

  constructor(private readonly apiUrl: string) {}

  async signIn({ userName, password }: TestAccount): Promise<Answer<SessionView>> {
    const headers = { ...IN_BROWSER, ...this.cookieHeader() };
    const answer = await givePassword(this.apiUrl, userName, password, headers);
    this.keep(answer.headers);
    this.csrfToken = answer.body.csrfToken ?? '';
    return answer;
  }

  send<Body>(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const sent = { ...this.cookieHeader(), ...headers };
    return new ApiClient(this.apiUrl).request<Body>(method, path, { headers: sent, key: 'key-of-a-browser' });
  }

  ownHeaders(): Record<string, string> {
    return { 'x-csrf-token': this.csrfToken, origin: this.apiUrl, 'sec-fetch-site': 'same-origin' };
  }

  cookieHeader(): Record<string, string> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
  }
}

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ worker: false });
});
afterAll(() => stack?.stop());

const employee = (): Promise<TestAccount> => addAccount(stack, 'EMPLOYEE');
const sessionOf = async (account: TestAccount, headers: Record<string, string> = {}): Promise<ApiClient> => {
  const { body } = await trySignIn(stack.apiUrl, account.userName, account.password, headers);
  return new ApiClient(stack.apiUrl, body.token);
};

describe('sessions', () => {
  it('get a new token at each sign-in, whatever the caller brings', async () => {
    const account = await employee();
    const fixed = 'A'.repeat(43);
    const { body } = await trySignIn(stack.apiUrl, account.userName, account.password, {
      authorization: `Bearer ${fixed}`,
      cookie: `juzheng_session=${fixed}; juzheng_device=${fixed}`,
    });
    expect(body.token).not.toBe(fixed);
    expectRefused(await new ApiClient(stack.apiUrl, fixed).get('/api/v1/me'), 'AUTH_REQUIRED');
    const browser = new Browser(stack.apiUrl);
    browser.cookies.set('juzheng_session', fixed);
    await browser.signIn(account);
    expect(browser.cookies.get('juzheng_session')).not.toBe(fixed);
    const hashes = await stack.sql('select token_hash from session where account_id = $1', [account.id]);
    expect(JSON.stringify(hashes)).not.toContain(body.token);
  });

  it('are one per account and device; who is taken over is told so', async () => {
    const account = await employee();
    const first = await sessionOf(account, DEVICE.one);
    const elsewhere = await sessionOf(account, DEVICE.two);
    const second = await sessionOf(account, DEVICE.one);
    expectRefused(await first.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'TAKEN_OVER' });
    expect([(await elsewhere.get('/api/v1/me')).status, (await second.get('/api/v1/me')).status]).toEqual([
      200, 200,
    ]);
    const audited = await stack.sql(
      `select 1 from audit_event where actor_id = $1 and action = 'session.takeOver'`,
      [account.id],
    );
    expect(audited).toHaveLength(1);
  });

  it('are listed with device, method, address and times, and ended one by one or all others', async () => {
    const account = await employee();
    const here = await sessionOf(account, { ...DEVICE.one, 'user-agent': 'Browser at work' });
    const there = await sessionOf(account, { ...DEVICE.two, 'user-agent': 'Browser at home' });
    const third = await sessionOf(account, { 'x-device-id': 'device-of-three-3' });
    const { items } = (await here.get<OwnSessionList>('/api/v1/sessions')).body;
    expect(items).toHaveLength(3);
    expect(items.find(({ current }) => current)).toMatchObject({
      device: 'Browser at work',
      loginMethod: 'PASSWORD',
      address: '127.0.0.1',
    });
    const home = items.find(({ device }) => device === 'Browser at home')?.id ?? '';
    expect((await here.delete(`/api/v1/sessions/${home}`)).status).toBe(204);
    expectRefused(await there.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'ENDED_BY_OWNER' });
    expectRefused(await here.delete(`/api/v1/sessions/${home}`), 'FORBIDDEN_SCOPE');
    const stranger = await sessionOf(await employee());
    const { items: foreign } = (await stranger.get<OwnSessionList>('/api/v1/sessions')).body;
    expectRefused(await here.delete(`/api/v1/sessions/${foreign[0]?.id}`), 'FORBIDDEN_SCOPE');
    expect((await here.delete('/api/v1/sessions/others')).status).toBe(204);
    expectRefused(await third.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'ENDED_BY_OWNER' });
    expect((await here.get('/api/v1/me')).status).toBe(200);
    expect((await stranger.get('/api/v1/me')).status).toBe(200);
  });

  it('end idle after 30 minutes, of staff after 15, and after 8 hours at the latest', async () => {
    const account = await employee();
    const auditor = await addAccount(stack, 'AUDITOR');
    const idle = async (who: TestAccount, minutes: number): Promise<number> => {
      const client = await sessionOf(who);
      await stack.sql(
        `update session set last_seen_at = clock_timestamp() - make_interval(mins => $2, secs => -5)
          where account_id = $1 and ended_at is null`,
        [who.id, minutes],
      );
      return (await client.get('/api/v1/me')).status;
    };
    expect([await idle(account, 30), await idle(account, 31)]).toEqual([200, 401]);
    expect([await idle(auditor, 15), await idle(auditor, 16)]).toEqual([200, 401]);
    const { body } = await trySignIn(stack.apiUrl, account.userName, account.password);
    expect(Date.parse(body.endsAt) - Date.now()).toBeLessThanOrEqual(8 * 3_600_000);
    await stack.sql('update session set ends_at = clock_timestamp() where account_id = $1', [account.id]);
    expectRefused(await new ApiClient(stack.apiUrl, body.token).get('/api/v1/me'), 'AUTH_REQUIRED');
  });

  it('do not outlive the account, its role or its unit: the next request is refused', async () => {
    const unitRows = await stack.sql<{ id: string }>(
      `insert into unit (id, uscc, name, registered_address, unit_type, account_status)
       values (gen_random_uuid(), '91110108MA0000010', '停用的单位', '北京', 'ENTERPRISE', 'COMPLETE') returning id`,
    );
    const unitId = unitRows[0]?.id ?? '';
    const disabled = await employee();
    const promoted = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', {
      departmentId: await addDepartment(stack, 'DISTRICT'),
    });
    const ofUnit = await addAccount(stack, 'UNIT_HANDLER', { unitId });
    const clients = await Promise.all([disabled, promoted, ofUnit].map((each) => sessionOf(each)));
    for (const client of clients) expect((await client.get('/api/v1/me')).status).toBe(200);
    await stack.sql(`update account set status = 'DISABLED' where id = $1`, [disabled.id]);
    await stack.sql(`update account set role = 'DEPARTMENT_ADMIN' where id = $1`, [promoted.id]);
    await stack.sql(`update unit set account_status = 'DISABLED' where id = $1`, [unitId]);
    const [one, two, three] = await Promise.all(clients.map((client) => client.get('/api/v1/me')));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three were asked');
    expectRefused(one, 'ACCOUNT_DISABLED');
    expectRefused(two, 'AUTH_REQUIRED');
    expectRefused(three, 'ACCOUNT_DISABLED');
  });

  it('but this one end with a new password, which only the old one gives', async () => {
    const account = await employee();
    const here = await sessionOf(account, DEVICE.one);
    const there = await sessionOf(account, DEVICE.two);
    const change = (currentPassword: string, newPassword: string): Promise<Answer<unknown>> =>
      here.post('/api/v1/me/password', { currentPassword, newPassword });
    expectRefused(await change('not the password', 'a new long password'), 'VALIDATION_FAILED');
    expectRefused(await change(account.password, account.password), 'VALIDATION_FAILED');
    expectRefused(await change(account.password, 'short'), 'VALIDATION_FAILED');
    expect((await there.get('/api/v1/me')).status).toBe(200);
    expect((await change(account.password, 'a new long password')).status).toBe(204);
    expectRefused(await there.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'PASSWORD_CHANGED' });
    expect((await here.get('/api/v1/me')).status).toBe(200);
    expectRefused(
      await trySignIn(stack.apiUrl, account.userName, account.password),
      'AUTH_CREDENTIAL_INVALID',
    );
    expect((await trySignIn(stack.apiUrl, account.userName, 'a new long password')).status).toBe(201);
    expectRefused(await new ApiClient(stack.apiUrl).post('/api/v1/me/password', {}), 'AUTH_REQUIRED');
  });

  it('tell nobody else anything they may keep, in answers that no page frames', async () => {
    const client = await clientAs(stack, 'AUDITOR');
    const { headers } = await client.get('/api/v1/me');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'self'/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect((await new ApiClient(stack.apiUrl).get('/api/v1/me')).headers.get('cache-control')).toBe(
      'no-store',
    );
  });
});

describe('sessions of browsers', () => {
  it('travel in cookies that no script reads and no other site sends', async () => {
    const browser = new Browser(stack.apiUrl);
    const answer = await browser.signIn(await employee());
    expect(answer.body).toMatchObject({ token: null, deviceId: null });
    const lines = answer.headers.getSetCookie();
    expect(lines.map((line) => line.split('=')[0])).toEqual(['juzheng_device', 'juzheng_session']);
    for (const line of lines) expect(line).toMatch(/HttpOnly.*SameSite=Lax/);
    const me = await browser.send<MeView>('GET', '/api/v1/me');
    expect([me.status, me.body.csrfToken]).toEqual([200, browser.csrfToken]);
  });

  it('act only with the token of their page, from our own pages', async () => {
    const browser = new Browser(stack.apiUrl);
    await browser.signIn(await employee());
    const own = browser.ownHeaders();
    const evil = 'https://evil.example';
    const { 'x-csrf-token': _, ...withoutToken } = own;
    const attacks: Record<string, string>[] = [
      {},
      withoutToken,
      { ...own, 'x-csrf-token': '' },
      { ...own, 'x-csrf-token': 'f'.repeat(64) },
      { ...own, origin: evil },
      { ...own, origin: evil, 'sec-fetch-site': 'cross-site' },
      { 'x-csrf-token': browser.csrfToken, 'sec-fetch-site': 'cross-site' },
      { 'x-csrf-token': browser.csrfToken, origin: 'null' },
    ];
    for (const headers of attacks) {
      const answer = await browser.send('DELETE', '/api/v1/sessions/others', headers);
      expectRefused(answer, 'FORBIDDEN_ACTION', { reason: 'CSRF' });
    }
    const other = new Browser(stack.apiUrl);
    await other.signIn(await employee());
    const foreign = { ...own, 'x-csrf-token': other.csrfToken };
    expectRefused(await browser.send('DELETE', '/api/v1/sessions/others', foreign), 'FORBIDDEN_ACTION');
    expect((await browser.send('DELETE', '/api/v1/sessions/others', own)).status).toBe(204);
  });

  it('are worth nothing to a thief of the cookie alone', async () => {
    const browser = new Browser(stack.apiUrl);
    await browser.signIn(await employee());
    const stolen = browser.cookies.get('juzheng_session') ?? '';
    const thief = new ApiClient(stack.apiUrl);
    const alone = { cookie: `juzheng_session=${stolen}` };
    const elsewhere = { cookie: `juzheng_session=${stolen}; juzheng_device=${'d'.repeat(32)}` };
    for (const headers of [alone, elsewhere]) {
      expectRefused(await thief.get('/api/v1/me', { headers }), 'AUTH_REQUIRED');
    }
    expectRefused(await new ApiClient(stack.apiUrl, stolen).get('/api/v1/me'), 'AUTH_REQUIRED');
    expect((await browser.send('GET', '/api/v1/me')).status).toBe(200);
  });

  it('end with 退出, and a bearer token is no cookie', async () => {
    const account = await employee();
    const browser = new Browser(stack.apiUrl);
    await browser.signIn(account);
    expect((await browser.send('DELETE', '/api/v1/sessions/current', browser.ownHeaders())).status).toBe(204);
    expectRefused(await browser.send('GET', '/api/v1/me'), 'AUTH_REQUIRED', { reason: 'SIGNED_OUT' });
    const bearer = await signIn(stack.apiUrl, account.userName, account.password);
    browser.cookies.set('juzheng_session', bearer.token ?? '');
    expectRefused(await browser.send('GET', '/api/v1/me'), 'AUTH_REQUIRED');
  });
});
