import { randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import { expectRefused, type Answer, type ApiClient, type RequestOptions } from '../support/api-client.js';
import {
  claim,
  claimed,
  decideAsUnit,
  decideLevel,
  draftNew,
  freezeAt,
  inReview,
  linkedPerson,
  NEW_DRAFT,
  openTask,
  read,
  signInCast,
  submit,
  submitted,
  UNIT_PASS,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { insuranceMonths, profile, readUnit, succeeded, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';
import { knownDate } from '../../domain/calendar/plain-date.js';

interface Act {
  readonly client: ApiClient;
  readonly method: 'post' | 'put' | 'patch';
  readonly path: string;
  readonly body?: object;
  readonly otherBody?: object;
  readonly ifMatch?: number;
}

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;

beforeAll(async () => {
  // without a worker nothing changes between two equal requests but what they do themselves
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
});
afterAll(() => stack?.stop());

function send({ client, method, path, ifMatch }: Act, body: object | undefined, key: string | null) {
  const options: RequestOptions = { key, ...(ifMatch !== undefined && { ifMatch }) };
  return client[method](path, body ?? {}, options);
}

const saying = ({ status, bytes }: Answer<unknown>): string => `${status} ${bytes.toString('utf8')}`;

/** Refused without a key; once with it; the same answer again; refused with another body or for another act. */
async function provesItsKey(act: Act): Promise<Answer<unknown>> {
  expectRefused(await send(act, act.body, null), 'IDEMPOTENCY_KEY_REQUIRED');
  expectRefused(await send(act, act.body, 'short'), 'IDEMPOTENCY_KEY_REQUIRED');
  const key = randomUUID();
  const first = await send(act, act.body, key);
  succeeded(first);
  const events = async (): Promise<number> => (await stack.sql('select 1 from audit_event')).length;
  const before = await events();
  expect(saying(await send(act, act.body, key))).toBe(saying(first));
  const reused = await send(act, act.otherBody ?? { ...act.body, other: 1 }, key);
  expect(reused.status).toBe(422);
  expect(await events()).toBe(before);
  return first;
}

describe('an act repeated with its key', () => {
  it('draft, edit and submission: the same answer, and what else the key is used for is refused', async () => {
    const draft: Act = {
      client: person.client,
      method: 'post',
      path: '/api/v1/applications',
      body: NEW_DRAFT,
      otherBody: { ...NEW_DRAFT, applicationBasis: 'AWARD' },
    };
    const { id, version }: ApplicationView = Object((await provesItsKey(draft)).body);
    const path = `/api/v1/applications/${id}`;
    const [body, otherBody] = [{ applicationBasis: 'AWARD' }, { applicationBasis: 'PATENT' }];
    await provesItsKey({ ...draft, method: 'patch', path, body, otherBody, ifMatch: version });
    await provesItsKey({ client: person.client, method: 'post', path: `${path}/submission` });
    await provesItsKey({ client: person.client, method: 'post', path: `${path}/withdrawal` });

    const key = randomUUID();
    succeeded(await person.client.post('/api/v1/applications', NEW_DRAFT, { key }));
    const other = { ...NEW_DRAFT, applicationBasis: 'AWARD' };
    expectRefused(await person.client.post('/api/v1/applications', other, { key }), 'IDEMPOTENCY_KEY_REUSED');
    expectRefused(await submit(person, id, { key }), 'IDEMPOTENCY_KEY_REUSED');
    const stranger = await cast.unit.post(`/api/v1/applications/${id}/unit-decision`, UNIT_PASS, { key });
    expectRefused(stranger, 'STATE_NOT_ALLOWED');
  });

  it('the decision of the unit, claim, release, decision of a level, and re-initiation', async () => {
    const { id } = await submitted(person);
    const path = `/api/v1/applications/${id}`;
    const pass = { body: UNIT_PASS, otherBody: { ...UNIT_PASS, opinion: '同意' } };
    await provesItsKey({ client: cast.unit, method: 'post', path: `${path}/unit-decision`, ...pass });
    const client = cast.reviewers.DISTRICT_FIRST;
    const { taskId } = await openTask(client, id);
    const task = `/api/v1/review-tasks/${taskId}`;
    await provesItsKey({ client, method: 'post', path: `${task}/claim` });
    await provesItsKey({ client, method: 'post', path: `${task}/release` });
    const { claimNo, snapshotNo } = succeeded(await claim(client, taskId));
    const asked = { classes: ['CONTACT'], reason: '电话核实' };
    const otherReason = { ...asked, reason: '核对' };
    await provesItsKey({
      client,
      method: 'post',
      path: `${task}/reveal`,
      body: asked,
      otherBody: otherReason,
    });
    const body = { outcome: 'REJECT', opinion: '不符合', claimNo, snapshotNo };
    const otherBody = { ...body, opinion: '不同意' };
    await provesItsKey({ client, method: 'post', path: `${task}/decision`, body, otherBody });
    await provesItsKey({ client: person.client, method: 'post', path: `${path}/reinitiation` });
  });

  it('profile, insurance months and the clock', async () => {
    const before = succeeded(await person.client.get<ProfileView>('/api/v1/employees/me'));
    await provesItsKey({
      client: person.client,
      method: 'put',
      path: '/api/v1/employees/me',
      body: profile(),
      otherBody: { ...profile(), ethnicity: '满族' },
      ifMatch: before.version,
    });
    const months = insuranceMonths((await readUnit(cast.unit)).uscc, knownDate('2021-08-05'));
    await provesItsKey({
      client: person.client,
      method: 'put',
      path: '/api/v1/employees/me/insurance-months',
      body: { months },
      otherBody: { months: months.slice(1) },
    });
    await provesItsKey({
      client: cast.operator,
      method: 'post',
      path: '/api/v1/clock',
      body: { at: '2021-08-05T10:00:00+08:00', frozen: true },
      otherBody: { at: '2021-08-05T10:00:01+08:00', frozen: true },
    });
  });
});

describe('ten equal requests with one key at once', () => {
  it('are one draft, one submission, one answer', async () => {
    const key = randomUUID();
    const drafts = await Promise.all(
      Array.from({ length: 10 }, () =>
        person.client.post<ApplicationView>('/api/v1/applications', NEW_DRAFT, { key }),
      ),
    );
    expect(new Set(drafts.map(saying)).size).toBe(1);
    const [first] = drafts.map(succeeded);
    if (first === undefined) throw new Error('there is no answer');
    const { id, applicationNo } = first;

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => submit(person, id, { key: `${key}-s` })),
    );
    expect(new Set(answers.map(saying)).size).toBe(1);
    expect(answers[0]).toMatchObject({
      status: 200,
      body: { status: 'UNIT_REVIEW', round: 1, snapshotNo: 1 },
    });
    const count = async (table: string): Promise<number> =>
      (await stack.sql(`select 1 from ${table} where application_id = $1`, [id])).length;
    expect([await count('application_snapshot'), await count('review_task')]).toEqual([1, 1]);
    const events = await stack.sql<{ action: string }>(
      `select action from audit_event where application_no = $1 order by seq`,
      [applicationNo],
    );
    expect(events.map(({ action }) => action)).toEqual(['application.create', 'application.submit']);
    succeeded(await withdraw(person, id));
  });

  it('but of different bodies: one is done, every other is IDEMPOTENCY_KEY_REUSED', async () => {
    const key = randomUUID();
    const bases = ['DEGREE', 'TITLE', 'AWARD', 'PATENT', 'OTHER'];
    const answers = await Promise.all(
      bases.map((applicationBasis) =>
        person.client.post('/api/v1/applications', { ...NEW_DRAFT, applicationBasis }, { key }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectRefused(answer, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('a refused act leaves its key unused', async () => {
    const { id } = await submitted(person);
    const key = randomUUID();
    expectRefused(await decideAsUnit(cast.unit, id, { outcome: 'RETURN' }, { key }), 'OPINION_REQUIRED');
    succeeded(await decideAsUnit(cast.unit, id, UNIT_PASS, { key }));
    succeeded(await withdraw(person, id));
  });

  it('ten decisions with one key are one decision and one answer', async () => {
    const client = cast.reviewers.DISTRICT_FIRST;
    const { id } = await inReview(cast, person);
    const { taskId, claimNo, snapshotNo } = await claimed(client, id);
    const [key, body] = [randomUUID(), { outcome: 'PASS', opinion: '同意', claimNo, snapshotNo }];
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.post(`/api/v1/review-tasks/${taskId}/decision`, body, { key })),
    );
    expect(new Set(answers.map(saying)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, body: { decision: 'PASS' } });
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '不符合' });
  });
});

describe('the version that was read', () => {
  it('is asked for by every update: none 428, a stale one 412, and nothing changes', async () => {
    const draft = await draftNew(person);
    const path = `/api/v1/applications/${draft.id}`;
    const body = { applicationBasis: 'TITLE' };
    expectRefused(await person.client.patch(path, body), 'IF_MATCH_REQUIRED');
    for (const ifMatch of [draft.version + 1, draft.version - 1]) {
      const stale = await person.client.patch(path, body, { ifMatch });
      expectRefused(stale, 'VERSION_CONFLICT');
      expect(stale.status).toBe(412);
    }
    const unreadable = await person.client.patch(path, body, { headers: { 'if-match': '*' } });
    expect(unreadable.status).toBe(412);
    expect((await read(person.client, draft.id)).details.applicationBasis).toBe('DEGREE');
    const tag = (await person.client.get(path)).headers.get('etag') ?? '';
    succeeded(await person.client.patch(path, body, { headers: { 'if-match': tag } }));
    expectRefused(
      await person.client.patch(path, body, { headers: { 'if-match': tag } }),
      'VERSION_CONFLICT',
    );

    const me = succeeded(await person.client.get<ProfileView>('/api/v1/employees/me'));
    expectRefused(await person.client.put('/api/v1/employees/me', profile()), 'IF_MATCH_REQUIRED');
    const stale = await person.client.put('/api/v1/employees/me', profile(), { ifMatch: me.version - 1 });
    expect([stale.status, stale.headers.get('content-type')]).toEqual([
      412,
      expect.stringContaining('problem+json'),
    ]);
  });

  it('of five edits at once on one version one is done, four are 412', async () => {
    const { id, version } = await draftNew(person);
    const answers = await Promise.all(
      ['TITLE', 'AWARD', 'PATENT', 'OTHER', 'DEGREE'].map((applicationBasis) =>
        person.client.patch(`/api/v1/applications/${id}`, { applicationBasis }, { ifMatch: version }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 412, 412, 412, 412,
    ]);
  });
});
