import { Client } from 'pg';
import { clientAs } from '../support/accounts.js';
import { ApiClient } from '../support/api-client.js';
import { decideAsUnit, signInCast, submitted, type Cast } from '../support/cast.js';
import { EventReader } from '../support/event-reader.js';
import {
  completeProfile,
  linkEmployee,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  type LinkedEmployee,
} from '../support/people.js';
import { publishPolicyNotice } from '../support/policy-notices.js';
import { startStack, type Stack } from '../support/stack.js';

const HEARTBEAT_MS = 15_000;
let stack: Stack;
let cast: Cast;
let employee: LinkedEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  employee = await linkEmployee(await registerEmployee(stack), cast.unit);
});
afterAll(() => stack?.stop());

async function waiting(): Promise<void> {
  const person = await registerEmployee(stack);
  await completeProfile(person);
  await requestAssociation(person, cast.unit);
}

describe('the live status', () => {
  it('begins with the counts of the caller and tells each change as it comes', async () => {
    const reader = await EventReader.follow(cast.unit);
    const first = await reader.next(({ event }) => event === 'counts');
    expect(first.data).toMatchObject({ pendingAssociations: 0, tasks: 0 });
    await waiting();
    const notice = await reader.next(({ event }) => event === 'notice');
    expect(notice.data).toMatchObject({ kind: 'SYSTEM', code: 'N-05', text: '有 1 名员工待确认关联' });
    await reader.next(({ event, data }) => event === 'counts' && data['pendingAssociations'] === 1);
    await submitted(employee);
    await reader.next(({ event, data }) => event === 'counts' && data['tasks'] === 1);
    await reader.next(({ data }) => data['code'] === 'N-09');
    await reader.leave();
  });

  it('tells a reviewer of the tasks of his level only, and of a task that somebody else has claimed', async () => {
    const [first, colleague, second] = await Promise.all([
      EventReader.follow(cast.reviewers.DISTRICT_FIRST),
      EventReader.follow(await trialClient(stack, 'haidian-first-b')),
      EventReader.follow(cast.reviewers.DISTRICT_SECOND),
    ]);
    const tasks = (reader: EventReader, count: number) =>
      reader.next(
        ({ event, data }) => event === 'counts' && data['tasks'] === count,
        reader.events.length - 1,
      );
    await Promise.all(
      [first, colleague, second].map((reader) => reader.next(({ event }) => event === 'counts')),
    );
    const other = await linkEmployee(await registerEmployee(stack), cast.unit);
    const { id } = await submitted(other);
    succeeded(await decideAsUnit(cast.unit, id));
    await Promise.all([tasks(first, 1), tasks(colleague, 1)]);
    const { items } = succeeded(
      await cast.reviewers.DISTRICT_FIRST.get<{ items: { taskId: string }[] }>('/api/v1/review-tasks'),
    );
    succeeded(await cast.reviewers.DISTRICT_FIRST.post(`/api/v1/review-tasks/${items[0]?.taskId}/claim`));
    await tasks(colleague, 0);
    expect(second.events.every(({ data }) => data['tasks'] === 0 || data['tasks'] === undefined)).toBe(true);
    await Promise.all([first, colleague, second].map((reader) => reader.leave()));
  });

  it('resumes after Last-Event-ID with what was missed, each once and in order', async () => {
    const reader = await EventReader.follow(cast.unit);
    const { id: from } = await reader.next(({ event }) => event === 'counts');
    await reader.leave();
    const titles = ['错过的通知一', '错过的通知二', '错过的通知三'];
    for (const title of titles) succeeded(await publishPolicyNotice(cast.operator, title));
    const resumed = await EventReader.follow(cast.unit, from);
    await resumed.next(({ data }) => data['text'] === titles[2]);
    await resumed.next(({ event }) => event === 'counts');
    const policy = resumed.events.filter(({ data }) => data['kind'] === 'POLICY');
    expect(policy.map(({ data }) => data['text'])).toEqual(titles);
    const document = String(policy[0]?.data['documentUrl']);
    expect((await cast.unit.get(document)).status).toBe(200);
    const last = resumed.events.at(-1)?.id;
    await resumed.leave();
    const again = await EventReader.follow(cast.unit, last);
    await again.next(({ event }) => event === 'counts');
    expect(again.events.filter(({ event }) => event === 'notice')).toEqual([]);
    await again.leave();
  });

  it('misses nothing and doubles nothing while many write at the same time', async () => {
    const reader = await EventReader.follow(cast.auditor);
    await reader.next(({ event }) => event === 'counts');
    const titles = Array.from({ length: 12 }, (_, index) => `并发通知 ${index}`);
    const publishing = titles.map((title) => publishPolicyNotice(cast.operator, title));
    for (const answer of await Promise.all(publishing)) succeeded(answer);
    await reader.until(() => reader.events.filter(({ event }) => event === 'notice').length >= titles.length);
    const told = reader.events.filter(({ event }) => event === 'notice').map(({ data }) => data['text']);
    expect(told).toHaveLength(titles.length);
    expect(new Set(told)).toEqual(new Set(titles));
    await reader.leave();
  });

  it('waits for no transaction that stays open, and tells what that one commits once it does', async () => {
    const reader = await EventReader.follow(cast.auditor);
    await reader.next(({ event }) => event === 'counts');
    const news = () => reader.events.filter(({ event }) => event === 'notice');
    const slow = new Client({ connectionString: stack.databaseUrl });
    await slow.connect();
    try {
      await slow.query('begin');
      await slow.query(
        `insert into policy_notice (id, title, body, file_name, sha256, published_at, published_by)
         select gen_random_uuid(), '后提交的通知', body, file_name, sha256, published_at, published_by from policy_notice limit 1`,
      );
      succeeded(await publishPolicyNotice(cast.operator, '先提交的通知'));
      const first = await reader.next(({ data }) => data['text'] === '先提交的通知');
      const resumed = await EventReader.follow(cast.auditor, first.id);
      await slow.query('commit');
      await reader.next(({ data }) => data['text'] === '后提交的通知');
      await resumed.next(({ data }) => data['text'] === '后提交的通知');
      await resumed.leave();
    } finally {
      await slow.end();
    }
    expect(news().map(({ data }) => data['text'])).toEqual(['先提交的通知', '后提交的通知']);
    await reader.leave();
  });

  it('tells more than one page in order, from the middle of a page too', async () => {
    const titles = Array.from({ length: 120 }, (_, index) => `成批通知 ${String(index).padStart(3, '0')}`);
    const reader = await EventReader.follow(cast.auditor);
    const { id: from } = await reader.next(({ event }) => event === 'counts');
    await reader.leave();
    await stack.sql(
      `insert into policy_notice (id, title, body, file_name, sha256, published_at, published_by)
       select gen_random_uuid(), title.name, body, file_name, sha256, published_at, published_by
         from unnest($1::text[]) title (name) cross join (select * from policy_notice limit 1) known`,
      [titles],
    );
    const told = (by: EventReader): unknown[] =>
      by.events.filter(({ event }) => event === 'notice').map(({ data }) => data['text']);
    const all = await EventReader.follow(cast.auditor, from);
    await all.until(() => told(all).length === titles.length);
    const [, middle] = all.events.filter(({ event }) => event === 'notice').slice(69);
    const rest = await EventReader.follow(cast.auditor, middle?.id);
    await rest.until(() => told(rest).length === titles.length - 71);
    expect(told(rest)).toEqual(told(all).slice(71));
    expect(new Set(told(all))).toEqual(new Set(titles));
    await Promise.all([all.leave(), rest.leave()]);
  });

  it('begins anew where the last event is none of this system’s', async () => {
    const strange = [
      'x',
      '1.2',
      '999999999999999999.00000000-0000-0000-0000-000000000000',
      '99999999999999999999.00000000-0000-0000-0000-000000000000',
      '5:3:',
      '3:9:9',
      '1:999999999999999999:',
      '1:1:~1:999999999999999999:~1.00000000-0000-0000-0000-000000000000',
    ];
    for (const id of strange) {
      const reader = await EventReader.follow(cast.auditor, id);
      const first = await reader.next(() => true);
      expect(first.event).toBe('counts');
      await reader.leave();
    }
  });

  it('is told to nobody else', async () => {
    const other = await EventReader.follow(await trialClient(stack, 'unit2'));
    await other.next(({ event }) => event === 'counts');
    const own = await EventReader.follow(cast.unit);
    await own.next(({ event }) => event === 'counts');
    await waiting();
    await own.next(({ data }) => data['code'] === 'N-05');
    expect(other.events.filter(({ event }) => event === 'notice')).toEqual([]);
    await Promise.all([own.leave(), other.leave()]);
  });

  it('beats while nothing happens, and ends with the session', async () => {
    const client = await clientAs(stack, 'AUDITOR');
    const signedOut = await EventReader.follow(client);
    const idle = await clientAs(stack, 'AUDITOR');
    const expired = await EventReader.follow(idle);
    await Promise.all([signedOut, expired].map((reader) => reader.next(({ event }) => event === 'counts')));
    await stack.sql(
      `update session set last_seen_at = clock_timestamp() - interval '1 hour'
        where token_hash = encode(sha256($1::bytea), 'hex')`,
      [idle.token],
    );
    const begun = performance.now();
    expect((await client.delete('/api/v1/sessions/current')).status).toBe(204);
    await signedOut.until(() => signedOut.hasEnded);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const beating = await EventReader.follow(cast.auditor);
    await beating.until(() => beating.comments > 0 && performance.now() - begun < HEARTBEAT_MS + 5_000);
    await expired.until(() => expired.hasEnded);
    expect(beating.hasEnded).toBe(false);
    await beating.leave();
  });

  it('is bounded per account, and needs a session', async () => {
    const client = await clientAs(stack, 'AUDITOR');
    const readers = await Promise.all([1, 2, 3, 4, 5].map(() => EventReader.follow(client)));
    const { response } = await EventReader.open(client);
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ code: 'RATE_LIMITED' });
    const [first, ...others] = readers;
    await first?.leave();
    let reader: EventReader | null = null;
    for (let tries = 0; reader === null && tries < 50; tries += 1)
      ({ reader } = await EventReader.open(client));
    expect(reader).not.toBeNull();
    for (const each of [reader, ...others]) await each?.leave();
    const nobody = await EventReader.open(new ApiClient(stack.apiUrl));
    expect(nobody.response.status).toBe(401);
  });

  it('stops with the API, and is resumed at the next one', async () => {
    const reader = await EventReader.follow(cast.unit);
    const { id } = await reader.next(({ event }) => event === 'counts');
    const begun = performance.now();
    await stack.stopApi();
    expect(performance.now() - begun).toBeLessThan(10_000);
    await reader.until(() => reader.hasEnded);
    await stack.startApi();
    succeeded(await publishPolicyNotice(cast.operator, '重启之后'));
    const resumed = await EventReader.follow(cast.unit, id);
    await resumed.next(({ data }) => data['text'] === '重启之后');
    await resumed.leave();
  });
});
