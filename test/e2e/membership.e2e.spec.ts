import { randomBytes } from 'node:crypto';
import { idCheckCharacter } from '../../domain/identity/id-number.js';
import type { AccountView, InvitationView, MeView } from '../../services/api/identity/identity.views.js';
import { addAccount, addDepartment, clientAs } from '../support/accounts.js';
import {
  ApiClient,
  expectRefused,
  faultPointers,
  signIn,
  sortedStatuses,
  trySignIn,
  type Answer,
} from '../support/api-client.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let visitor: ApiClient;
let nextSequence = 1;

beforeAll(async () => {
  stack = await startStack({ worker: false });
  visitor = new ApiClient(stack.apiUrl);
});
afterAll(() => stack?.stop());

const newName = (): string => `n-${randomBytes(6).toString('hex')}`;
const newIdNo = (): string => {
  const body = `11010819880229${String(nextSequence++).padStart(3, '0')}`;
  return body + idCheckCharacter(body);
};
const registration = (over: object = {}): object => ({
  userName: newName(),
  password: 'correct horse battery',
  name: '李明',
  idType: 'RESIDENT_ID',
  idNo: newIdNo(),
  mobile: '+86 138 0013 8000',
  ...over,
});
const register = (form: object): Promise<Answer<AccountView>> => visitor.post('/api/v1/registrations', form);

describe('registration', () => {
  it('makes a person and an employee account that signs in; the rows hold no number in the clear', async () => {
    const form = { ...registration(), userName: newName().toUpperCase(), idNo: newIdNo() };
    const answer = await register(form);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      role: 'EMPLOYEE',
      userName: form.userName.toLowerCase(),
      personName: '李明',
    });
    const client = await signIn(stack.apiUrl, form.userName, 'correct horse battery');
    expect((await client.get<MeView>('/api/v1/me')).body.account.employee?.name).toBe('李明');
    const rows = await stack.sql(
      `select e.*, a.person_index, t.after from account a join employee e on e.id = a.employee_id
         join audit_event t on t.entity_id = a.id and t.action = 'registration.create' where a.id = $1`,
      [answer.body.id],
    );
    expect(rows).toMatchObject([{ birth_date: expect.anything(), sex: expect.stringMatching(/MALE/) }]);
    expect(rows[0]?.['person_index']).toBe(rows[0]?.['id_no_index']);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${form.idNo}|13800138000`));
  });

  it('refuses a taken user name and a registered person, both at once', async () => {
    const form = registration();
    expect((await register(form)).status).toBe(201);
    const again = await register(form);
    expectRefused(again, 'VALIDATION_FAILED');
    expect(faultPointers(again)).toEqual(['/idNo', '/userName']);
    expect(faultPointers(await register({ ...form, userName: newName() }))).toEqual(['/idNo']);
    const other = registration();
    expect(faultPointers(await register({ ...other, userName: Reflect.get(form, 'userName') }))).toEqual([
      '/userName',
    ]);
    expect((await register(other)).status).toBe(201);
  });

  it('lets one of ten equal registrations at once through, the others name what is taken', async () => {
    const form = registration();
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(form)));
    expect(sortedStatuses(answers)).toEqual([201, ...Array(9).fill(422)]);
    const refused = answers.filter(({ status }) => status === 422);
    expect(refused.every((answer) => faultPointers(answer).includes('/idNo'))).toBe(true);
  });

  it('needs birth date and sex where the number does not write them', async () => {
    const form = registration({ idType: 'PASSPORT', idNo: 'E12345678' });
    expect(faultPointers(await register(form))).toEqual(['/birthDate', '/sex']);
    const answer = await register({ ...form, birthDate: '1990-05-01', sex: 'FEMALE' });
    expect(answer.status).toBe(201);
  });

  it('AC-15 lists every fault of the form, one entry per field', async () => {
    const answer = await register({
      userName: 'x',
      password: 'short',
      name: '李4',
      idType: 'RESIDENT_ID',
      idNo: '110108199002290017',
      mobile: '12345678901',
      birthDate: 'yesterday',
      sex: 'M',
      role: 'AUDITOR',
    });
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(faultPointers(answer)).toEqual([
      '/birthDate',
      '/idNo',
      '/mobile',
      '/name',
      '/password',
      '/role',
      '/sex',
      '/userName',
    ]);
    expect(
      faultPointers(await register(registration({ userName: 'same.as.name', password: 'Same.as.Name' }))),
    ).toEqual(['/password']);
    expect(faultPointers(await register(registration({ birthDate: '1988-03-01' })))).toEqual(['/birthDate']);
  });
});

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

describe('invitations', () => {
  const invite = (client: ApiClient, over: object = {}, key?: string): Promise<Answer<InvitationView>> =>
    client.post(
      '/api/v1/invitations',
      { role: 'DISTRICT_FIRST_REVIEWER', personName: '王芳', ...over },
      key === undefined ? {} : { key },
    );
  const accept = (token: string, over: object = {}): Promise<Answer<AccountView>> =>
    visitor.post('/api/v1/invitations/acceptance', {
      token,
      userName: newName(),
      password: 'correct horse battery',
      ...over,
    });

  it('bring a member into the own department, once', async () => {
    const departmentId = await addDepartment(stack, 'DISTRICT');
    const admin = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId });
    const key = randomBytes(8).toString('hex');
    const invited = await invite(admin, {}, key);
    expect([invited.status, invited.body.department.id]).toEqual([201, departmentId]);
    expect((await invite(admin, {}, key)).body).toEqual(invited.body);
    expectRefused(await invite(admin, { personName: '王丽' }, key), 'IDEMPOTENCY_KEY_REUSED');

    const taken = (await addAccount(stack, 'AUDITOR')).userName;
    expect(faultPointers(await accept(invited.body.token, { userName: taken }))).toEqual(['/userName']);
    const userName = newName();
    const accepted = await accept(invited.body.token, { userName });
    expect([accepted.status, accepted.body.role]).toEqual([201, 'DISTRICT_FIRST_REVIEWER']);
    expect(accepted.body.department?.id).toBe(departmentId);
    expect((await trySignIn(stack.apiUrl, userName, 'correct horse battery')).status).toBe(201);
    expect(faultPointers(await accept(invited.body.token))).toEqual(['/token']);
  });

  it('cost a stranger without one no hash', async () => {
    const { body } = await invite(await clientAs(stack, 'DEPARTMENT_ADMIN'));
    const taken = (await addAccount(stack, 'AUDITOR')).userName;
    const msOf = async (token: string, pointer: string): Promise<number> => {
      const begunAt = performance.now();
      const answer = await accept(token, { userName: taken });
      expect(faultPointers(answer)).toEqual([pointer]);
      return performance.now() - begunAt;
    };
    const [guessed, invited]: [number[], number[]] = [[], []];
    for (let count = 0; count < 7; count++) {
      guessed.push(await msOf(`guess ${count}`, '/token'));
      invited.push(await msOf(body.token, '/userName'));
    }
    expect(medianOf(guessed)).toBeLessThan(medianOf(invited) / 2);
  });

  it('are accepted by one of many at once', async () => {
    const { body } = await invite(await clientAs(stack, 'DEPARTMENT_ADMIN'));
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(body.token)));
    expect(sortedStatuses(answers)).toEqual([201, 422, 422, 422, 422]);
  });

  it('are over after seven days', async () => {
    const { body } = await invite(await clientAs(stack, 'DEPARTMENT_ADMIN'));
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await stack.sql('update invitation set expires_at = clock_timestamp() where id = $1', [body.id]);
    expect(faultPointers(await accept(body.token))).toEqual(['/token']);
  });

  it('reach no foreign department, and no role that its level does not have', async () => {
    const admin = await clientAs(stack, 'DEPARTMENT_ADMIN');
    const foreign = await addDepartment(stack, 'DISTRICT');
    expectRefused(await invite(admin, { departmentId: foreign }), 'FORBIDDEN_SCOPE');
    expect(faultPointers(await invite(admin, { role: 'FINAL_APPROVER' }))).toEqual(['/role']);
    expect(faultPointers(await invite(admin, { role: 'SYSTEM_OPERATOR' }))).toEqual(['/role']);
  });

  it('of an operator name any department', async () => {
    const operator = await clientAs(stack, 'SYSTEM_OPERATOR');
    expect(faultPointers(await invite(operator))).toEqual(['/departmentId']);
    const city = await addDepartment(stack, 'MUNICIPAL');
    const answer = await invite(operator, { departmentId: city, role: 'FINAL_APPROVER' });
    expect(answer.status).toBe(201);
    const missing = '00000000-0000-4000-8000-000000000000';
    expectRefused(await invite(operator, { departmentId: missing }), 'FORBIDDEN_SCOPE');
  });

  it('are no business of reviewers and employees', async () => {
    for (const role of ['DISTRICT_FIRST_REVIEWER', 'EMPLOYEE', 'AUDITOR'] as const) {
      expectRefused(await invite(await clientAs(stack, role)), 'FORBIDDEN_ACTION');
    }
    expectRefused(await invite(visitor), 'AUTH_REQUIRED');
    const admin = await clientAs(stack, 'DEPARTMENT_ADMIN');
    expectRefused(await admin.post('/api/v1/invitations', {}, { key: null }), 'IDEMPOTENCY_KEY_REQUIRED');
  });
});
