import { randomBytes } from 'node:crypto';
import { usccCheckCharacter } from '../../domain/identity/uscc.js';
import { DEFAULT_POLICY, type LoginMethod } from '../../domain/policy.js';
import type {
  CaptchaAnswerView,
  CaptchaView,
  MeView,
  SessionView,
} from '../../services/api/identity/identity.views.js';
import type { ClockView } from '../../services/api/operations/clock.dto.js';
import { addAccount, clientAs } from '../support/accounts.js';
import {
  ApiClient,
  expectRefused,
  faultPointers,
  signIn,
  sortedStatuses,
  trySignIn,
} from '../support/api-client.js';
import { succeeded } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let visitor: ApiClient;

beforeAll(async () => {
  stack = await startStack({ worker: false });
  visitor = new ApiClient(stack.apiUrl);
});
afterAll(() => stack?.stop());

const newName = (): string => `n-${randomBytes(6).toString('hex')}`;
async function captchaWithAnswer(): Promise<{ captchaId: string; captcha: string }> {
  const { body } = await visitor.post<CaptchaView>('/api/v1/captchas');
  const { body: trial } = await visitor.get<CaptchaAnswerView>(`/api/v1/trial/captchas/${body.id}`);
  return { captchaId: body.id, captcha: trial.answer };
}

const auditOf = (accountId: string): Promise<{ action: string; after: { refusal?: string } | null }[]> =>
  stack.sql('select action, after from audit_event where actor_id = $1 order by seq', [accountId]);

describe('sign-in by password', () => {
  it('AC-03 signs in with user name, password and captcha in any case, and tells who is signed in', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const { captchaId, captcha } = await captchaWithAnswer();
    const answer = await visitor.post<SessionView>('/api/v1/sessions', {
      userName: account.userName.toUpperCase(),
      password: account.password,
      captchaId,
      captcha: captcha.toLowerCase(),
    });
    expect(answer.status).toBe(201);
    expect(answer.body.account).toMatchObject({
      role: 'EMPLOYEE',
      roleLabel: '员工',
      unit: null,
    });
    const me = await new ApiClient(stack.apiUrl, answer.body.token).get<MeView>('/api/v1/me');
    expect([me.status, me.body.account.userName]).toEqual([200, account.userName]);
    expect(me.body.today).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(await auditOf(account.id)).toMatchObject([{ action: 'session.start' }]);
  });

  it('AC-03 refuses a wrong captcha, and the captcha cannot be used again', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const { captchaId, captcha } = await captchaWithAnswer();
    const form = { userName: account.userName, password: account.password, captchaId };
    expectRefused(
      await visitor.post('/api/v1/sessions', { ...form, captcha: 'wrong' }),
      'AUTH_CAPTCHA_INVALID',
    );
    expectRefused(await visitor.post('/api/v1/sessions', { ...form, captcha }), 'AUTH_CAPTCHA_INVALID');
    expectRefused(await visitor.get(`/api/v1/trial/captchas/${captchaId}`), 'FORBIDDEN_SCOPE');
  });

  it('AC-03 refuses a captcha that is three minutes old', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const answered = await captchaWithAnswer();
    await stack.sql('update captcha set expires_at = clock_timestamp() where id = $1', [answered.captchaId]);
    const form = { userName: account.userName, password: account.password, ...answered };
    expectRefused(await visitor.post('/api/v1/sessions', form), 'AUTH_CAPTCHA_INVALID');
  });

  it('AC-03 uses one captcha for one sign-in, however many come at once', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const form = { userName: account.userName, password: account.password, ...(await captchaWithAnswer()) };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => visitor.post('/api/v1/sessions', form)),
    );
    expect(sortedStatuses(answers)).toEqual([201, 401, 401, 401, 401]);
  });

  it('AC-03 locks after five wrong passwords, for the right one too, until the lock is over', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const wrong = () => trySignIn(stack.apiUrl, account.userName, 'not the password');
    for (let count = 1; count <= 4; count++) expectRefused(await wrong(), 'AUTH_CREDENTIAL_INVALID');
    expectRefused(await wrong(), 'AUTH_LOCKED', { minutesLeft: 30 });
    expectRefused(await trySignIn(stack.apiUrl, account.userName, account.password), 'AUTH_LOCKED');
    await stack.sql('update sign_in_guess set locked_until = clock_timestamp()');
    expect((await trySignIn(stack.apiUrl, account.userName, account.password)).status).toBe(201);
    const trail = await auditOf(account.id);
    expect(trail.map(({ action, after }) => after?.refusal ?? action)).toEqual([
      ...Array(4).fill('AUTH_CREDENTIAL_INVALID'),
      ...Array(2).fill('AUTH_LOCKED'),
      'session.start',
    ]);
    expect(JSON.stringify(trail)).not.toContain('not the password');
  });

  it('AC-03 tells nothing of a password once five guesses at once have failed', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const guesses = Array.from({ length: 12 }, (_, index) =>
      trySignIn(stack.apiUrl, account.userName, `guess number ${index}`),
    );
    expect(sortedStatuses(await Promise.all(guesses))).toEqual([
      ...Array(4).fill(401),
      ...Array(8).fill(423),
    ]);
  });

  it('gives an unknown user the answer of a wrong password', async () => {
    expectRefused(await trySignIn(stack.apiUrl, newName(), 'whatever it is'), 'AUTH_CREDENTIAL_INVALID');
  });

  it('refuses a disabled account, and its open session', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const client = await signIn(stack.apiUrl, account.userName, account.password);
    await stack.sql(`update account set status = 'DISABLED' where id = $1`, [account.id]);
    expectRefused(await trySignIn(stack.apiUrl, account.userName, account.password), 'ACCOUNT_DISABLED');
    expectRefused(await client.get('/api/v1/me'), 'ACCOUNT_DISABLED');
  });

  it('AC-06 refuses the method when the policy does not admit it', async () => {
    const account = await addAccount(stack, 'EMPLOYEE');
    const operator = await clientAs(stack, 'SYSTEM_OPERATOR');
    const { body: clock } = await operator.get<ClockView>('/api/v1/clock');
    const admit = async (loginMethods: readonly LoginMethod[]): Promise<void> => {
      const publication = {
        effectiveFrom: clock.today,
        reason: '调整登录方式',
        parameters: { loginMethods },
      };
      succeeded(await operator.post('/api/v1/policies', publication));
    };
    await admit(['CERT_USBKEY']);
    expectRefused(await trySignIn(stack.apiUrl, account.userName, account.password), 'AUTH_METHOD_DISABLED');
    // nobody else could open it again: staff come by password and second factor only
    const staff = await addAccount(stack, 'SYSTEM_OPERATOR');
    expect((await trySignIn(stack.apiUrl, staff.userName, staff.password)).status).toBe(201);
    await admit(DEFAULT_POLICY.loginMethods);
    expect((await trySignIn(stack.apiUrl, account.userName, account.password)).status).toBe(201);
  });

  it('lists every fault of the form', async () => {
    const answer = await visitor.post('/api/v1/sessions', {
      userName: '',
      password: 7,
      captchaId: 'x',
      captcha: '',
    });
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(faultPointers(answer)).toEqual(['/captcha', '/captchaId', '/password', '/userName']);
  });
});

describe('sessions', () => {
  it('end with 退出; the token is worth nothing afterwards', async () => {
    const client = await clientAs(stack, 'AUDITOR');
    expect((await client.delete('/api/v1/sessions/current')).status).toBe(204);
    expectRefused(await client.get('/api/v1/me'), 'AUTH_REQUIRED');
    expectRefused(await client.delete('/api/v1/sessions/current'), 'AUTH_REQUIRED');
  });

  it('are one per account and device: a new sign-in ends the older one', async () => {
    const account = await addAccount(stack, 'AUDITOR');
    const older = await signIn(stack.apiUrl, account.userName, account.password);
    const newer = await signIn(stack.apiUrl, account.userName, account.password);
    expectRefused(await older.get('/api/v1/me'), 'AUTH_REQUIRED');
    expect((await newer.get('/api/v1/me')).status).toBe(200);
  });

  it('AC-10 show a unit its own account before its profile is complete, and nothing else', async () => {
    const body = '91110108MA0000001';
    const [unit] = await stack.sql<{ id: string }>(
      `insert into unit (id, uscc, name, registered_address, unit_type)
       values (gen_random_uuid(), $1, '未完善的单位', '北京', 'ENTERPRISE') returning id`,
      [body + usccCheckCharacter(body)],
    );
    const client = await clientAs(stack, 'UNIT_HANDLER', { unitId: unit?.id ?? '' });
    const me = await client.get<MeView>('/api/v1/me');
    expect(me.body.account.unit).toEqual({ id: unit?.id, name: '未完善的单位', profileComplete: false });
    expectRefused(await client.get('/api/v1/notices'), 'PROFILE_INCOMPLETE');
  });

  it('are asked for everywhere but on public routes', async () => {
    expectRefused(await visitor.get('/api/v1/me'), 'AUTH_REQUIRED');
    expectRefused(await new ApiClient(stack.apiUrl, 'made-up').get('/api/v1/me'), 'AUTH_REQUIRED');
  });
});
