import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { addDays, knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import { buildWorkCalendar } from '../../domain/calendar/work-calendar.js';
import { milestones, MILESTONE_NOTICES, type Milestone } from '../../domain/permit/milestones.js';
import { renewalWindow } from '../../domain/permit/renewal-window.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import { freezeAt, signInCast, type Cast } from '../support/cast.js';
import { importLegacy, legacyUnit } from '../support/legacy-files.js';
import { eventually } from '../support/eventually.js';
import { residentNumber } from '../support/people.js';
import { isLong } from '../support/run-length.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUscc } from '../support/units.js';

const PERMITS = isLong ? 2_000 : 200;
const KILLS = isLong ? 10 : 2;
/** Permits end in groups, some days apart; one of four waits for an employer all the time. */
const GROUPS = 2;
const FIRST_END = knownDate('2025-03-04');
const SUSPENDED_ON = knownDate('2022-03-01');
const IMPORTED_AT = '2022-03-07T10:00:00+08:00';
const SETTLING_MS = isLong ? 240_000 : 60_000;
const calendar = buildWorkCalendar(shippedCalendar());

interface Life {
  readonly permitNo: string;
  readonly validUntil: PlainDate;
  readonly suspended: boolean;
  readonly all: readonly Milestone[];
}

const lives = Array.from({ length: PERMITS }, (_, index): Life => {
  const validUntil = addDays(FIRST_END, (Math.floor(index / 2) % GROUPS) * 3);
  const suspended = index % 4 === 0;
  const facts = {
    status: suspended ? ('SUSPENDED' as const) : ('VALID' as const),
    validUntil,
    suspendedOn: suspended ? SUSPENDED_ON : null,
  };
  const window = renewalWindow(validUntil, calendar, DEFAULT_POLICY);
  return {
    permitNo: `OLD-${index}`,
    validUntil,
    suspended,
    all: milestones(facts, window, calendar),
  };
});

/** Leaps over months, half a month at a time, and the last moment and the first after the end of each group. */
function stepsOfTheClock(): string[] {
  const leaps = ['2023-09-01', '2024-10-01', '2024-12-04'];
  const fortnights = Array.from({ length: 5 }, (_, step) => addDays(knownDate('2024-12-18'), step * 16));
  const ends = Array.from({ length: GROUPS }, (_, group) => addDays(FIRST_END, group * 3));
  return [
    ...[...leaps, ...fortnights].map((day) => `${day}T09:00:00+08:00`),
    ...ends.flatMap((day) => [`${day}T23:59:59.999+08:00`, `${addDays(day, 1)}T00:00:00+08:00`]),
  ];
}

describe('permits through three years, the worker killed on the way', () => {
  const steps = stepsOfTheClock();
  const killsAt = new Set(
    Array.from({ length: KILLS }, (_, kill) => Math.floor(((kill + 1) * steps.length) / (KILLS + 1))),
  );
  let stack: Stack;
  let cast: Cast;

  beforeAll(async () => {
    stack = await startStack({ startAt: '2022-03-07' });
    cast = await signInCast(stack);
    await freezeAt(cast, IMPORTED_AT);
    const uscc = newUscc();
    await importLegacy(stack, 'units', [legacyUnit(uscc)]);
    await importLegacy(stack, 'permits', rowsOf(uscc));
  }, 180_000);
  afterAll(() => stack?.stop());

  const reached = async (): Promise<{ recorded: number; ended: number }> => {
    const [row] = await stack.sql<{ recorded: number; ended: number }>(
      `select (select count(*)::int from permit_milestone) as recorded,
              (select count(*)::int from permit where status = 'EXPIRED') as ended`,
    );
    return row ?? { recorded: 0, ended: 0 };
  };

  it(
    'every threshold once, the latest of a leap delivered, no expiry missed and none early',
    async () => {
      let before = Date.parse(IMPORTED_AT);
      const delivered = new Map<string, number>();
      for (const [index, step] of steps.entries()) {
        const now = Date.parse(step);
        await freezeAt(cast, step);
        if (killsAt.has(index)) {
          await stack.stopWorker('SIGKILL');
          await stack.startWorker();
        }
        const due = lives.map(({ all }) => all.filter(({ dueAt }) => dueAt <= now));
        const expected = {
          recorded: due.reduce((sum, each) => sum + each.length, 0),
          ended: due.filter((each) => each.some(({ kind }) => kind === 'EXPIRY')).length,
        };
        await eventually(
          `${step}: ${JSON.stringify(expected)}`,
          async () => (sameCounts(await reached(), expected) ? true : null),
          SETTLING_MS,
        );
        for (const [life, milestone] of deliveredBetween(before, now)) {
          const key = `${life.permitNo} ${MILESTONE_NOTICES[milestone.kind]}`;
          delivered.set(key, (delivered.get(key) ?? 0) + 1);
        }
        before = now;
      }
      expect(await noticesPerPermit(stack)).toEqual(sorted(delivered));
    },
    isLong ? 2_400_000 : 420_000,
  );

  it('what is written down is what the schedule says, at the instants of the clock', async () => {
    const rows = await stack.sql<{ key: string }>(
      `select p.permit_no || ' ' || m.kind || ' ' || m.on_day as key
         from permit_milestone m join permit p on p.id = m.permit_id`,
    );
    const scheduled = lives.flatMap(({ permitNo, all }) =>
      all.map(({ kind, on }) => `${permitNo} ${kind} ${on}`),
    );
    expect(rows.map(({ key }) => key).toSorted()).toEqual(scheduled.toSorted());
    const ends = await stack.sql<{ permit_no: string; ended_at: Date }>(
      'select permit_no, ended_at from permit order by permit_no',
    );
    const byNumber = lives.toSorted((one, other) => (one.permitNo < other.permitNo ? -1 : 1));
    expect(ends.map(({ ended_at }) => [shanghaiDateOf(ended_at.getTime()), ended_at.getTime()])).toEqual(
      byNumber.map(({ validUntil }) => {
        const day = addDays(validUntil, 1);
        return [day, Date.parse(`${day}T00:00:00+08:00`)];
      }),
    );
  });

  it('no process is left running', async () => {
    await eventually('the processes end', async () => {
      const { count } = await stack.temporal.workflow.count(
        `WorkflowType = 'permitLifecycle' and ExecutionStatus = 'Running'`,
      );
      return count === 0 ? true : null;
    });
  });
});

function sameCounts(
  one: { recorded: number; ended: number },
  other: { recorded: number; ended: number },
): boolean {
  return one.recorded === other.recorded && one.ended === other.ended;
}

/** After a leap the latest of each permit, and the end always (domain.md §6.3 T3). */
function deliveredBetween(before: number, now: number): [Life, Milestone][] {
  return lives.flatMap((life) => {
    const due = life.all.filter(({ dueAt }) => before < dueAt && dueAt <= now);
    const latest = due.at(-1);
    return latest === undefined ? [] : [[life, latest] satisfies [Life, Milestone]];
  });
}

/** How many notices of each kind the holder of each permit has. */
async function noticesPerPermit(stack: Stack): Promise<[string, number][]> {
  const codes = [...new Set(Object.values(MILESTONE_NOTICES))];
  const rows = await stack.sql<{ key: string; count: number }>(
    `select p.permit_no || ' ' || n.code as key, count(*)::int as count
       from notice n join permit p on p.id = (n.business_ref->>'permitId')::uuid
      where n.code = any($1) and n.audience_kind = 'EMPLOYEE' group by 1 order by 1`,
    [codes],
  );
  return rows.map(({ key, count }): [string, number] => [key, count]).toSorted(byKey);
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].toSorted(byKey);
}

function byKey([one]: [string, number], [other]: [string, number]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function rowsOf(uscc: string): object[] {
  const numbers = new Set<string>();
  while (numbers.size < PERMITS) numbers.add(residentNumber());
  const idNumbers = [...numbers];
  return lives.map(({ permitNo, validUntil, suspended }, index) => ({
    sourceKey: permitNo,
    permitNo,
    permitType: 'BEIJING_WORK_RESIDENCE',
    idType: 'RESIDENT_ID',
    idNo: idNumbers[index],
    name: '赵明',
    phone: '13800138000',
    validFrom: '2022-01-01',
    validUntil,
    ...(suspended
      ? {
          department: '海淀区人社局',
          suspendedOn: SUSPENDED_ON,
          unitHistory: `${uscc} 2022-01-01~2022-02-28`,
        }
      : { unit: uscc }),
  }));
}
