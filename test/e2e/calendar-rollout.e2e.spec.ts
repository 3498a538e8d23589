import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { applicationDueDate, levelDueDate } from '../../domain/application/due-dates.js';
import { addDays, knownDate, laterDate, yearOf } from '../../domain/calendar/plain-date.js';
import { buildWorkCalendar, type WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { renewalWindow } from '../../domain/permit/renewal-window.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import type { CalendarPreviewView, CalendarsView } from '../../services/api/calendar/calendar.views.js';
import { applicationWorkflowId } from '../../workflows/ids.js';
import { progress } from '../../workflows/messages.js';
import { freezeAt, inReview, linkedPerson, signInCast, type Cast } from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded } from '../support/people.js';
import { permitHolder } from '../support/renewals.js';
import { copyApplications, copyPermits } from '../support/row-copies.js';
import { isLong } from '../support/run-length.js';
import { startStack, type Stack } from '../support/stack.js';

const APPLICATIONS = isLong ? 500 : 50;
const PERMITS = isLong ? 2_000 : 200;
const PATIENCE_MS = isLong ? 900_000 : 180_000;
const RECEIVED_ON = knownDate('2026-12-30');
const PATH = '/api/v1/calendars';

const holidays = (...dates: string[]) => dates.map((date) => ({ date, kind: 'HOLIDAY', name: '放假' }));
const NEW_YEAR = holidays('2027-01-01', '2027-01-02', '2027-01-03');
/** With a longer New Year and the Spring Festival: applications get more time, unannounced last days come earlier. */
const WHOLE = [
  ...NEW_YEAR,
  ...holidays('2027-01-06', '2027-01-07'),
  ...Array.from({ length: 9 }, (_, day) => holidays(addDays(knownDate('2027-02-06'), day))).flat(),
];

function calendarWith(version: number, days: readonly { date: string }[]): WorkCalendar {
  const shipped = shippedCalendar();
  const added = days.map(({ date }) => ({ date: knownDate(date), kind: 'HOLIDAY' as const }));
  return buildWorkCalendar({
    version,
    days: [...shipped.days, ...added],
    publishedYears: [...shipped.publishedYears, 2027],
  });
}

interface PermitState {
  readonly id: string;
  readonly until: string;
  readonly version: number;
  readonly notified: string | null;
  readonly told: number;
}

interface TaskState {
  readonly id: string;
  readonly due_on: string;
  readonly task_due_on: string;
  readonly version: number;
  readonly told: number;
}

let stack: Stack;
let cast: Cast;

beforeAll(async () => {
  stack = await startStack({ startAt: '2024-01-16' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2024-01-16T10:00:00+08:00');
}, 60_000);
afterAll(() => stack?.stop());

const permitStates = (): Promise<PermitState[]> =>
  stack.sql<PermitState>(
    `select p.id, to_char(p.valid_until, 'YYYY-MM-DD') as until, p.calendar_version as version,
            (select to_char(last_submission_on, 'YYYY-MM-DD') from notified_last_day d
              where d.permit_id = p.id and d.term = p.term) as notified,
            (select count(*)::int from notice n where n.code = 'N-23' and n.natural_key like 'N-23:calendar/3:' || p.id || '%') as told
       from permit p where p.status = 'VALID' order by p.id`,
  );

const taskStates = (): Promise<TaskState[]> =>
  stack.sql<TaskState>(
    `select a.id, to_char(a.due_on, 'YYYY-MM-DD') as due_on, to_char(t.due_on, 'YYYY-MM-DD') as task_due_on,
            a.calendar_version as version,
            (select count(*)::int from notice n where n.natural_key like 'N-23:calendar/3:' || a.id || '%') as told
       from application a join review_task t on t.application_id = a.id and t.status = 'OPEN' order by a.id`,
  );

/** Reminders that the permits' workflows have given, by kind. */
const reminders = (): Promise<unknown[]> =>
  stack.sql(
    `select permit_id, kind, count(*)::int from permit_milestone where delivered group by 1, 2 order by 1, 2`,
  );

async function publish(days: readonly object[], noticeNo: string): Promise<void> {
  succeeded(await cast.operator.post(PATH, { year: 2027, noticeNo, days }, { key: randomUUID() }));
}

function rolledOut(version: number): Promise<true> {
  const isDone = async (): Promise<true | null> => {
    const { versions } = succeeded(await cast.operator.get<CalendarsView>(PATH));
    return versions.some((each) => each.version === version && each.rolledOutAt !== null) ? true : null;
  };
  return eventually(`calendar ${version} rolled out`, isDone, PATIENCE_MS);
}

/** Publishes while the rows are dealt with and kills the worker at a row that somebody else holds. */
async function publishAndKillHalfway(heldPermit: string): Promise<number> {
  const holder = new Client({ connectionString: stack.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from permit where id = $1 for update', [heldPermit]);
    await publish(WHOLE, '国办发明电〔2026〕8号');
    const waitsHalfway = async () => {
      const [row] = await stack.sql<{ done: number; waiting: number }>(
        `select (select count(*)::int from permit where calendar_version = 3) as done,
                (select count(*)::int from pg_stat_activity where datname = current_database()
                  and application_name = 'juzheng-worker' and wait_event_type = 'Lock') as waiting`,
      );
      return row !== undefined && row.done > 0 && row.waiting > 0 ? row.done : null;
    };
    const halfway = await eventually('the rollout waits halfway', waitsHalfway, PATIENCE_MS);
    await stack.stopWorker('SIGKILL');
    return halfway;
  } finally {
    await holder.query('rollback');
    await holder.end();
  }
}

it(
  `a calendar published while ${APPLICATIONS} applications and ${PERMITS} permits wait, the worker killed on the way`,
  async () => {
    const { permitId } = await permitHolder(cast);
    await freezeAt(cast, `${RECEIVED_ON}T10:00:00+08:00`);
    await publish(NEW_YEAR, '国办发明电〔2026〕7号');
    await rolledOut(2);
    const { id: applicationId } = await inReview(cast, await linkedPerson(cast));

    // from windows that have opened, so that N-15 has named L, to such as open in months
    const first = knownDate('2027-02-20');
    await copyPermits(
      stack,
      permitId,
      Array.from({ length: PERMITS - 1 }, (_, n) => addDays(first, n % 100)),
    );
    await copyApplications(stack, applicationId, APPLICATIONS - 1);
    await eventually(
      'every process has seen its rows',
      async () => {
        const [row] = await stack.sql<{ rest: number }>(
          `select ((select count(*) from application where processed_version < fact_version)
               + (select count(*) from permit where processed_version < fact_version)
               + (select count(*) from outbox))::int as rest`,
        );
        return row?.rest === 0 ? true : null;
      },
      PATIENCE_MS,
    );
    const old = calendarWith(2, NEW_YEAR);
    const notifiedBy = (until: string): boolean =>
      renewalWindow(knownDate(until), old, DEFAULT_POLICY).opensOn <= RECEIVED_ON;
    await eventually(
      'every reminder that is due',
      async () =>
        (await permitStates()).every(({ until, notified }) => !notifiedBy(until) || notified) ? true : null,
      PATIENCE_MS,
    );
    const permitsBefore = await permitStates();
    const tasksBefore = await taskStates();
    const remindersBefore = await reminders();
    expect([permitsBefore.length, tasksBefore.length]).toEqual([PERMITS, APPLICATIONS]);

    const body = { year: 2027, noticeNo: '国办发明电〔2026〕8号', days: WHOLE };
    const preview = succeeded(await cast.operator.post<CalendarPreviewView>(`${PATH}/preview`, body));
    // not far in: while it is held, every transaction of the server looks as if it began no later
    const held = permitsBefore[100]?.id ?? '';
    const halfway = await publishAndKillHalfway(held);
    expect([halfway > 0, halfway < PERMITS]).toEqual([true, true]);
    await stack.startWorker();
    await rolledOut(3);

    const whole = calendarWith(3, WHOLE);
    const expectedLast = ({ until, notified }: PermitState): string => {
      const { lastSubmissionOn } = renewalWindow(knownDate(until), whole, DEFAULT_POLICY);
      return notified === null ? lastSubmissionOn : laterDate(lastSubmissionOn, knownDate(notified));
    };
    let moved = 0;
    let kept = 0;
    const permitsAfter = new Map((await permitStates()).map((each) => [each.id, each]));
    for (const before of permitsBefore) {
      const after = permitsAfter.get(before.id);
      const expected = expectedLast(before);
      const was =
        before.notified ?? renewalWindow(knownDate(before.until), old, DEFAULT_POLICY).lastSubmissionOn;
      if (was !== expected) moved += 1;
      if (before.notified !== null && was === expected) kept += 1;
      expect([before.until, after?.version, after?.told]).toEqual([
        before.until,
        3,
        was === expected ? 0 : 2,
      ]);
      expect(after?.notified ?? null).toBe(was === expected ? before.notified : expected);
      if (before.notified !== null) expect(expected >= before.notified).toBe(true);
    }
    expect([moved > 0, kept > 0]).toEqual([true, true]);
    expect(preview.permits.count).toBe(moved);

    const tasksAfter = await taskStates();
    const due = {
      due_on: applicationDueDate(RECEIVED_ON, 20, whole).dueOn,
      task_due_on: levelDueDate(RECEIVED_ON, 5, whole).dueOn,
      version: 3,
      told: 2,
    };
    expect(yearOf(due.due_on)).toBe(2027);
    expect(tasksAfter).toEqual(tasksBefore.map(({ id }) => ({ id, ...due })));
    expect(
      tasksBefore.every((before) => before.due_on < due.due_on && before.task_due_on < due.task_due_on),
    ).toBe(true);
    expect(preview.applications).toMatchObject({ count: APPLICATIONS });

    for (const { id } of tasksAfter) {
      await eventually(
        'the process waits for the new date',
        async () => {
          const { waitsFor } = await stack.temporal.workflow
            .getHandle(applicationWorkflowId(id))
            .query(progress);
          return waitsFor.includes(due.task_due_on) ? true : null;
        },
        PATIENCE_MS,
      );
    }
    expect(await reminders()).toEqual(remindersBefore);
    const [operators] = await stack.sql<{ told: number }>(
      `select count(*)::int as told from notice where code = 'N-23' and audience_kind = 'ACCOUNT' and natural_key like '%calendar/3:%'`,
    );
    expect(operators).toEqual({ told: 1 });
  },
  isLong ? 3_600_000 : 600_000,
);
