import type { InvitationView } from '../../services/api/identity/identity.views.js';
import type { MemberPage, MemberView, OpenInvitationPage } from '../../services/api/identity/member.views.js';
import { addAccount, addDepartment, clientAs, type TestAccount } from '../support/accounts.js';
import {
  ApiClient,
  expectRefused,
  faultPointers,
  signIn,
  sortedStatuses,
  trySignIn,
  type Answer,
} from '../support/api-client.js';
import { succeeded } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let departmentId: string;
let admin: ApiClient;
let operator: ApiClient;
let foreign: ApiClient;

beforeAll(async () => {
  stack = await startStack({ worker: false });
  departmentId = await addDepartment(stack, 'DISTRICT');
  admin = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId });
  operator = await clientAs(stack, 'SYSTEM_OPERATOR');
  foreign = await clientAs(stack, 'DEPARTMENT_ADMIN');
});
afterAll(() => stack?.stop());

const reviewer = (): Promise<TestAccount> => addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
const entered = ({ userName, password }: TestAccount): Promise<ApiClient> =>
  signIn(stack.apiUrl, userName, password);
const act = (
  client: ApiClient,
  id: string,
  what: 'disabling' | 'enabling',
  key?: string,
): Promise<Answer<MemberView>> =>
  client.post(`/api/v1/members/${id}/${what}`, undefined, key === undefined ? {} : { key });
const setRole = (client: ApiClient, id: string, role: string, ifMatch = 1): Promise<Answer<MemberView>> =>
  client.patch(`/api/v1/members/${id}`, { role }, { ifMatch });
const membersOf = async (client: ApiClient, query = ''): Promise<readonly MemberView[]> =>
  succeeded(await client.get<MemberPage>(`/api/v1/members?limit=100${query}`)).items;

describe('the members of a department', () => {
  it('are listed with their last sign-in, to its administrator, operators and auditors', async () => {
    const account = await reviewer();
    const find = async (client: ApiClient): Promise<MemberView | undefined> =>
      (await membersOf(client)).find(({ id }) => id === account.id);
    expect(await find(admin)).toMatchObject({
      active: true,
      statusLabel: '已启用',
      lastSignInAt: null,
      hasSecondFactor: false,
    });
    await entered(account);
    const seen = await find(admin);
    expect(seen).toMatchObject({ role: 'DISTRICT_FIRST_REVIEWER', hasSecondFactor: true, isSelf: false });
    expect(Date.now() - Date.parse(seen?.lastSignInAt ?? '')).toBeLessThan(60_000);
    expect(await find(foreign)).toBeUndefined();
    expect(await find(operator)).toBeDefined();
    expect(await find(await clientAs(stack, 'AUDITOR'))).toBeDefined();
    expect((await membersOf(operator, `&departmentId=${departmentId}`)).length).toBeGreaterThan(1);
    expectRefused(await foreign.get(`/api/v1/members?departmentId=${departmentId}`), 'FORBIDDEN_SCOPE');
    expectRefused(await foreign.get(`/api/v1/members/${account.id}`), 'FORBIDDEN_SCOPE');
    expectRefused(await (await entered(account)).get('/api/v1/members'), 'FORBIDDEN_ACTION');
    const page = await admin.get<MemberPage>('/api/v1/members?limit=1');
    expect([page.body.items.length, typeof page.body.nextCursor]).toEqual([1, 'string']);
  });

  it('get another role from the next request on, once for a version', async () => {
    const account = await reviewer();
    const client = await entered(account);
    expectRefused(await setRole(admin, account.id, 'DISTRICT_SECOND_REVIEWER', 7), 'VERSION_CONFLICT');
    expect(faultPointers(await setRole(admin, account.id, 'FINAL_APPROVER'))).toEqual(['/role']);
    expectRefused(await setRole(foreign, account.id, 'DISTRICT_SECOND_REVIEWER'), 'FORBIDDEN_SCOPE');
    expectRefused(await setRole(client, account.id, 'DEPARTMENT_ADMIN'), 'FORBIDDEN_ACTION');
    const changed = await setRole(admin, account.id, 'DISTRICT_SECOND_REVIEWER');
    expect(changed.body).toMatchObject({ role: 'DISTRICT_SECOND_REVIEWER', version: 2 });
    expectRefused(await client.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'ROLE_CHANGED' });
    expectRefused(await setRole(admin, account.id, 'DISTRICT_SECOND_REVIEWER', 2), 'NO_CHANGE');
    const { body } = await trySignIn(stack.apiUrl, account.userName, account.password);
    expect(body.account.role).toBe('DISTRICT_SECOND_REVIEWER');
    const [audited] = await stack.sql(
      `select before, after from audit_event where action = 'member.changeRole' and entity_id = $1`,
      [account.id],
    );
    expect(audited).toMatchObject({
      before: { role: 'DISTRICT_FIRST_REVIEWER' },
      after: { role: 'DISTRICT_SECOND_REVIEWER' },
    });
  });

  it('are disabled and enabled; what the disabled had open ends', async () => {
    const account = await reviewer();
    const client = await entered(account);
    expectRefused(await act(foreign, account.id, 'disabling'), 'FORBIDDEN_SCOPE');
    const key = 'disabling-once-0001';
    const disabled = await act(admin, account.id, 'disabling', key);
    expect(disabled.body).toMatchObject({ active: false, statusLabel: '已停用' });
    expect((await act(admin, account.id, 'disabling', key)).status).toBe(200);
    expectRefused(await act(admin, account.id, 'disabling'), 'STATE_NOT_ALLOWED');
    expectRefused(await client.get('/api/v1/me'), 'AUTH_REQUIRED', { reason: 'ACCOUNT_DISABLED' });
    expectRefused(await trySignIn(stack.apiUrl, account.userName, account.password), 'ACCOUNT_DISABLED');
    const enabled = await act(admin, account.id, 'enabling');
    expect(enabled.body).toMatchObject({ active: true, statusLabel: '已启用' });
    expectRefused(await act(admin, account.id, 'enabling'), 'STATE_NOT_ALLOWED');
    expect((await trySignIn(stack.apiUrl, account.userName, account.password)).status).toBe(201);
    expectRefused(await client.get('/api/v1/me'), 'AUTH_REQUIRED');
  });

  it('never change themselves, and keep one active administrator', async () => {
    const own = await addDepartment(stack, 'DISTRICT');
    const [one, two] = await Promise.all(
      [1, 2].map(() => addAccount(stack, 'DEPARTMENT_ADMIN', { departmentId: own })),
    );
    if (one === undefined || two === undefined) throw new Error('two were added');
    const [first, second] = [await entered(one), await entered(two)];
    expectRefused(await act(first, one.id, 'disabling'), 'STATE_NOT_ALLOWED');
    expectRefused(await setRole(first, one.id, 'DISTRICT_FIRST_REVIEWER'), 'STATE_NOT_ALLOWED');
    const answers = await Promise.all([act(first, two.id, 'disabling'), act(second, one.id, 'disabling')]);
    expect(sortedStatuses(answers)[0]).toBe(200);
    const active = (await membersOf(operator, `&departmentId=${own}`)).filter((each) => each.active);
    expect(active).toHaveLength(1);
    const last = active[0]?.id ?? '';
    expectRefused(await act(operator, last, 'disabling'), 'STATE_NOT_ALLOWED');
    expectRefused(await setRole(operator, last, 'DISTRICT_FIRST_REVIEWER', 1), 'STATE_NOT_ALLOWED');
  });

  it('of any department, and operators and auditors, are an operator’s', async () => {
    const account = await reviewer();
    expect((await setRole(operator, account.id, 'DISTRICT_SECOND_REVIEWER')).status).toBe(200);
    const auditor = await addAccount(stack, 'AUDITOR');
    expect((await act(operator, auditor.id, 'disabling')).status).toBe(200);
    expectRefused(await act(admin, auditor.id, 'enabling'), 'FORBIDDEN_SCOPE');
    const employee = await addAccount(stack, 'EMPLOYEE');
    expectRefused(await act(operator, employee.id, 'disabling'), 'FORBIDDEN_SCOPE');
    expectRefused(
      await act(operator, '00000000-0000-4000-8000-000000000000', 'disabling'),
      'FORBIDDEN_SCOPE',
    );
  });
});

describe('open invitations', () => {
  it('are listed and withdrawn; the token is worth nothing afterwards', async () => {
    const invited = { role: 'DISTRICT_FIRST_REVIEWER', personName: '王芳' };
    const { id, token } = succeeded(await admin.post<InvitationView>('/api/v1/invitations', invited));
    const open = async (client: ApiClient): Promise<readonly string[]> =>
      succeeded(await client.get<OpenInvitationPage>('/api/v1/invitations?limit=100')).items.map(
        (each) => each.id,
      );
    expect([await open(admin), await open(foreign)]).toEqual([[id], []]);
    expect(JSON.stringify((await admin.get('/api/v1/invitations')).body)).not.toContain(token);
    const withdraw = (client: ApiClient): Promise<Answer<void>> =>
      client.post(`/api/v1/invitations/${id}/withdrawal`);
    expectRefused(await withdraw(foreign), 'FORBIDDEN_SCOPE');
    expectRefused(await withdraw(await clientAs(stack, 'AUDITOR')), 'FORBIDDEN_ACTION');
    expect((await withdraw(admin)).status).toBe(204);
    expectRefused(await withdraw(admin), 'STATE_NOT_ALLOWED');
    expect(await open(admin)).toEqual([]);
    const acceptance = { token, userName: 'wang.fang.1', password: 'correct horse battery' };
    const answer = await new ApiClient(stack.apiUrl).post('/api/v1/invitations/acceptance', acceptance);
    expect(faultPointers(answer)).toEqual(['/token']);
  });
});
