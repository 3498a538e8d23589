import { addAccount } from '../support/accounts.js';
import { ApiClient, expectRefused, givePassword, trySignIn } from '../support/api-client.js';
import { isLong } from '../support/run-length.js';
import { startStack, type Stack } from '../support/stack.js';

/** The number of issue 6 in `npm run test:long`. */
const GUESSES = isLong ? 10_000 : 500;
const AT_ONCE = 16;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ worker: false });
});
afterAll(() => stack?.stop());

/** As a proxy on this machine tells of them: every guess from a network of its own. */
const from = (number: number): Record<string, string> => ({
  'x-forwarded-for': `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
});

/** The captchas are read before, all at once: their reader is not what is tried here. */
async function guess(
  { userName }: { readonly userName: string },
  count: number,
): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const visitor = new ApiClient(stack.apiUrl);
  const captchas = await stack.sql<{ id: string }>(
    `insert into captcha (id, answer, expires_at)
     select gen_random_uuid(), 'read', clock_timestamp() + interval '1 hour' from generate_series(1, $1) returning id`,
    [count],
  );
  let next = 0;
  const guesser = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      const captchaId = captchas[number]?.id ?? '';
      const form = { userName, password: `guess number ${number}`, captchaId, captcha: 'read' };
      const { status } = await visitor.post('/api/v1/sessions', form, { headers: from(number) });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, guesser));
  return statuses;
}

describe('guesses at a password', () => {
  it(`${GUESSES} from as many addresses: none is right, four are looked at in vain, and the owner comes back in`, async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const known = { 'x-device-id': 'device-of-the-owner-1' };
    expect((await trySignIn(stack.apiUrl, account.userName, account.password, known)).status).toBe(201);
    const statuses = await guess(account, GUESSES);
    expect(Object.fromEntries(statuses)).toEqual({ 401: 4, 423: GUESSES - 4 });
    const elsewhere = await trySignIn(stack.apiUrl, account.userName, account.password);
    expectRefused(elsewhere, 'AUTH_LOCKED');
    // at once from the device he is known by, from any other when the lock is over
    expect((await trySignIn(stack.apiUrl, account.userName, account.password, known)).status).toBe(201);
    const [lock] = await stack.sql<{ minutes: number }>(
      `select extract(epoch from max(locked_until) - clock_timestamp())::float8 / 60 as minutes from sign_in_guess`,
    );
    expect(lock?.minutes).toBeLessThanOrEqual(30);
    await stack.sql('update sign_in_guess set locked_until = clock_timestamp()');
    expect((await trySignIn(stack.apiUrl, account.userName, account.password)).status).toBe(201);
  }, 900_000);

  it('are locked for a name that nobody has as for any other', async () => {
    const nobody = { userName: 'nobody.of.that.name' };
    expect(Object.fromEntries(await guess(nobody, 8))).toEqual({ 401: 4, 423: 4 });
  });

  it('from one network at many accounts are slowed down before any is hashed', async () => {
    const place = { 'x-forwarded-for': '10.9.9.9' };
    const accounts = await Promise.all(Array.from({ length: 30 }, () => addAccount(stack, 'EMPLOYEE')));
    const codes = new Map<number, number>();
    for (const { userName } of accounts) {
      const answers = await Promise.all(
        [1, 2, 3, 4].map((number) => givePassword(stack.apiUrl, userName, `guess ${number}`, place)),
      );
      for (const { status } of answers) codes.set(status, (codes.get(status) ?? 0) + 1);
    }
    expect(codes.get(201)).toBeUndefined();
    expect(codes.get(429)).toBeGreaterThanOrEqual(10);
    const [one] = accounts;
    if (one === undefined) throw new Error('there are thirty');
    const refused = await givePassword(stack.apiUrl, one.userName, one.password, place);
    expectRefused(refused, 'RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await givePassword(stack.apiUrl, one.userName, one.password)).status).toBe(201);
  });
});

describe('rates', () => {
  it('of strangers end with RATE_LIMITED and the time to wait, for their network alone', async () => {
    const stranger = { 'x-forwarded-for': '10.8.8.8' };
    const visitor = new ApiClient(stack.apiUrl);
    const form = { token: 'no such token', userName: 'some.name', password: 'correct horse battery' };
    const ask = (headers: Record<string, string>) =>
      visitor.post('/api/v1/invitations/acceptance', form, { headers });
    const statuses = new Map<number, number>();
    for (let count = 0; count < 36; count++) {
      const { status } = await ask(stranger);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses.get(422)).toBeGreaterThanOrEqual(30);
    expect(statuses.get(429)).toBeGreaterThanOrEqual(1);
    const answer = await ask(stranger);
    expectRefused(answer, 'RATE_LIMITED');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask({})).status).toBe(422);
  });

  it('are shared by all processes: another API on the same database knows what was used', async () => {
    const stranger = { 'x-forwarded-for': '10.8.8.7' };
    const visitor = new ApiClient(stack.apiUrl);
    const form = { token: 'no such token', userName: 'some.name', password: 'correct horse battery' };
    const ask = () => visitor.post('/api/v1/invitations/acceptance', form, { headers: stranger });
    const answered = async (count: number): Promise<number> => {
      const answers = await Promise.all(Array.from({ length: count }, ask));
      return answers.filter(({ status }) => status === 422).length;
    };
    expect(await answered(32)).toBeGreaterThanOrEqual(30);
    await stack.stopApi();
    await stack.startApi();
    // a burst of its own would be thirty; what comes back while it starts is one in six seconds
    expect(await answered(30)).toBeLessThan(15);
  });
});
