import { randomUUID } from 'node:crypto';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import type {
  MadeProgramTokenView,
  ProgramTokenList,
} from '../../services/api/identity/own-account.views.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import { addAccount, clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers, signIn, type Answer } from '../support/api-client.js';
import { routesOf, type ApiDescription } from '../support/api-description.js';
import { registerEmployee, succeeded } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const DAY_MS = 86_400_000;
const endsOn = shanghaiDateOf(Date.now() + 30 * DAY_MS);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ worker: false });
});
afterAll(() => stack?.stop());

const make = (
  client: ApiClient,
  over: object = {},
  key: string = randomUUID(),
): Promise<Answer<MadeProgramTokenView>> =>
  client.post('/api/v1/me/program-tokens', { name: '人事系统', endsOn, ...over }, { key });
const program = (token: string): ApiClient => new ApiClient(stack.apiUrl, token);

describe('a token for a program', () => {
  it('reads what its person may read, and does nothing, unless more is chosen', async () => {
    const { client } = await registerEmployee(stack);
    const { token, actions } = succeeded(await make(client));
    expect(actions).toContain('profile.read');
    expect(actions.every((action) => /\.(read|list)$/.test(action))).toBe(true);
    expect((await program(token).get('/api/v1/me')).status).toBe(200);
    expect((await program(token).get('/api/v1/employees/me')).status).toBe(200);
    const edit = await program(token).put('/api/v1/employees/me', {}, { ifMatch: 1 });
    expectRefused(edit, 'FORBIDDEN_ACTION', { reason: 'TOKEN_SCOPE' });
    const narrow = succeeded(await make(client, { actions: ['notice.mark'] }));
    expectRefused(await program(narrow.token).get('/api/v1/employees/me'), 'FORBIDDEN_ACTION');
    const marked = await program(narrow.token).post(`/api/v1/notices/${randomUUID()}/reading`);
    expect(marked.status).not.toBe(401);
  });

  it('of those names read only: no other method stands behind them', async () => {
    const { body } = await new ApiClient(stack.apiUrl).get<ApiDescription>('/openapi.json');
    const writing = routesOf(body)
      .filter(({ method }) => method !== 'GET')
      .map(({ operation }) => String(Reflect.get(operation, 'x-action')));
    expect(writing.filter((action) => /\.(read|list)$/.test(action))).toEqual([]);
  });

  it('makes no further token and touches no way in, whatever was chosen', async () => {
    const client = await clientAs(stack, 'SYSTEM_OPERATOR');
    const chosen = [
      'programToken.create',
      'password.change',
      'session.end',
      'member.change',
      'policy.publish',
    ];
    expect(faultPointers(await make(client, { actions: chosen }))).toEqual([
      '/actions/0',
      '/actions/1',
      '/actions/2',
      '/actions/3',
    ]);
    expect(faultPointers(await make(client, { actions: ['profile.edit'] }))).toEqual(['/actions/0']);
    const { availableActions } = (await client.get<ProgramTokenList>('/api/v1/me/program-tokens')).body;
    const { token } = succeeded(await make(client, { actions: availableActions }));
    const robot = program(token);
    for (const answer of [
      await make(robot),
      await robot.get('/api/v1/me/program-tokens'),
      await robot.post('/api/v1/me/password', {}),
      await robot.get('/api/v1/sessions'),
      await robot.delete('/api/v1/sessions/others'),
      await robot.get('/api/v1/members'),
      await robot.post('/api/v1/invitations', {}),
    ]) {
      expectRefused(answer, 'FORBIDDEN_ACTION', { reason: 'TOKEN_SCOPE' });
    }
  });

  it('is shown once, listed, revoked, and over after its last day', async () => {
    const client = await clientAs(stack, 'AUDITOR');
    const key = randomUUID();
    const { id, token } = succeeded(await make(client, {}, key));
    expect((await make(client, {}, key)).body.id).toBe(id);
    const list = async (): Promise<ProgramTokenList> =>
      succeeded(await client.get<ProgramTokenList>('/api/v1/me/program-tokens'));
    const listed = await list();
    expect(listed.items).toMatchObject([{ id, name: '人事系统', lastUsedAt: null, revokedAt: null }]);
    expect(JSON.stringify(listed)).not.toContain(token);
    expect((await program(token).get('/api/v1/me')).status).toBe(200);
    expect((await list()).items[0]?.lastUsedAt).toEqual(expect.any(String));
    const stranger = await clientAs(stack, 'AUDITOR');
    const revoke = (by: ApiClient): Promise<Answer<unknown>> =>
      by.post(`/api/v1/me/program-tokens/${id}/revocation`);
    expectRefused(await revoke(stranger), 'FORBIDDEN_SCOPE');
    expect((await revoke(client)).status).toBe(200);
    expectRefused(await program(token).get('/api/v1/me'), 'AUTH_REQUIRED');
    const other = succeeded(await make(client));
    await stack.sql('update program_token set expires_at = clock_timestamp() where id = $1', [other.id]);
    expectRefused(await program(other.token).get('/api/v1/me'), 'AUTH_REQUIRED');
    const tooLate = shanghaiDateOf(Date.now() + 400 * DAY_MS);
    expect(faultPointers(await make(client, { endsOn: tooLate }))).toEqual(['/endsOn']);
  });

  it('ends with the password it was made under, and its person is told', async () => {
    const { client, password } = await registerEmployee(stack);
    const [{ token, id }, revoked] = [succeeded(await make(client)), succeeded(await make(client))];
    succeeded(await client.post(`/api/v1/me/program-tokens/${revoked.id}/revocation`));
    const change = (currentPassword: string): Promise<Answer<unknown>> =>
      client.post('/api/v1/me/password', { currentPassword, newPassword: 'a new horse battery' });
    expect(faultPointers(await change('not the password'))).toEqual(['/currentPassword']);
    expect((await program(token).get('/api/v1/me')).status).toBe(200);
    expect((await change(password)).status).toBe(204);
    expectRefused(await program(token).get('/api/v1/me'), 'AUTH_REQUIRED');
    const { items } = succeeded(await client.get<ProgramTokenList>('/api/v1/me/program-tokens'));
    expect(items.find((each) => each.id === id)?.revokedAt).toEqual(expect.any(String));
    const told = succeeded(await client.get<NoticePage>('/api/v1/notices')).items;
    expect(told.filter(({ code }) => code === 'N-30').map(({ body }) => body)).toEqual([
      '您的密码已修改，1 个程序令牌已失效，需要时请重新创建',
    ]);
    const [audited] = await stack.sql(
      `select after from audit_event where action = 'password.change' order by seq desc limit 1`,
    );
    expect(audited).toMatchObject({ after: { revokedTokens: 1 } });
  });

  it('ends with the account or its role', async () => {
    const account = await addAccount(stack, 'AUDITOR');
    const client = await signIn(stack.apiUrl, account.userName, account.password);
    const { token } = succeeded(await make(client));
    await stack.sql(`update account set status = 'DISABLED' where id = $1`, [account.id]);
    expectRefused(await program(token).get('/api/v1/me'), 'ACCOUNT_DISABLED');
    await stack.sql(`update account set status = 'ACTIVE', role = 'SYSTEM_OPERATOR' where id = $1`, [
      account.id,
    ]);
    expectRefused(await program(token).get('/api/v1/me'), 'AUTH_REQUIRED');
  });
});
