import { randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type {
  AssociationView,
  OwnAssociationsView,
} from '../../services/api/associations/association.views.js';
import type { CheckView } from '../../services/api/documents/public-check.controller.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import { applicationWorkflowId } from '../../workflows/ids.js';
import { ApiClient, expectRefused, faultPointers, sortedStatuses } from '../support/api-client.js';
import {
  draftNew,
  freezeAt,
  granted,
  inReview,
  linkedPerson,
  permitsOf,
  read,
  signInCast,
  submitted,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import {
  completeProfile,
  confirmAssociation,
  readUnit,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  uploadUnitFiles,
  type LinkedEmployee,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const LIST = '/api/v1/associations';
const TERMS = { leaveDate: '2021-08-05', endReason: 'RESIGNED' };
let stack: Stack;
let cast: Cast;
let otherUnit: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  otherUnit = await trialClient(stack, 'unit2');
  await uploadUnitFiles(cast.unit);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
});
afterAll(() => stack?.stop());

interface Refusals {
  readonly errors: readonly { readonly code: string }[];
}
const end = (associationId: string, terms: object = TERMS, key: string = randomUUID()) =>
  cast.unit.post<AssociationView & Refusals>(`${LIST}/${associationId}/termination`, terms, { key });
const codesOf = ({ body }: { readonly body: Refusals }): string[] => body.errors.map(({ code }) => code);
const statusOf = async (id: string): Promise<string | undefined> =>
  (await stack.sql<{ status: string }>('select status from association where id = $1', [id]))[0]?.status;
const told = async (client: ApiClient, code: string): Promise<string[]> => {
  const { items } = succeeded(await client.get<NoticePage>('/api/v1/notices?all=true&limit=100'));
  return items.filter((notice) => notice.code === code).map(({ body }) => body);
};
/** Linked, without the files that an application needs. */
async function plainEmployee(): Promise<LinkedEmployee> {
  const employee = await registerEmployee(stack);
  await completeProfile(employee);
  const associationId = await requestAssociation(employee, cast.unit);
  await confirmAssociation(cast.unit, associationId);
  return { ...employee, associationId };
}
async function inStatus(client: ApiClient, { id }: { readonly id: string }): Promise<string> {
  return (await read(client, id)).status;
}

describe('解除关联 by the unit', () => {
  it('AC-53 ends the link of an employee without a permit, and suspends nothing', async () => {
    const { associationId, client } = await plainEmployee();
    const { name: unitName, activeCount } = await readUnit(cast.unit);
    const key = randomUUID();
    const terms = { ...TERMS, leaveDate: '2021-07-31', remark: '个人发展' };
    const ended = succeeded(await end(associationId, terms, key));
    expect(ended).toMatchObject({
      status: 'ENDED',
      statusLabel: '已解除',
      endedOn: '2021-08-05',
      leaveDate: '2021-07-31',
      contract: null,
      permitStatus: null,
    });
    expect((await end(associationId, terms, key)).body).toEqual(ended);
    expectRefused(await end(associationId, TERMS, key), 'IDEMPOTENCY_KEY_REUSED');
    expectRefused(await end(associationId), 'ASSOC_NOT_ACTIVE');
    expect((await readUnit(cast.unit)).activeCount).toBe(activeCount - 1);
    expectRefused(await cast.unit.get(`${LIST}/${associationId}`), 'FORBIDDEN_SCOPE');
    expect(await told(client, 'N-08')).toEqual([`已与 ${unitName} 解除关联`]);

    const mine = succeeded(await client.get<OwnAssociationsView>(`${LIST}/mine`));
    expect(mine).toMatchObject({ current: null, history: [{ id: associationId, endedOn: '2021-08-05' }] });
    const contracts = await stack.sql('select is_current from labor_contract where association_id = $1', [
      associationId,
    ]);
    expect(contracts).toEqual([{ is_current: false }]);
    const [audited] = await stack.sql(
      `select actor_role, reason, before, after from audit_event where action = 'association.end' and entity_id = $1`,
      [associationId],
    );
    expect(audited).toEqual({
      actor_role: 'UNIT_HANDLER',
      reason: '个人发展',
      before: { status: 'ACTIVE' },
      after: { status: 'ENDED', endReason: 'RESIGNED', leaveDate: '2021-07-31' },
    });
  });

  it('AC-51 lists the application in flight and the future leave date together, and changes nothing', async () => {
    const person = await linkedPerson(cast);
    const { id, applicationNo } = await inReview(cast, person);
    const answer = await end(person.associationId, {
      ...TERMS,
      leaveDate: '2021-08-06',
      endApplications: true,
    });
    expectRefused(answer, 'DIS_IN_FLIGHT', { applicationNos: [applicationNo] });
    expect(codesOf(answer)).toEqual(['DIS_IN_FLIGHT', 'DIS_LEAVE_DATE']);
    expect(faultPointers(answer)).toEqual(['', '/leaveDate']);
    expect([await statusOf(person.associationId), await inStatus(person.client, { id })]).toEqual([
      'ACTIVE',
      'IN_REVIEW',
    ]);
    expectRefused(await end(person.associationId), 'DIS_IN_FLIGHT');
    succeeded(await withdraw(person, id));
    expect(succeeded(await end(person.associationId))).toMatchObject({ status: 'ENDED' });
  });

  it('needs a leave date from the contract’s first day on, and names every field that is wrong', async () => {
    const { associationId } = await plainEmployee();
    for (const leaveDate of [undefined, null, '2018-06-30', '2021-08-06']) {
      expectRefused(await end(associationId, { endReason: 'OTHER', leaveDate }), 'DIS_LEAVE_DATE');
    }
    const wrong = {
      leaveDate: 'x',
      endReason: 'BORED',
      remark: 5,
      endApplications: 'yes',
      waiveRenewal: 1,
      waiverReason: 7,
      other: true,
    };
    const pointers = Object.keys(wrong).map((name) => `/${name}`);
    expect(faultPointers(await end(associationId, wrong))).toEqual(pointers.toSorted());
    expect(succeeded(await end(associationId, { ...TERMS, leaveDate: '2018-07-01' })).status).toBe('ENDED');
  });

  it('is the unit’s own only', async () => {
    const { associationId, client } = await plainEmployee();
    const path = `${LIST}/${associationId}/termination`;
    expectRefused(await otherUnit.post(path, TERMS), 'FORBIDDEN_SCOPE');
    expectRefused(await cast.unit.post(`${LIST}/${randomUUID()}/termination`, TERMS), 'FORBIDDEN_SCOPE');
    expectRefused(await client.post(path, TERMS), 'FORBIDDEN_ACTION');
    expectRefused(await cast.auditor.post(path, TERMS), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).post(path, TERMS), 'AUTH_REQUIRED');
    expectRefused(await cast.unit.post(path, TERMS, { key: null }), 'IDEMPOTENCY_KEY_REQUIRED');
    expect(await statusOf(associationId)).toBe('ACTIVE');
  });

  it('of four at the same time has one winner, the others get ASSOC_NOT_ACTIVE', async () => {
    const { associationId, client } = await plainEmployee();
    const answers = await Promise.all([1, 2, 3, 4].map(() => end(associationId)));
    expect(sortedStatuses(answers)[0]).toBe(200);
    const lost = answers.filter(({ status }) => status !== 200);
    expect(lost).toHaveLength(3);
    for (const answer of lost) expectRefused(answer, 'ASSOC_NOT_ACTIVE');
    expect(await told(client, 'N-08')).toHaveLength(1);
  });
});

describe('applications at 解除关联', () => {
  it('that wait for the unit end with the link when the unit says so: the employee is told why, the process ends', async () => {
    const person = await linkedPerson(cast);
    const waiting = await submitted(person);
    const draft = await draftNew(person);
    expectRefused(await end(person.associationId), 'DIS_IN_FLIGHT', {
      applicationNos: [waiting.applicationNo],
    });
    const terms = { ...TERMS, endReason: 'DISMISSED', remark: '岗位撤销', endApplications: true };
    succeeded(await end(person.associationId, terms));
    for (const each of [waiting, draft]) expect(await inStatus(person.client, each)).toBe('WITHDRAWN');
    const [notice] = await told(person.client, 'N-08');
    expect(notice).toContain('已终止：解除关联：解聘（岗位撤销）');
    for (const { applicationNo } of [waiting, draft]) expect(notice).toContain(applicationNo);
    const [row] = await stack.sql('select closed_reason, fact_version from application where id = $1', [
      waiting.id,
    ]);
    expect(row).toEqual({ closed_reason: '解除关联：解聘（岗位撤销）', fact_version: 2 });
    await eventually('the end of the review', async () => {
      const handle = stack.temporal.workflow.getHandle(applicationWorkflowId(waiting.id));
      return (await handle.describe()).status.name === 'COMPLETED' ? true : null;
    });
  });

  it('that are drafts are in nobody’s way, and stay where the unit does not end them', async () => {
    const person = await linkedPerson(cast);
    const draft = await draftNew(person);
    succeeded(await end(person.associationId));
    expect(await inStatus(person.client, draft)).toBe('DRAFT');
    succeeded(await withdraw(person, draft.id));
  });

  it('and an employee who withdraws at the same moment come to one end each', async () => {
    const person = await linkedPerson(cast);
    const { id } = await submitted(person);
    const [ending, own] = await Promise.all([
      end(person.associationId, { ...TERMS, endApplications: true }),
      withdraw(person, id),
    ]);
    expect(ending.status).toBe(200);
    if (own.status !== 200) expectRefused(own, 'STATE_NOT_ALLOWED');
    expect(await inStatus(person.client, { id })).toBe('WITHDRAWN');
    const closings = await stack.sql(
      `select from audit_event where entity_id = $1 and action in ('application.withdraw', 'application.endAtLeaving')`,
      [id],
    );
    expect(closings).toHaveLength(1);
  });
});

describe('a permit at 解除关联', () => {
  let leaver: LinkedEmployee;
  let waiver: LinkedEmployee;
  let late: LinkedEmployee;
  let approved: ApplicationView;

  const isFormGenuine = async (): Promise<boolean> => {
    const form = approved.documents.find(({ kind }) => kind === 'CONFIRMATION_FORM');
    const path = `/api/v1/public/documents/${form?.number}?tail=${leaver.idNo.slice(-4)}`;
    return succeeded(await new ApiClient(stack.apiUrl).get<CheckView>(path)).valid;
  };

  beforeAll(async () => {
    [leaver, waiver, late] = [await linkedPerson(cast), await linkedPerson(cast), await linkedPerson(cast)];
    [approved] = await Promise.all([granted(cast, leaver), granted(cast, waiver), granted(cast, late)]);
  });

  it('AC-50 is 挂起: without unit, with N-08 and the reminders of a suspended permit; the person may go to another unit', async () => {
    const permitId = approved.permitId ?? '';
    expect(await isFormGenuine()).toBe(true);
    const { name: unitName } = await readUnit(cast.unit);
    expect(succeeded(await end(leaver.associationId))).toMatchObject({
      status: 'ENDED',
      permitStatus: 'SUSPENDED',
      permitStatusLabel: '挂起',
    });
    expect(await permitsOf(leaver)).toMatchObject([
      {
        id: permitId,
        status: 'SUSPENDED',
        validUntil: '2024-08-04',
        unitHistory: [{ unitName, from: '2021-08-05', to: '2021-08-05' }],
      },
    ]);
    const [row] = await stack.sql(
      `select unit_id, to_char(suspended_on, 'YYYY-MM-DD') as suspended_on from permit where id = $1`,
      [permitId],
    );
    expect(row).toEqual({ unit_id: null, suspended_on: '2021-08-05' });
    expect(await told(leaver.client, 'N-08')).toEqual([
      `已与 ${unitName} 解除关联，证件状态为“挂起”，请尽快由新单位办理聘用单位变更`,
    ]);
    const milestones = await eventually('the reminder of the suspension', async () => {
      const rows = await stack.sql('select kind, delivered from permit_milestone where permit_id = $1', [
        permitId,
      ]);
      return rows.length > 0 ? rows : null;
    });
    expect(milestones).toEqual([{ kind: 'SUSPENSION', delivered: true }]);
    expect(await told(leaver.client, 'N-18')).toEqual([
      '证件已挂起 0 天，请办理聘用单位变更，最晚申请日 2024-07-05',
    ]);
    expect(await isFormGenuine()).toBe(false);

    await uploadUnitFiles(otherUnit);
    const again = await requestAssociation(leaver, otherUnit);
    await confirmAssociation(otherUnit, again);
    expect(await statusOf(again)).toBe('ACTIVE');
  });

  it('AC-52 (the half without the renewal, which the renewals complete) inside the window must be renewed first, unless that is waived with a reason', async () => {
    await freezeAt(cast, '2024-06-20');
    const terms = { ...TERMS, leaveDate: '2024-06-19' };
    expectRefused(await end(waiver.associationId, terms), 'DIS_RENEWAL_FIRST', {
      lastSubmissionOn: '2024-07-05',
    });
    for (const more of [
      { waiveRenewal: true },
      { waiverReason: '出国' },
      { waiveRenewal: true, waiverReason: ' ' },
    ]) {
      expectRefused(await end(waiver.associationId, { ...terms, ...more }), 'DIS_RENEWAL_FIRST');
    }
    const both = await end(waiver.associationId, { ...terms, leaveDate: '2024-06-21' });
    expect(codesOf(both)).toEqual(['DIS_RENEWAL_FIRST', 'DIS_LEAVE_DATE']);
    const waived = { ...terms, waiveRenewal: true, waiverReason: '出国工作，不再续签' };
    expect(succeeded(await end(waiver.associationId, waived))).toMatchObject({ permitStatus: 'SUSPENDED' });
    expect((await told(waiver.client, 'N-08'))[0]).toMatch(/挂起.*；未办理续签的原因：出国工作，不再续签$/);
  });

  it('AC-52 (after the last submission day) is no longer in the way of leaving', async () => {
    await freezeAt(cast, '2024-07-05');
    expectRefused(await end(late.associationId), 'DIS_RENEWAL_FIRST');
    await freezeAt(cast, '2024-07-06');
    expect(succeeded(await end(late.associationId))).toMatchObject({ permitStatus: 'SUSPENDED' });
  });
});
