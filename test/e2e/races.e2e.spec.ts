import { randomUUID } from 'node:crypto';
import type { AttachmentListView } from '../../services/api/attachments/attachment.views.js';
import { sha256Of } from '../../infra/object-storage/object-store.js';
import { addColleagues } from '../support/accounts.js';
import { expectRefused, sortedStatuses, type ApiClient } from '../support/api-client.js';
import {
  type Cast,
  claim,
  claimed,
  decide,
  decideAsUnit,
  decideLevel,
  DEPARTMENT_LEVELS,
  draftNew,
  freezeAt,
  inReview,
  inStatus,
  linkedPerson,
  noticesAbout,
  openTask,
  passLevels,
  permitsOf,
  read,
  release,
  signInCast,
  submit,
  submitted,
  withdraw,
} from '../support/cast.js';
import { inTurn } from '../support/held-lock.js';
import { eventually } from '../support/eventually.js';
import { pdfUpload, succeeded, trialClient, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const CROWD = 50;
const NOW = '2021-08-05 10:00:00';
/** infra/database/data-source.ts */
const LOCK_TIMEOUT_MS = 10_000;

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let first: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  first = cast.reviewers.DISTRICT_FIRST;
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
});
afterAll(() => stack?.stop());

const levelsDecided = (id: string) =>
  stack.sql<{ level: string; decided: number }>(
    `select level, count(*)::int as decided from review_task where application_id = $1 and status = 'DECIDED'
      group by level order by level`,
    [id],
  );

describe('a crowd', () => {
  it('of fifty reviewers claims at once: one success, forty-nine TASK_ALREADY_CLAIMED; then fifty decisions with the number of the winner and keys of their own: one success, forty-nine TASK_ALREADY_DECIDED that name him', async () => {
    const colleagues = await addColleagues(stack, 'haidian-first', CROWD);
    const { id } = await inReview(cast, person);
    const { taskId } = await openTask(first, id);

    const claims = await Promise.all(colleagues.map(({ client }) => claim(client, taskId)));
    expect(claims.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of claims) if (answer.status !== 200) expectRefused(answer, 'TASK_ALREADY_CLAIMED');
    const index = claims.findIndex(({ status }) => status === 200);
    const [winner, task] = [colleagues[index], claims[index]?.body];
    if (winner === undefined || task === undefined) throw new Error('nobody has claimed the task');
    expect(task.claimNo).toBe(1);

    const decisions = await Promise.all(
      Array.from({ length: CROWD }, () =>
        decide(winner.client, task, { outcome: 'REJECT', opinion: '不符合' }),
      ),
    );
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of decisions) {
      if (answer.status !== 200)
        expectRefused(answer, 'TASK_ALREADY_DECIDED', { name: winner.personName, at: NOW });
    }
    expect(await levelsDecided(id)).toEqual([
      { level: 'DISTRICT_FIRST', decided: 1 },
      { level: 'UNIT', decided: 1 },
    ]);
    const told = await eventually('N-13', async () => {
      const notices = (await noticesAbout(person.client, id)).filter(({ code }) => code === 'N-13');
      return notices.length > 0 ? notices : null;
    });
    expect(told).toHaveLength(1);
  });

  it('of two reviewers, one of whom holds the claim: only his decision counts', async () => {
    const other = await trialClient(stack, 'haidian-first-b');
    const { id } = await inReview(cast, person);
    const task = await claimed(first, id);
    const reject = { outcome: 'REJECT', opinion: '不符合' };
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => decide(other, task, reject)),
      decide(first, task, reject),
    ]);
    expect(sortedStatuses(answers)).toEqual([200, 409, 409, 409, 409, 409]);
    expect(answers.at(-1)?.status).toBe(200);
  });
});

describe('decision × withdrawal', () => {
  it('the decision first: the withdrawal is too late and learns who decided and when', async () => {
    const { id } = await inReview(cast, person);
    const task = await claimed(first, id);
    const [decision, withdrawal] = await inTurn<unknown>(stack, id, [
      () => decide(first, task),
      () => withdraw(person, id),
    ]);
    expect(decision?.status).toBe(200);
    if (withdrawal !== undefined) expectRefused(withdrawal, 'WITHDRAW_TOO_LATE', { name: '周敏', at: NOW });
    expect(await read(person.client, id)).toMatchObject({ status: 'IN_REVIEW', stage: '区级复审' });
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '不符合' });
  });

  it('the withdrawal first: the decision meets a closed task and learns how and when', async () => {
    const { id } = await inReview(cast, person);
    const task = await claimed(first, id);
    const [withdrawal, decision] = await inTurn<unknown>(stack, id, [
      () => withdraw(person, id),
      () => decide(first, task),
    ]);
    expect(withdrawal?.status).toBe(200);
    if (decision !== undefined) expectRefused(decision, 'TASK_CLOSED', { status: 'WITHDRAWN', at: NOW });
    expect(await levelsDecided(id)).toEqual([{ level: 'UNIT', decided: 1 }]);
  });

  it('unforced, again and again: exactly one of them happens', async () => {
    for (let time = 0; time < 6; time += 1) {
      const { id } = await inReview(cast, person);
      const task = await claimed(first, id);
      const reject = { outcome: 'REJECT', opinion: '不符合' };
      const answers = await Promise.all([decide(first, task, reject), withdraw(person, id)]);
      expect(sortedStatuses(answers)).toEqual([200, 409]);
      const { status } = await read(person.client, id);
      expect(status).toBe(answers[0].status === 200 ? 'REJECTED' : 'WITHDRAWN');
    }
  });

  it('a withdrawal and a pass of the unit: one of them happens, the other is told so', async () => {
    const { id } = await submitted(person);
    const [withdrawal, pass] = await inTurn<unknown>(
      stack,
      id,
      [() => withdraw(person, id), () => decideAsUnit(cast.unit, id)],
      { row: 'applicant' },
    );
    expect(withdrawal?.status).toBe(200);
    if (pass !== undefined) expectRefused(pass, 'STATE_NOT_ALLOWED', { status: 'WITHDRAWN' });
  });
});

describe('an act × another that does not end', () => {
  it('gives way after ten seconds, says that it may be repeated, and has done nothing', async () => {
    const { id } = await submitted(person);
    const begunAt = performance.now();
    const [answer] = await inTurn<unknown>(stack, id, [() => withdraw(person, id)], {
      beforeRelease: (answered) => answered,
    });
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(LOCK_TIMEOUT_MS);
    expect([answer?.status, answer?.headers.get('retry-after')]).toEqual([409, '1']);
    if (answer !== undefined) expectRefused(answer, 'VERSION_CONFLICT');
    expect((await read(person.client, id)).status).toBe('UNIT_REVIEW');
    expect((await withdraw(person, id)).status).toBe(200);
  });
});

describe('claim × takeover × late decision', () => {
  it('a decision with the number of an older claim is refused, whoever has the task by then', async () => {
    const other = await trialClient(stack, 'haidian-first-b');
    const { id } = await inReview(cast, person);
    const task = await claimed(first, id);
    const [given, taken, late] = await inTurn<unknown>(stack, id, [
      () => release(first, task.taskId),
      () => claim(other, task.taskId),
      () => decide(first, task),
    ]);
    expect([given?.status, taken?.status]).toEqual([200, 200]);
    if (late !== undefined) expectRefused(late, 'TASK_ALREADY_CLAIMED');
    expect(taken?.body).toMatchObject({ claimNo: 3, claimedByMe: true });

    succeeded(await release(other, task.taskId));
    const mine = succeeded(await claim(first, task.taskId));
    expectRefused(await decide(first, { ...mine, claimNo: task.claimNo }), 'TASK_ALREADY_CLAIMED');
    succeeded(await decide(first, mine, { outcome: 'REJECT', opinion: '不符合' }));
  });
});

describe('files changed while reviewed', () => {
  it('AC-25 the application shows and gives its frozen copies; only a decision on that snapshot counts', async () => {
    const { id } = await inReview(cast, person);
    const task = await claimed(first, id);
    const frozen = (await read(first, id)).files;
    const { items } = succeeded(await person.client.get<AttachmentListView>('/api/v1/attachments'));
    const [income] = items.find(({ code }) => code === 'EMP_INCOME')?.files ?? [];
    const renewed = await pdfUpload('新的应税收入证明', { replaces: income?.fileId ?? '' });
    succeeded(await person.client.upload('/api/v1/attachments/EMP_INCOME/files', renewed));
    const contract = await pdfUpload('新劳动合同', { position: '架构师' });
    succeeded(await cast.unit.upload(`/api/v1/associations/${person.associationId}/contract`, contract));

    expect((await read(first, id)).files).toEqual(frozen);
    for (const code of ['EMP_INCOME', 'EMP_CONTRACT']) {
      const file = frozen.find(({ catalogueCode }) => catalogueCode === code);
      const shown = await first.get(`/api/v1/applications/${id}/files/${file?.fileId}`);
      expect([shown.status, sha256Of(shown.bytes)]).toEqual([200, file?.sha256]);
    }
    for (const snapshotNo of [task.snapshotNo - 1, task.snapshotNo + 1]) {
      const answer = await decide(first, { ...task, snapshotNo });
      expect(answer.status).toBe(412);
      expectRefused(answer, 'VERSION_CONFLICT', { snapshotNo: task.snapshotNo });
    }
    succeeded(await decide(first, task, { outcome: 'RETURN', opinion: '请更新' }));
    const again = succeeded(await submit(person, id));
    const carried = again.files.find(({ catalogueCode }) => catalogueCode === 'EMP_INCOME');
    expect(carried?.sha256).toBe(sha256Of(renewed.file.bytes));
    succeeded(await withdraw(person, id));
  });
});

describe('submission × submission', () => {
  it('of two drafts of one person at once: one is accepted, the other is APP_IN_FLIGHT_EXISTS', async () => {
    const drafts = [await draftNew(person), await draftNew(person)];
    const answers = await Promise.all(drafts.map(({ id }) => submit(person, id)));
    expect(sortedStatuses(answers)).toEqual([200, 409]);
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 200) succeeded(await withdraw(person, drafts[index]?.id ?? ''));
      else expectRefused(answer, 'APP_IN_FLIGHT_EXISTS');
    }
  });

  it('of one draft with ten keys at once: one is accepted, the others meet its new state', async () => {
    const { id } = await draftNew(person);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => submit(person, id, { key: randomUUID() })),
    );
    expect(sortedStatuses(answers)).toEqual([200, ...Array(9).fill(409)]);
    for (const answer of answers) if (answer.status !== 200) expectRefused(answer, 'STATE_NOT_ALLOWED');
    expect(await read(person.client, id)).toMatchObject({ round: 1, snapshotNo: 1 });
    succeeded(await withdraw(person, id));
  });
});

describe('while the worker is away', () => {
  it('a return and the resubmission after it are followed as they stand in the rows, each submission with its receipt', async () => {
    const { id } = await inReview(cast, person);
    await eventually('the receipt of the first round', async () =>
      (await read(person.client, id)).documents.length === 1 ? true : null,
    );
    await stack.stopWorker();
    await decideLevel(cast, 'DISTRICT_FIRST', id, { outcome: 'RETURN', opinion: '请补充' });
    succeeded(await submit(person, id));
    succeeded(await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion: '再改' }));
    succeeded(await submit(person, id));
    await stack.startWorker();
    const caughtUp = await eventually('the third round', async () => {
      const view = await read(person.client, id);
      return view.processedVersion === view.factVersion && view.documents.length === 3 ? view : null;
    });
    expect(caughtUp).toMatchObject({ status: 'UNIT_REVIEW', round: 3 });
    expect(caughtUp.documents.map(({ kind, round }) => [kind, round])).toEqual(
      expect.arrayContaining([
        ['RECEIPT', 1],
        ['RECEIPT', 2],
        ['RECEIPT', 3],
      ]),
    );
    const progress = await stack.temporal.workflow.getHandle(`application/${id}`).query('progress');
    expect(progress).toMatchObject({ round: 3, level: 'UNIT' });
    succeeded(await withdraw(person, id, { wait: 10 }));
  });

  it('the conclusion is pending after the last PASS: 流转中, no permit; resubmission and withdrawal are refused', async () => {
    const { id } = await inReview(cast, person);
    await passLevels(cast, id, DEPARTMENT_LEVELS.slice(0, 3));
    await stack.stopWorker();
    const last = await claimed(cast.reviewers.FINAL, id);
    const [decision, withdrawal] = await inTurn<unknown>(stack, id, [
      () => decide(cast.reviewers.FINAL, last),
      () => withdraw(person, id),
    ]);
    expect(decision?.status).toBe(200);
    if (withdrawal !== undefined) expectRefused(withdrawal, 'WITHDRAW_TOO_LATE');
    expectRefused(await submit(person, id), 'STATE_NOT_ALLOWED');
    expect(await read(person.client, id)).toMatchObject({
      status: 'IN_REVIEW',
      stage: '流转中',
      permitId: null,
    });
    expect(await permitsOf(person)).toEqual([]);
    expectRefused(
      await person.client.get(`/api/v1/applications/${id}/confirmation-form`),
      'STATE_NOT_ALLOWED',
    );
    await stack.startWorker();
    await inStatus(person.client, id, 'APPROVED');
    expect(await permitsOf(person)).toHaveLength(1);
  });
});

describe('fact × expiry at midnight', () => {
  it('a submission counts from when it came, before any lock: one that waited over midnight still finds the live permit', async () => {
    await freezeAt(cast, '2024-08-04T23:59:59.999+08:00');
    const { id } = await draftNew(person);
    const [answer] = await inTurn(stack, id, [() => submit(person, id)], {
      row: 'applicant',
      beforeRelease: () => freezeAt(cast, '2024-08-05T00:00:00+08:00'),
    });
    if (answer !== undefined) expectRefused(answer, 'HAS_LIVE_PERMIT');
    expect(answer?.bytes.toString('utf8')).toContain('HAS_LIVE_PERMIT');
    const after = await submit(person, id);
    expect(after.bytes.toString('utf8')).not.toContain('HAS_LIVE_PERMIT');
    await eventually('the expiry', async () => {
      const [row] = await stack.sql<{ status: string }>('select status from permit');
      return row?.status === 'EXPIRED' ? true : null;
    });
  });

  it('a last PASS that waited over midnight begins the permit on the day on which it came', async () => {
    await freezeAt(cast, '2024-08-06T23:59:59.999+08:00');
    const fresh = await linkedPerson(cast);
    const { id } = await inReview(cast, fresh);
    await passLevels(cast, id, DEPARTMENT_LEVELS.slice(0, 3));
    const last = await claimed(cast.reviewers.FINAL, id);
    await inTurn(stack, id, [() => decide(cast.reviewers.FINAL, last)], {
      beforeRelease: () => freezeAt(cast, '2024-08-07T00:00:01+08:00'),
    });
    await inStatus(fresh.client, id, 'APPROVED');
    expect(await permitsOf(fresh)).toMatchObject([{ validFrom: '2024-08-06', validUntil: '2027-08-05' }]);
  });
});
