import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { calendarWorkflowId } from '../../workflows/ids.js';
import { rolloutProgress } from '../../workflows/messages.js';
import type {
  CalendarDateView,
  CalendarPreviewView,
  CalendarsView,
  CalendarYearView,
  RenewalWindowView,
} from '../../services/api/calendar/calendar.views.js';
import { expectRefused, faultPointers, type Answer } from '../support/api-client.js';
import {
  freezeAt,
  inReview,
  linkedPerson,
  noticesAbout,
  permitsOf,
  read,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded } from '../support/people.js';
import { permitHolder, type PermitHolder } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';

const PATH = '/api/v1/calendars';
const holiday = (date: string, name = '元旦') => ({ date, kind: 'HOLIDAY', name });
const makeup = (date: string, name = '元旦') => ({ date, kind: 'MAKEUP_WORKDAY', name });

let stack: Stack;
let cast: Cast;

const get = async <Body>(path: string): Promise<Body> =>
  succeeded(await cast.unit.get<Body>(`${PATH}${path}`));
const publish = (body: object, key: string = randomUUID()): Promise<Answer<CalendarYearView>> =>
  cast.operator.post<CalendarYearView>(PATH, { noticeNo: '国办发明电〔2026〕7号', ...body }, { key });

/** Once every open deadline stands under the version. */
const rolledOut = (version: number): Promise<CalendarsView> =>
  eventually(`calendar ${version} rolled out`, async () => {
    const calendars = await get<CalendarsView>('');
    const found = calendars.versions.find((each) => each.version === version);
    return found?.rolledOutAt ? calendars : null;
  });

beforeAll(async () => {
  stack = await startStack({ startAt: '2024-01-16' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2024-01-16T10:00:00+08:00');
}, 60_000);
afterAll(() => stack?.stop());

describe('the calendar that comes with the product', () => {
  it('is version 1 with the years 2020 to 2026, for everybody who is signed in', async () => {
    const { inForce, publishedYears, versions } = await get<CalendarsView>('');
    expect([inForce, publishedYears]).toEqual([1, [2020, 2021, 2022, 2023, 2024, 2025, 2026]]);
    expect(versions).toMatchObject([{ version: 1, year: null, waiting: 0 }]);
    expect(await get<CalendarYearView>('/2021')).toMatchObject({
      published: true,
      version: 1,
      workdays: 250,
    });
    expect(await get<CalendarYearView>('/2027')).toMatchObject({ published: false, days: [] });
    expectRefused(await cast.unit.get(`${PATH}/1`), 'VALIDATION_FAILED');
  });

  it.each([
    ['2021-09-18', true],
    ['2021-06-14', false],
    ['2020-02-01', false],
    ['2023-01-03', true],
  ])('AC-100 %s is a workday: %s', async (date, isWorkday) => {
    expect(await get<CalendarDateView>(`/days/${date}`)).toMatchObject({ isWorkday, provisional: false });
  });

  it.each([
    ['2021-08-06', '2021-08-05', '2021-06-06', '2021-07-08'],
    ['2021-08-09', '2021-08-08', '2021-06-09', '2021-07-09'],
    ['2021-10-11', '2021-10-10', '2021-08-11', '2021-09-06'],
    ['2021-10-06', '2021-10-05', '2021-08-06', '2021-09-02'],
    ['2021-09-19', '2021-09-18', '2021-07-20', '2021-08-23'],
    ['2024-04-29', '2024-04-28', '2024-02-28', '2024-03-29'],
    ['2024-04-30', '2024-04-29', '2024-02-29', '2024-04-01'],
    ['2023-04-30', '2023-04-29', '2023-02-28', '2023-03-31'],
    ['2024-02-29', '2024-02-28', '2023-12-30', '2024-01-26'],
    ['2025-03-04', '2025-03-03', '2025-01-02', '2025-01-27'],
    ['2025-09-15', '2025-09-14', '2025-07-16', '2025-08-15'],
    ['2025-10-19', '2025-10-18', '2025-08-19', '2025-09-15'],
    ['2026-02-24', '2026-02-23', '2025-12-25', '2026-01-19'],
    ['2027-01-15', '2027-01-14', '2026-11-15', '2026-12-16'],
  ])('AC-73 V %s gives D %s, O %s and L %s', async (validUntil, completeBy, opensOn, lastSubmissionOn) => {
    const window = await get<RenewalWindowView>(`/renewal-window?validUntil=${validUntil}`);
    const provisional = validUntil.startsWith('2027');
    expect(window).toEqual({ validUntil, completeBy, opensOn, lastSubmissionOn, provisional });
  });
});

describe('the publication of a year', () => {
  let person: PermitHolder;
  const days = ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04', '2027-01-05'].map((day) =>
    holiday(day),
  );
  const year = { year: 2027, days };

  beforeAll(async () => {
    person = await permitHolder(cast);
    await freezeAt(cast, '2026-11-02T10:00:00+08:00');
  }, 120_000);

  it('names every fault with its place, and is the operator’s', async () => {
    const faulty = await publish({
      year: 2027,
      days: [
        holiday('2027-01-01'),
        holiday('2027-01-01'),
        makeup('2027-01-01'),
        holiday('2026-12-31'),
        makeup('2027-01-07'),
      ],
    });
    expectRefused(faulty, 'VALIDATION_FAILED');
    const places = ['/days/1/date', '/days/2/date', '/days/3/date', '/days/4/kind'];
    expect(faultPointers(faulty)).toEqual(places);
    expect(faultPointers(await publish({ year: 2027, days: [] }))).toEqual(['/days']);
    expectRefused(await cast.unit.post(PATH, {}), 'FORBIDDEN_ACTION');
    expectRefused(await cast.auditor.post(`${PATH}/preview`, {}), 'FORBIDDEN_ACTION');
  });

  it('AC-83 is shown before: what moves, with old and new dates; nothing is written', async () => {
    const body = { ...year, noticeNo: '国办发明电〔2026〕7号' };
    const preview = succeeded(await cast.operator.post<CalendarPreviewView>(`${PATH}/preview`, body));
    expect(preview).toEqual({
      permits: {
        count: 1,
        first: [
          {
            permitId: person.permitId,
            permitNo: expect.any(String),
            validUntil: '2027-01-15',
            lastSubmissionBefore: '2026-12-16',
            lastSubmissionAfter: '2026-12-14',
            provisionalBefore: true,
            provisionalAfter: false,
          },
        ],
      },
      applications: { count: 0, first: [] },
    });
    expect(await permitsOf(person)).toMatchObject([{ lastSubmissionOn: '2026-12-16', provisional: true }]);
    expect((await get<CalendarsView>('')).inForce).toBe(1);
  });

  it('AC-83 V 2027-01-15: L 2026-12-16 was provisional; published, it is recomputed and N-23 sent, once', async () => {
    const key = randomUUID();
    const first = succeeded(await publish(year, key));
    expect(first).toMatchObject({ year: 2027, published: true, version: 2, workdays: 258 });
    expect(succeeded(await publish(year, key))).toEqual(first);
    const { versions } = await rolledOut(2);
    expect(versions.map(({ version, waiting }) => [version, waiting])).toEqual([
      [2, 0],
      [1, 0],
    ]);
    expect(await permitsOf(person)).toMatchObject([{ lastSubmissionOn: '2026-12-14', provisional: false }]);
    for (const client of [person.client, cast.unit]) {
      const told = (await noticesAbout(client, person.permitId)).filter(({ code }) => code === 'N-23');
      expect(told.map(({ body }) => body)).toEqual([
        '节假日安排已更新，相关期限已重新计算：证件 2027-01-15 到期，最晚申请日为 2026-12-14',
      ]);
    }
    const events = await stack.sql(
      `select actor_role from audit_event where action like 'calendar.%' order by seq`,
    );
    expect(events).toEqual([{ actor_role: 'SYSTEM_OPERATOR' }, { actor_role: 'SYSTEM' }]);
  });

  it('C3 a last day that was notified stays when another notice for the year would bring it earlier', async () => {
    succeeded(await publish({ year: 2027, days: [...days, holiday('2027-01-06')] }));
    await rolledOut(3);
    expect(await permitsOf(person)).toMatchObject([{ lastSubmissionOn: '2026-12-14', provisional: false }]);
    const told = (await noticesAbout(person.client, person.permitId)).filter(({ code }) => code === 'N-23');
    expect(told).toHaveLength(1);
  });
});

describe('the end of a rollout', () => {
  it('waits for transactions that began before the publication, and deals with what they add', async () => {
    const [permit] = await stack.sql<{ id: string }>('select id from permit');
    const writer = new Client({ connectionString: stack.databaseUrl });
    await writer.connect();
    try {
      await writer.query('begin');
      await writer.query('select pg_current_xact_id()');
      succeeded(await publish({ year: 2028, days: [holiday('2028-01-01')] }));
      const handle = stack.temporal.workflow.getHandle(calendarWorkflowId(4));
      await eventually('the rollout has dealt with what it sees', async () => {
        const { dealtWith } = await handle.query(rolloutProgress).catch(() => ({ dealtWith: 0 }));
        return dealtWith > 0 ? true : null;
      });
      const { versions } = await get<CalendarsView>('');
      expect(versions[0]).toMatchObject({ version: 4, rolledOutAt: null, waiting: 0 });
      await writer.query('update permit set calendar_version = 3 where id = $1', [permit?.id]);
      await writer.query('commit');
    } finally {
      await writer.end();
    }
    await rolledOut(4);
    expect(await stack.sql('select calendar_version as version from permit')).toEqual([{ version: 4 }]);
    expect(await stack.temporal.workflow.getHandle(calendarWorkflowId(4)).result()).toMatchObject({
      dealtWith: 2,
    });
  });
});

describe('AC-97 the due date of a level', () => {
  let early: Stack;
  beforeAll(async () => {
    early = await startStack({ startAt: '2021-09-18', worker: false });
  }, 120_000);
  afterAll(() => early?.stop());

  it('counts make-up workdays and leaves holidays out', async () => {
    const people = await signInCast(early);
    const dueAt = async (day: string): Promise<string | null | undefined> => {
      await freezeAt(people, `${day}T10:00:00+08:00`);
      const { id } = await inReview(people, await linkedPerson(people));
      const { timeline } = await read(people.unit, id);
      return timeline.find(({ level }) => level === 'DISTRICT_FIRST')?.dueOn;
    };
    expect(await dueAt('2021-09-18')).toBe('2021-09-27');
    expect(await dueAt('2021-09-30')).toBe('2021-10-13');
  }, 120_000);
});
