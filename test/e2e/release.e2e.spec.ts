import { randomUUID } from 'node:crypto';
import type {
  AssociationPage,
  OwnAssociationsView,
  OwnAssociationView,
  ReleasePage,
  ReleaseView,
} from '../../services/api/associations/association.views.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import {
  freezeAt,
  granted,
  linkedPerson,
  permitsOf,
  signInCast,
  submitted,
  type Cast,
} from '../support/cast.js';
import {
  completeProfile,
  confirmAssociation,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  uploadFile,
  uploadUnitFiles,
  type LinkedEmployee,
  type TestEmployee,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const LIST = '/api/v1/associations';
const LEAVING = { leaveDate: '2021-07-30' };
let stack: Stack;
let cast: Cast;
let admin: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  admin = await trialClient(stack, 'haidian-admin');
  await uploadUnitFiles(cast.unit);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
});
afterAll(() => stack?.stop());

interface Refusals {
  readonly errors: readonly { readonly code: string }[];
}
const ask = ({ client }: Pick<TestEmployee, 'client'>, body: object = LEAVING, key: string = randomUUID()) =>
  client.post<OwnAssociationView & Refusals>(`${LIST}/mine/release`, body, { key });
const endFor = (id: string, body: object, client = admin, key: string = randomUUID()) =>
  client.post<ReleaseView & Refusals>(`${LIST}/${id}/termination-by-department`, body, { key });
const codesOf = ({ body }: { readonly body: Refusals }): string[] => body.errors.map(({ code }) => code);
const releases = async (client = admin, query = 'limit=100'): Promise<ReleasePage> =>
  succeeded(await client.get<ReleasePage>(`${LIST}/releases?${query}`));
const toldUnit = async (associationId: string, all = ''): Promise<string[]> => {
  const { items } = succeeded(await cast.unit.get<NoticePage>(`/api/v1/notices?limit=100${all}`));
  return items
    .filter(({ code, businessRef }) => code === 'N-27' && businessRef.associationId === associationId)
    .map(({ body }) => body);
};
/** Linked, without the files that an application needs; with the leave certificate unless it is left out. */
async function leaver(certificate = true): Promise<LinkedEmployee> {
  const employee = await registerEmployee(stack);
  await completeProfile(employee);
  const associationId = await requestAssociation(employee, cast.unit);
  await confirmAssociation(cast.unit, associationId);
  if (certificate) await uploadFile(employee.client, 'EMP_LEAVE_CERT');
  return { ...employee, associationId };
}

describe('申请解除关联 by the employee', () => {
  it('AC-105 needs the leave certificate and a leave date, both named at once; then the unit is told', async () => {
    const person = await leaver(false);
    const without = await ask(person, { leaveDate: '2021-08-06' });
    expectRefused(without, 'EMPLOYEE_ATTACHMENT_MISSING', { names: ['原单位离职证明'] });
    expect(codesOf(without)).toEqual(['EMPLOYEE_ATTACHMENT_MISSING', 'DIS_LEAVE_DATE']);
    await uploadFile(person.client, 'EMP_LEAVE_CERT');
    for (const leaveDate of [null, '2018-06-30'])
      expectRefused(await ask(person, { leaveDate }), 'DIS_LEAVE_DATE');
    expect(faultPointers(await ask(person, { leaveDate: 'x', other: 1 }))).toEqual(['/leaveDate', '/other']);

    const key = randomUUID();
    const asked = succeeded(await ask(person, LEAVING, key));
    expect(asked).toMatchObject({
      id: person.associationId,
      status: 'ACTIVE',
      releaseRequestedAt: '2021-08-05T02:00:00.000Z',
      leaveDate: '2021-07-30',
      allowedActions: [
        { action: 'withdraw', allowed: false },
        { action: 'requestRelease', allowed: false },
      ],
    });
    expect((await ask(person, LEAVING, key)).body).toEqual(asked);
    expectRefused(await ask(person), 'STATE_NOT_ALLOWED', { releaseRequestedOn: '2021-08-05' });
    expect(await toldUnit(person.associationId)).toEqual([
      `${person.name} 申请解除关联，请于 5 个工作日内办理`,
    ]);
    const path = `${LIST}?status=ACTIVE&idNo=${person.idNo}`;
    const { items } = succeeded(await cast.unit.get<AssociationPage>(path));
    expect(items).toMatchObject([{ releaseRequestedAt: asked.releaseRequestedAt, leaveDate: '2021-07-30' }]);
  });

  it('is answered by the unit with 解除关联, which settles its notice and takes it off the department’s list', async () => {
    const person = await leaver();
    succeeded(await ask(person));
    expect((await releases()).items.map(({ id }) => id)).toContain(person.associationId);
    const terms = { leaveDate: '2021-08-01', endReason: 'RESIGNED' };
    succeeded(await cast.unit.post(`${LIST}/${person.associationId}/termination`, terms));
    expect(await toldUnit(person.associationId)).toEqual([]);
    expect(await toldUnit(person.associationId, '&all=true')).toHaveLength(1);
    expect((await releases()).items.map(({ id }) => id)).not.toContain(person.associationId);
    const { history } = succeeded(await person.client.get<OwnAssociationsView>(`${LIST}/mine`));
    expect(history).toMatchObject([{ status: 'ENDED', leaveDate: '2021-08-01' }]);
    expectRefused(await ask(person), 'ASSOC_NOT_ACTIVE');
  });

  it('is the employee’s own act', async () => {
    expectRefused(await cast.unit.post(`${LIST}/mine/release`, LEAVING), 'FORBIDDEN_ACTION');
    expectRefused(await admin.post(`${LIST}/mine/release`, LEAVING), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).post(`${LIST}/mine/release`, LEAVING), 'AUTH_REQUIRED');
    const unlinked = await ask(await registerEmployee(stack));
    expect(codesOf(unlinked)).toEqual(['EMPLOYEE_ATTACHMENT_MISSING', 'ASSOC_NOT_ACTIVE']);
  });
});

describe('解除关联 in the unit’s place', () => {
  it('is the supervising department’s alone, and walks its list page by page', async () => {
    const [one, other] = [await leaver(), await leaver()];
    for (const person of [one, other]) succeeded(await ask(person));
    const elsewhere = await clientAs(stack, 'DEPARTMENT_ADMIN');
    expect((await releases(elsewhere)).items).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, nextCursor } = await releases(admin, `limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual((await releases()).items.map(({ id }) => id));
    const row = (await releases()).items.find(({ id }) => id === one.associationId);
    expect(row).toMatchObject({
      name: one.name,
      idNo: `${one.idNo.slice(0, 6)}********${one.idNo.slice(-4)}`,
      unitMayAnswerUntil: '2021-08-12',
      allowedActions: [{ action: 'endForUnit', allowed: false, reason: 'STATE_NOT_ALLOWED' }],
    });
    const reason = { reason: '单位逾期未办理' };
    expectRefused(await endFor(one.associationId, reason, elsewhere), 'FORBIDDEN_SCOPE');
    expectRefused(await endFor(randomUUID(), reason), 'FORBIDDEN_SCOPE');
    expectRefused(await endFor(one.associationId, reason, cast.reviewers.DISTRICT_FIRST), 'FORBIDDEN_ACTION');
    expectRefused(await endFor(one.associationId, reason, one.client), 'FORBIDDEN_ACTION');
    expectRefused(await cast.unit.get(`${LIST}/releases`), 'FORBIDDEN_ACTION');
    expect(
      faultPointers(await endFor(one.associationId, { reason: 1, waiveRenewal: 'x', other: 1 })),
    ).toEqual(['/other', '/reason', '/waiveRenewal']);
  });

  it('AC-105 waits for five workdays, then ends the link with a reason, and the permit is 挂起', async () => {
    const person = await linkedPerson(cast);
    await uploadFile(person.client, 'EMP_LEAVE_CERT');
    await granted(cast, person);
    const waiting = await linkedPerson(cast);
    await uploadFile(waiting.client, 'EMP_LEAVE_CERT');
    const { applicationNo } = await submitted(waiting);
    const silent = await leaver();
    for (const each of [person, waiting]) succeeded(await ask(each));
    const id = person.associationId;

    const early = await endFor(id, {});
    expectRefused(early, 'STATE_NOT_ALLOWED', {
      unitMayAnswerUntil: '2021-08-12',
      allowedFrom: '2021-08-13',
    });
    expect(codesOf(early)).toEqual(expect.arrayContaining(['STATE_NOT_ALLOWED', 'REASON_REQUIRED']));
    await freezeAt(cast, '2021-08-12T23:59:59+08:00');
    const reason = { reason: '单位逾期未办理' };
    expectRefused(await endFor(id, reason), 'STATE_NOT_ALLOWED', { allowedFrom: '2021-08-13' });

    await freezeAt(cast, '2021-08-13T00:00:00+08:00');
    expectRefused(await endFor(silent.associationId, reason), 'STATE_NOT_ALLOWED', { allowedFrom: null });
    expectRefused(await endFor(id, { reason: ' ' }), 'REASON_REQUIRED');
    expectRefused(await endFor(waiting.associationId, reason), 'DIS_IN_FLIGHT', {
      applicationNos: [applicationNo],
    });
    const key = randomUUID();
    const ended = succeeded(await endFor(id, reason, admin, key));
    expect(ended).toMatchObject({
      status: 'ENDED',
      endedOn: '2021-08-13',
      leaveDate: '2021-07-30',
      allowedActions: [{ allowed: false }],
    });
    expect((await endFor(id, reason, admin, key)).body).toEqual(ended);
    expectRefused(await endFor(id, reason), 'ASSOC_NOT_ACTIVE');
    expect(await permitsOf(person)).toMatchObject([{ status: 'SUSPENDED' }]);
    const { items } = succeeded(await person.client.get<NoticePage>('/api/v1/notices?all=true&limit=100'));
    expect(items.filter(({ code }) => code === 'N-08')).toHaveLength(1);
    const [audited] = await stack.sql(
      `select actor_role, reason from audit_event where action = 'association.endForUnit' and entity_id = $1`,
      [id],
    );
    expect(audited).toEqual({ actor_role: 'DEPARTMENT_ADMIN', reason: '单位逾期未办理' });
    succeeded(await endFor(waiting.associationId, { ...reason, endApplications: true }));
  });
});
