import type { SessionView } from '../../services/api/identity/identity.views.js';
import type { RecoveryCodesView } from '../../services/api/identity/own-account.views.js';
import type { MemberPage } from '../../services/api/identity/member.views.js';
import { DEPARTMENT_ROLES, type Role } from '../../domain/authority/roles.js';
import { addAccount, addDepartment, clientAs, type TestAccount } from '../support/accounts.js';
import {
  ApiClient,
  expectRefused,
  givePassword,
  secondFactorAsked,
  signIn,
  sortedStatuses,
  trySignIn,
  type Answer,
  type SecondFactorFacts,
} from '../support/api-client.js';
import { appOf, keepApp, nextCode } from '../support/second-factors.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ worker: false });
});
afterAll(() => stack?.stop());

const auditor = (): Promise<TestAccount> => addAccount(stack, 'AUDITOR');
async function asked({ userName, password }: TestAccount): Promise<SecondFactorFacts> {
  const facts = secondFactorAsked(await givePassword(stack.apiUrl, userName, password));
  if (facts === null) throw new Error('no second factor was asked for');
  return facts;
}
function complete(
  { pendingToken, deviceId }: SecondFactorFacts,
  proof: { code?: string; recoveryCode?: string },
): Promise<Answer<SessionView>> {
  const headers = { 'x-device-id': deviceId };
  return new ApiClient(stack.apiUrl).post(
    '/api/v1/sessions/second-factor',
    { pendingToken, ...proof },
    { headers },
  );
}
const enrolled = async (): Promise<TestAccount> => {
  const account = await auditor();
  await signIn(stack.apiUrl, account.userName, account.password);
  return account;
};

describe('the second factor', () => {
  it('is asked of departments, operators and auditors, of nobody else', async () => {
    const roles: Role[] = [...DEPARTMENT_ROLES, 'SYSTEM_OPERATOR', 'AUDITOR'];
    for (const role of roles) {
      const { userName, password } = await addAccount(stack, role);
      const answer = await givePassword(stack.apiUrl, userName, password);
      expectRefused(answer, 'AUTH_SECOND_FACTOR', { enrolment: true });
    }
    for (const role of ['EMPLOYEE', 'UNIT_HANDLER'] as const) {
      const { userName, password } = await addAccount(stack, role);
      expect((await givePassword(stack.apiUrl, userName, password)).status).toBe(201);
    }
  });

  it('is enrolled at the first sign-in: the app is told its secret, recovery codes are shown once', async () => {
    const account = await auditor();
    const facts = await asked(account);
    expect(facts.otpauthUri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/);
    const app = keepApp(stack.apiUrl, account.userName, facts.secret ?? '');
    expectRefused(await complete(facts, { code: '000000' }), 'AUTH_SECOND_FACTOR');
    const answer = await complete(facts, { code: await nextCode(app) });
    expect([answer.status, answer.body.recoveryCodes]).toEqual([201, expect.any(Array)]);
    expect(answer.body.recoveryCodes).toHaveLength(10);
    const stored = JSON.stringify(
      await stack.sql(
        'select f.*, c.* from second_factor f join recovery_code c using (account_id) where account_id = $1',
        [account.id],
      ),
    );
    expect(stored).not.toContain(facts.secret);
    expect(stored).not.toContain(answer.body.recoveryCodes?.[0]);
    const again = await asked(account);
    expect([again.enrolment, again.secret]).toEqual([false, undefined]);
  });

  it('takes a code once, and none from before it', async () => {
    const account = await enrolled();
    const app = appOf(stack.apiUrl, account.userName);
    const code = await nextCode(app);
    expect((await complete(await asked(account), { code })).status).toBe(201);
    expectRefused(await complete(await asked(account), { code }), 'AUTH_SECOND_FACTOR');
    const [one, two] = [await asked(account), await asked(account)];
    const next = await nextCode(app);
    const answers = await Promise.all([complete(one, { code: next }), complete(two, { code: next })]);
    expect(sortedStatuses(answers)).toEqual([201, 401]);
  });

  it('takes each recovery code once', async () => {
    const account = await enrolled();
    const recoveryCode = appOf(stack.apiUrl, account.userName).recoveryCodes[0] ?? '';
    expect((await complete(await asked(account), { recoveryCode })).status).toBe(201);
    expectRefused(await complete(await asked(account), { recoveryCode }), 'AUTH_SECOND_FACTOR');
    expectRefused(
      await complete(await asked(account), { recoveryCode: 'f'.repeat(20) }),
      'AUTH_SECOND_FACTOR',
    );
  });

  it('gives new recovery codes to who shows a fresh code, in the place of the old ones', async () => {
    const account = await enrolled();
    const app = appOf(stack.apiUrl, account.userName);
    const [old = '', later = ''] = app.recoveryCodes;
    const entered = await complete(await asked(account), { recoveryCode: later });
    const client = new ApiClient(stack.apiUrl, entered.body.token);
    const renew = (by: ApiClient, code: string): Promise<Answer<RecoveryCodesView>> =>
      by.post('/api/v1/me/recovery-codes', { code });
    expectRefused(await renew(client, '000000'), 'AUTH_SECOND_FACTOR');
    expectRefused(await renew(client, old), 'VALIDATION_FAILED');
    expectRefused(await renew(await clientAs(stack, 'EMPLOYEE'), '000000'), 'FORBIDDEN_ACTION');
    const code = await nextCode(app);
    const { status, body } = await renew(client, code);
    expect([status, new Set(body.recoveryCodes).size]).toEqual([201, 10]);
    expectRefused(await renew(client, code), 'AUTH_SECOND_FACTOR');
    expectRefused(await complete(await asked(account), { recoveryCode: old }), 'AUTH_SECOND_FACTOR');
    const recoveryCode = body.recoveryCodes[0] ?? '';
    expect((await complete(await asked(account), { recoveryCode })).status).toBe(201);
    const audited = await stack.sql(
      `select after from audit_event where action = 'secondFactor.renewCodes' and entity_id = $1`,
      [account.id],
    );
    expect(audited).toEqual([{ after: null }]);
  });

  it('is answered within five minutes, once, in the browser that has begun', async () => {
    const account = await enrolled();
    const app = appOf(stack.apiUrl, account.userName);
    const facts = await asked(account);
    const code = await nextCode(app);
    expectRefused(await complete({ ...facts, deviceId: 'another-browser-01' }, { code }), 'AUTH_REQUIRED');
    expect((await complete(facts, { code })).status).toBe(201);
    expectRefused(await complete(facts, { code: await nextCode(app) }), 'AUTH_REQUIRED');
    const late = await asked(account);
    await stack.sql('update pending_sign_in set expires_at = clock_timestamp()');
    expectRefused(await complete(late, { code: '123456' }), 'AUTH_REQUIRED');
  });

  it('locks after five wrong codes, whatever the sign-in they belong to', async () => {
    const account = await enrolled();
    for (let count = 1; count <= 4; count++) {
      expectRefused(await complete(await asked(account), { code: '000000' }), 'AUTH_SECOND_FACTOR');
    }
    expectRefused(await complete(await asked(account), { code: '000000' }), 'AUTH_LOCKED');
    const code = await nextCode(appOf(stack.apiUrl, account.userName));
    expectRefused(await complete(await asked(account), { code }), 'AUTH_LOCKED', { minutesLeft: 30 });
    await stack.sql('update sign_in_guess set locked_until = clock_timestamp()');
    expect((await complete(await asked(account), { code })).status).toBe(201);
  });

  it('is no way around a disabled account or a changed role', async () => {
    const account = await enrolled();
    const app = appOf(stack.apiUrl, account.userName);
    const facts = await asked(account);
    await stack.sql(`update account set status = 'DISABLED' where id = $1`, [account.id]);
    expectRefused(await complete(facts, { code: await nextCode(app) }), 'ACCOUNT_DISABLED');
    await stack.sql(`update account set status = 'ACTIVE', role = 'SYSTEM_OPERATOR' where id = $1`, [
      account.id,
    ]);
    expectRefused(await complete(facts, { code: '123456' }), 'AUTH_REQUIRED');
  });

  it('is reset for others by administrator and operator, never for oneself, and audited', async () => {
    const departmentId = await addDepartment(stack, 'DISTRICT');
    const admin = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId });
    const reviewer = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
    const open = await signIn(stack.apiUrl, reviewer.userName, reviewer.password);
    const reset = (client: ApiClient, id: string): Promise<Answer<unknown>> =>
      client.post(`/api/v1/members/${id}/second-factor/reset`);
    expectRefused(await reset(open, reviewer.id), 'FORBIDDEN_ACTION');
    expectRefused(await reset(await clientAs(stack, 'DEPARTMENT_ADMIN'), reviewer.id), 'FORBIDDEN_SCOPE');
    const { items } = (await admin.get<MemberPage>('/api/v1/members')).body;
    const self = items.find(({ isSelf }) => isSelf)?.id ?? '';
    expectRefused(await reset(admin, self), 'STATE_NOT_ALLOWED');
    expect((await reset(admin, reviewer.id)).status).toBe(200);
    expectRefused(await open.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'SECOND_FACTOR_RESET' });
    expect((await asked(reviewer)).enrolment).toBe(true);
    expect((await trySignIn(stack.apiUrl, reviewer.userName, reviewer.password)).status).toBe(201);
    expect((await reset(await clientAs(stack, 'SYSTEM_OPERATOR'), reviewer.id)).status).toBe(200);
    const audited = await stack.sql(
      `select actor_role from audit_event where action = 'secondFactor.reset' and entity_id = $1 order by seq`,
      [reviewer.id],
    );
    expect(audited.map((each) => each['actor_role'])).toEqual(['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR']);
  });
});
