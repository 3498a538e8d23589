import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/authority/roles.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import type { ReviewTaskView } from '../../services/api/review/review.views.js';
import { addAccount, clientAs } from '../support/accounts.js';
import { expectRefused, signIn, sortedStatuses, type ApiClient, type Answer } from '../support/api-client.js';
import {
  claim,
  claimed,
  decide,
  decideLevel,
  deskItem,
  freezeAt,
  inReview,
  linkedPerson,
  openTask,
  read,
  release,
  signInCast,
  submit,
  submitted,
  decideAsUnit,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { registerEmployee, succeeded, trialClient, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let haidian: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-09-16' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-09-16T10:00:00+08:00');
  person = await linkedPerson(cast);
  const [row] = await stack.sql<{ department_id: string }>(
    `select department_id from account where user_name = 'haidian-first'`,
  );
  haidian = row?.department_id ?? '';
});
afterAll(() => stack?.stop());

/** What the answer says beside the id of the request. */
function saying({ status, bytes }: Answer<unknown>): string {
  return `${status} ${bytes.toString('utf8').replace(/"traceId":"[^"]*"/, '')}`;
}

describe('AC-96 four eyes', () => {
  it('AC-96 who has decided level 1 does not claim level 2, nor a later round of it, of the same application', async () => {
    const account = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId: haidian });
    const enter = (): Promise<ApiClient> => signIn(stack.apiUrl, account.userName, account.password);
    let both = await enter();
    const { id } = await inReview(cast, person);
    const first = await claimed(both, id);
    succeeded(await decide(both, first));
    await stack.sql(`update account set role = 'DISTRICT_SECOND_REVIEWER' where id = $1`, [account.id]);
    both = await enter();
    const second = await openTask(both, id);
    expect(second.level).toBe('DISTRICT_SECOND');
    expect(second.allowedActions).toContainEqual({
      action: 'claim',
      allowed: false,
      reason: 'REVIEW_FOUR_EYES',
    });
    expectRefused(await claim(both, second.taskId), 'REVIEW_FOUR_EYES');
    const body = { taskId: second.taskId, claimNo: 1, snapshotNo: second.snapshotNo };
    expectRefused(await decide(both, body), 'REVIEW_FOUR_EYES');

    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'RETURN', opinion: '请补充' });
    succeeded(await submit(person, id));
    succeeded(await decideAsUnit(cast.unit, id));
    await decideLevel(cast, 'DISTRICT_FIRST', id);
    expectRefused(await claim(both, (await openTask(both, id)).taskId), 'REVIEW_FOUR_EYES');
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '不符合条件' });
  });

  it('AC-96 two accounts of one person do not decide two levels of the same application', async () => {
    const own = await registerEmployee(stack);
    const clientOf = async (role: Role): Promise<ApiClient> => {
      const account = await addAccount(stack, role, { departmentId: haidian });
      await stack.sql(
        `update account set person_index = (select person_index from account where user_name = $2) where id = $1`,
        [account.id, own.userName],
      );
      return signIn(stack.apiUrl, account.userName, account.password);
    };
    const { id } = await inReview(cast, person);
    const first = await clientOf('DISTRICT_FIRST_REVIEWER');
    succeeded(await decide(first, await claimed(first, id)));
    const second = await clientOf('DISTRICT_SECOND_REVIEWER');
    const task = await openTask(second, id);
    expect(task.allowedActions).toContainEqual({
      action: 'claim',
      allowed: false,
      reason: 'REVIEW_FOUR_EYES',
    });
    expectRefused(await claim(second, task.taskId), 'REVIEW_FOUR_EYES');
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '不符合条件' });
  });

  it('AC-96 nobody decides his own application, nor one of a unit to which he is linked', async () => {
    const { id } = await inReview(cast, person);
    const { taskId } = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    const colleague = await linkedPerson(cast);
    for (const { userName } of [person, colleague]) {
      const account = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId: haidian });
      await stack.sql(
        `update account set person_index = (select person_index from account where user_name = $2) where id = $1`,
        [account.id, userName],
      );
      const reviewer = await signIn(stack.apiUrl, account.userName, account.password);
      expectRefused(await claim(reviewer, taskId), 'REVIEW_FOUR_EYES');
      expect((await openTask(reviewer, id)).allowedActions).toContainEqual({
        action: 'decide',
        allowed: false,
        reason: 'REVIEW_FOUR_EYES',
      });
    }
    succeeded(await withdraw(person, id));
  });

  it('AC-96 a reviewer of another department gets the answer of an id that does not exist', async () => {
    const { id } = await inReview(cast, person);
    const { taskId, snapshotNo } = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    const foreign = await trialClient(stack, 'chaoyang-first');
    const decision = { outcome: 'PASS', claimNo: 1, snapshotNo };
    for (const act of ['', '/claim', '/release', '/decision']) {
      const ask = (task: string): Promise<Answer<unknown>> =>
        act === ''
          ? foreign.get(`/api/v1/review-tasks/${task}`)
          : foreign.post(`/api/v1/review-tasks/${task}${act}`, act === '/decision' ? decision : undefined);
      const answer = await ask(taskId);
      expectRefused(answer, 'FORBIDDEN_SCOPE');
      expect(saying(answer)).toBe(saying(await ask(randomUUID())));
    }
    const application = await foreign.get(`/api/v1/applications/${id}`);
    expectRefused(application, 'FORBIDDEN_SCOPE');
    expect(saying(application)).toBe(saying(await foreign.get(`/api/v1/applications/${randomUUID()}`)));
    expect(await deskItem(foreign, id)).toBeUndefined();
    expectRefused(await claim(cast.reviewers.DISTRICT_SECOND, taskId), 'FORBIDDEN_SCOPE');
    succeeded(await withdraw(person, id));
  });

  it('AC-96 of two claims at once one succeeds, the other is TASK_ALREADY_CLAIMED; so is a second claim of the same hand', async () => {
    const other = await trialClient(stack, 'haidian-first-b');
    const { id } = await inReview(cast, person);
    const { taskId } = await openTask(other, id);
    const answers = await Promise.all([claim(cast.reviewers.DISTRICT_FIRST, taskId), claim(other, taskId)]);
    expect(sortedStatuses(answers)).toEqual([200, 409]);
    for (const answer of answers) if (answer.status !== 200) expectRefused(answer, 'TASK_ALREADY_CLAIMED');
    for (const client of [cast.reviewers.DISTRICT_FIRST, other]) {
      expectRefused(await claim(client, taskId), 'TASK_ALREADY_CLAIMED');
    }
    const winner = answers[0].status === 200 ? cast.reviewers.DISTRICT_FIRST : other;
    expect((await deskItem(winner, id, 'MINE'))?.claimNo).toBe(1);
    succeeded(await withdraw(person, id));
  });
});

describe('a claim', () => {
  it('is asked for before a decision, is given back, and makes every older claim number void', async () => {
    const first = cast.reviewers.DISTRICT_FIRST;
    const other = await trialClient(stack, 'haidian-first-b');
    const { id } = await inReview(cast, person);
    const task = await openTask(first, id);
    expectRefused(await decide(first, task), 'TASK_NOT_CLAIMED');
    expectRefused(await release(first, task.taskId), 'TASK_NOT_CLAIMED');
    const mine = succeeded(await claim(first, task.taskId));
    expect([mine.claimNo, mine.claimedByMe]).toEqual([1, true]);
    expectRefused(await release(other, task.taskId), 'TASK_NOT_CLAIMED');
    expectRefused(await decide(other, mine), 'TASK_ALREADY_CLAIMED');
    expect(succeeded(await release(first, task.taskId)).claimNo).toBe(2);
    const theirs = succeeded(await claim(other, task.taskId));
    expect(theirs.claimNo).toBe(3);
    expectRefused(await decide(first, mine), 'TASK_ALREADY_CLAIMED');
    expectRefused(await decide(other, { ...theirs, claimNo: 1 }), 'TASK_ALREADY_CLAIMED');
    for (const outcome of ['RETURN', 'REJECT']) {
      expectRefused(await decide(other, theirs, { outcome, opinion: '  ' }), 'OPINION_REQUIRED');
    }
    succeeded(await decide(other, theirs, { outcome: 'REJECT', opinion: '不符合条件' }));
    expectRefused(await decide(other, theirs, { outcome: 'PASS' }), 'TASK_ALREADY_DECIDED', {
      name: '吴倩',
      at: '2021-09-16 10:00:00',
    });
    expect(await deskItem(other, id, 'DONE')).toMatchObject({ decision: 'REJECT', status: 'DECIDED' });
  });
});

describe('AC-99 withdrawal', () => {
  it('AC-99 is open until level 1 of the round is decided, and always in RETURNED', async () => {
    const beforeUnit = await submitted(person);
    expect(succeeded(await withdraw(person, beforeUnit.id)).status).toBe('WITHDRAWN');
    const claimedOnly = await inReview(cast, person);
    const { taskId } = await claimed(cast.reviewers.DISTRICT_FIRST, claimedOnly.id);
    expect(succeeded(await withdraw(person, claimedOnly.id)).status).toBe('WITHDRAWN');
    expect(
      succeeded(await cast.reviewers.DISTRICT_FIRST.get<ReviewTaskView>(`/api/v1/review-tasks/${taskId}`))
        .status,
    ).toBe('CLOSED');

    const { id } = await inReview(cast, person);
    await decideLevel(cast, 'DISTRICT_FIRST', id);
    const late = await withdraw(person, id);
    expectRefused(late, 'WITHDRAW_TOO_LATE', { name: '周敏', at: '2021-09-16 10:00:00' });
    expect((await read(person.client, id)).allowedActions).toContainEqual({
      action: 'withdraw',
      allowed: false,
      reason: 'WITHDRAW_TOO_LATE',
    });
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'RETURN', opinion: '请补充' });
    expect((await read(person.client, id)).allowedActions).toContainEqual({
      action: 'withdraw',
      allowed: true,
    });
    succeeded(await submit(person, id));
    succeeded(await decideAsUnit(cast.unit, id));
    const open = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    expect(succeeded(await withdraw(person, id))).toMatchObject({ status: 'WITHDRAWN', round: 2 });
    expectRefused(await claim(cast.reviewers.DISTRICT_FIRST, open.taskId), 'TASK_CLOSED', {
      status: 'WITHDRAWN',
    });
    expectRefused(await withdraw(person, id), 'STATE_NOT_ALLOWED');
  });
});

describe('clocks', () => {
  let id: string;
  let department: ApiClient;
  const overdueOf = async (): Promise<boolean[]> => {
    const { timeline } = await read(person.client, id);
    return timeline.filter(({ kind }) => kind === 'LEVEL').map(({ overdue }) => overdue);
  };
  const lateNotices = async (client: ApiClient): Promise<number> => {
    const { items } = succeeded(await client.get<NoticePage>('/api/v1/notices?all=true&limit=100'));
    return items.filter(({ code, businessRef }) => code === 'N-20' && businessRef.applicationId === id)
      .length;
  };

  it('AC-97 received on Saturday 2021-09-18, a working day, with limit 5: due on 2021-09-27', async () => {
    await freezeAt(cast, '2021-09-18T23:59:59+08:00');
    ({ id } = await inReview(cast, person));
    expect(await openTask(cast.reviewers.DISTRICT_FIRST, id)).toMatchObject({
      dueOn: '2021-09-27',
      overdue: false,
    });
  });

  it('AC-98 is on time until the end of the due day; then overdue with N-20, and still in review', async () => {
    department = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId: haidian });
    const reviewer = cast.reviewers.DISTRICT_FIRST;
    await claimed(reviewer, id);
    const before = await freezeAt(cast, '2021-09-27T23:59:59.999+08:00');
    expect(before.today).toBe('2021-09-27');
    await processed(id);
    expect(await overdueOf()).toEqual([false, false]);

    await freezeAt(cast, '2021-09-28T00:00:00+08:00');
    await eventually('the mark', async () => ((await overdueOf())[1] === true ? true : null));
    expect(await read(person.client, id)).toMatchObject({ status: 'IN_REVIEW', stage: '区级初审' });
    expect(await deskItem(reviewer, id, 'OVERDUE')).toMatchObject({ overdue: true, status: 'OPEN' });
    expect(await deskItem(department, id, 'OVERDUE')).toMatchObject({ overdue: true });
    const colleague = await trialClient(stack, 'haidian-first-b');
    const told = async (): Promise<number[]> =>
      Promise.all([reviewer, department, colleague].map((client) => lateNotices(client)));
    expect(await told()).toEqual([1, 1, 0]);

    await freezeAt(cast, '2021-09-30T18:00:00+08:00');
    await processed(id);
    expect(await told()).toEqual([1, 1, 0]);
  });

  it('AC-97 received on Thursday 2021-09-30, with limit 5: due on 2021-10-13', async () => {
    const mine = await deskItem(cast.reviewers.DISTRICT_FIRST, id, 'MINE');
    const task = succeeded(
      await cast.reviewers.DISTRICT_FIRST.get<ReviewTaskView>(`/api/v1/review-tasks/${mine?.taskId}`),
    );
    succeeded(await decide(cast.reviewers.DISTRICT_FIRST, task));
    expect(await openTask(cast.reviewers.DISTRICT_SECOND, id)).toMatchObject({
      dueOn: '2021-10-13',
      overdue: false,
    });
    expect(await overdueOf()).toEqual([false, true, false]);
  });

  /** The process has looked at the clock as it stands: nothing that the movement promised is left. */
  async function processed(applicationId: string): Promise<void> {
    await eventually('delivery', async () => {
      const [row] = await stack.sql<{ open: number }>(
        'select count(*)::int as open from outbox where subject_id = $1',
        [applicationId],
      );
      return row?.open === 0 ? true : null;
    });
    await stack.temporal.workflow.getHandle(`application/${applicationId}`).query('progress');
  }
});
