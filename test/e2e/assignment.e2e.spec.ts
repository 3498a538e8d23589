import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/authority/roles.js';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { DeskItem } from '../../services/api/review/review.views.js';
import { addAccount, clientAs, type TestAccount } from '../support/accounts.js';
import {
  expectRefused,
  faultPointers,
  refusalCodes,
  signIn,
  type Answer,
  type ApiClient,
} from '../support/api-client.js';
import {
  claim,
  claimed,
  decide,
  decideLevel,
  deskItem,
  inReview,
  linkedPerson,
  openTask,
  signInCast,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { succeeded, trialClient, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

interface Member extends TestAccount {
  readonly client: ApiClient;
}

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let admin: ApiClient;
let haidian: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-09-16' });
  cast = await signInCast(stack);
  person = await linkedPerson(cast);
  admin = await trialClient(stack, 'haidian-admin');
  const [row] = await stack.sql<{ department_id: string }>(
    `select department_id from account where user_name = 'haidian-first'`,
  );
  haidian = row?.department_id ?? '';
});
afterAll(() => stack?.stop());

async function member(role: Role, departmentId = haidian): Promise<Member> {
  const account = await addAccount(stack, role, { departmentId });
  return { ...account, client: await signIn(stack.apiUrl, account.userName, account.password) };
}

function assign(
  by: ApiClient,
  taskId: string,
  body: { readonly assigneeId?: string | null; readonly claimNo: number; readonly reason?: string },
  key: string = randomUUID(),
): Promise<Answer<DeskItem>> {
  return by.post(`/api/v1/review-tasks/${taskId}/assignment`, { reason: '原审核人休假', ...body }, { key });
}

describe('指派 by the administrator of the department (domain.md §2)', () => {
  it('a task nobody has claimed goes to a reviewer of its level, who decides it; the act is in the audit', async () => {
    const { id } = await inReview(cast, person);
    const { taskId, claimNo, snapshotNo } = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    const wang = await member('DISTRICT_FIRST_REVIEWER');
    const key = randomUUID();
    const body = { assigneeId: wang.id, claimNo };
    const assigned = succeeded(await assign(admin, taskId, body, key));
    expect(assigned).toMatchObject({ taskId, claimNo: claimNo + 1, status: 'OPEN' });
    expect(assigned.assigneeName).not.toBeNull();
    expect(succeeded(await assign(admin, taskId, body, key))).toEqual(assigned);
    expect(await deskItem(wang.client, id, 'MINE')).toMatchObject({ taskId });
    expect(await deskItem(admin, id, 'CLAIMED')).toMatchObject({ taskId });
    expect(await deskItem(admin, id)).toBeUndefined();
    expectRefused(await claim(cast.reviewers.DISTRICT_FIRST, taskId), 'TASK_ALREADY_CLAIMED');
    succeeded(await decide(wang.client, { taskId, claimNo: claimNo + 1, snapshotNo }));
    const { items } = succeeded(
      await cast.auditor.get<AuditPage>(`/api/v1/audit-events?entity=review_task&entityId=${taskId}`),
    );
    expect(items.filter(({ action }) => action === 'task.assign')).toMatchObject([
      { actorRole: 'DEPARTMENT_ADMIN', reason: '原审核人休假', after: { assigneeId: wang.id } },
    ]);
    expectRefused(await assign(admin, taskId, { ...body, claimNo: claimNo + 1 }), 'TASK_ALREADY_DECIDED');
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '不符合条件' });
  });

  it('a claimed task is taken from its reviewer and given to another, or back to the department', async () => {
    const { id } = await inReview(cast, person);
    const task = await claimed(cast.reviewers.DISTRICT_FIRST, id);
    const { taskId, claimNo } = task;
    const li = await member('DISTRICT_FIRST_REVIEWER');
    succeeded(await assign(admin, taskId, { assigneeId: li.id, claimNo }));
    expectRefused(await decide(cast.reviewers.DISTRICT_FIRST, task), 'TASK_ALREADY_CLAIMED');
    succeeded(await assign(admin, taskId, { claimNo: claimNo + 1 }));
    expectRefused(await decide(li.client, { ...task, claimNo: claimNo + 1 }), 'TASK_NOT_CLAIMED');
    expect(await openTask(li.client, id)).toMatchObject({ taskId, claimNo: claimNo + 2 });
    succeeded(await withdraw(person, id));
    expectRefused(await assign(admin, taskId, { assigneeId: li.id, claimNo: claimNo + 2 }), 'TASK_CLOSED');
  });

  it('names every fault at once; a foreign member, task and one that is not there get the same answer', async () => {
    const { id } = await inReview(cast, person);
    const { taskId, claimNo } = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    const faulty = await assign(admin, taskId, { claimNo: claimNo + 5, reason: ' ' });
    expect(refusalCodes(faulty).toSorted()).toEqual(['REASON_REQUIRED', 'VERSION_CONFLICT']);
    expect(faultPointers(faulty)).toEqual(['/claimNo', '/reason']);
    expectRefused(await assign(admin, taskId, { claimNo }), 'NO_CHANGE');

    const second = await member('DISTRICT_SECOND_REVIEWER');
    expectRefused(await assign(admin, taskId, { assigneeId: second.id, claimNo }), 'VALIDATION_FAILED');
    const disabled = await member('DISTRICT_FIRST_REVIEWER');
    await stack.sql(`update account set status = 'DISABLED' where id = $1`, [disabled.id]);
    expectRefused(await assign(admin, taskId, { assigneeId: disabled.id, claimNo }), 'VALIDATION_FAILED');

    const chaoyang = await stack.sql<{ department_id: string }>(
      `select department_id from account where user_name = 'chaoyang-first'`,
    );
    const departmentId = chaoyang[0]?.department_id ?? '';
    const foreign = await member('DISTRICT_FIRST_REVIEWER', departmentId);
    for (const assigneeId of [foreign.id, randomUUID()])
      expectRefused(await assign(admin, taskId, { assigneeId, claimNo }), 'FORBIDDEN_SCOPE');
    const otherAdmin = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId });
    for (const task of [taskId, randomUUID()])
      expectRefused(await assign(otherAdmin, task, { assigneeId: foreign.id, claimNo }), 'FORBIDDEN_SCOPE');
    expectRefused(
      await assign(cast.reviewers.DISTRICT_FIRST, taskId, { assigneeId: second.id, claimNo }),
      'FORBIDDEN_ACTION',
    );
    succeeded(await withdraw(person, id));
  });

  it('AC-96 four eyes hold for whom it is given to', async () => {
    const { id } = await inReview(cast, person);
    const both = await member('DISTRICT_FIRST_REVIEWER');
    succeeded(await decide(both.client, await claimed(both.client, id)));
    await stack.sql(`update account set role = 'DISTRICT_SECOND_REVIEWER' where id = $1`, [both.id]);
    const { taskId, claimNo } = await openTask(cast.reviewers.DISTRICT_SECOND, id);
    expectRefused(await assign(admin, taskId, { assigneeId: both.id, claimNo }), 'REVIEW_FOUR_EYES');
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '不符合条件' });
  });
});

describe('a member who leaves holds no task', () => {
  it('his claims go back to the department when he is disabled, with their audit', async () => {
    const { id } = await inReview(cast, person);
    const leaving = await member('DISTRICT_FIRST_REVIEWER');
    const { taskId, claimNo } = await claimed(leaving.client, id);
    succeeded(await admin.post(`/api/v1/members/${leaving.id}/disabling`));
    expect(await deskItem(cast.reviewers.DISTRICT_FIRST, id)).toMatchObject({
      taskId,
      claimNo: claimNo + 1,
      assigneeName: null,
    });
    const { items } = succeeded(
      await cast.auditor.get<AuditPage>(`/api/v1/audit-events?entity=review_task&entityId=${taskId}`),
    );
    expect(items[0]).toMatchObject({ action: 'task.release', reason: '领取人的账号已变更' });
    succeeded(await withdraw(person, id));
  });

  it('and when he changes his role', async () => {
    const { id } = await inReview(cast, person);
    const moving = await member('DISTRICT_FIRST_REVIEWER');
    await claimed(moving.client, id);
    succeeded(
      await admin.patch(`/api/v1/members/${moving.id}`, { role: 'DISTRICT_SECOND_REVIEWER' }, { ifMatch: 1 }),
    );
    expect(await deskItem(cast.reviewers.DISTRICT_FIRST, id)).toMatchObject({ assigneeName: null });
    succeeded(await withdraw(person, id));
  });
});
