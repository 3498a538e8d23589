import fc from 'fast-check';
import { shippedCalendar } from '../infra/calendar/shipped-calendar.js';
import { CourseModel, type CourseType, type ModelApplication } from '../test/support/course-model.js';
import { CourseSystem, routeOf, type SystemApplication } from '../test/support/course-system.js';
import { awaitsConclusion } from './application/advance.js';
import { isInFlight } from './application/lifecycle.js';
import {
  addDays,
  addMonths,
  dateOfEpochDay,
  epochDayOf,
  firstDayOf,
  knownDate,
  knownMonth,
  type PlainDate,
} from './calendar/plain-date.js';
import { buildWorkCalendar, type CalendarDay } from './calendar/work-calendar.js';
import { levelDueDate } from './application/due-dates.js';
import { isLivePermit } from './permit/lifecycle.js';
import { expiresAt } from './permit/expiry.js';

const RUNS = 10_000;
const TIMEOUT_MS = 60_000;
const START = Date.parse('2019-07-01T10:00:00+08:00');
/** The calendar ships no later year. */
const LATEST = Date.parse('2026-06-30T00:00:00+08:00');
const HOUR_MS = 3_600_000;
const SHIPPED = shippedCalendar();
const FIRST_DAY = epochDayOf(knownDate('2019-01-01'));
/** Each later version works on one more weekend day of every month. */
const VERSIONS = [1, 2, 3, 4].map(versionWith);
const SHIPPED_VERSION = versionWith(0);

function versionWith(weekends: number) {
  const made = madeWorkdays(weekends);
  const calendar = buildWorkCalendar({
    ...SHIPPED,
    days: [...SHIPPED.days.filter(({ date }) => !made.has(date)), ...made.values()],
  });
  const workdays = Array.from({ length: 366 * 12 }, (_, index) =>
    calendar.isWorkday(dateOfEpochDay(FIRST_DAY + index)),
  );
  return { calendar, isWorkday: (day: number): boolean => workdays[day - FIRST_DAY] === true };
}

function madeWorkdays(weekends: number): Map<PlainDate, CalendarDay> {
  const days = Array.from({ length: weekends * 12 * 7 }, (_, index): [PlainDate, CalendarDay] => {
    const month = addMonths(knownMonth('2020-01'), Math.floor(index / weekends));
    const date = addDays(firstDayOf(month), 6 * ((index % weekends) + 1));
    return [date, { date, kind: 'MAKEUP_WORKDAY' }];
  });
  return new Map(days);
}

/** Both sides of one story, and what happened in it. */
interface Story {
  readonly system: CourseSystem;
  readonly model: CourseModel;
  readonly seen: Record<string, number>;
  /** Expired permits by position, with the dates they ended with. */
  readonly ended: Map<number, string>;
  /** How many later versions of the calendar. */
  published: number;
}
type Command = (story: Story) => void;

/** Applications that still move are chosen far more often than those that do not. */
function chosen({ system, model }: Story, pick: number): [SystemApplication, ModelApplication] | null {
  const flying = system.applications.findIndex(({ state }) => isInFlight(state.status));
  const index = flying >= 0 && pick % 4 > 0 ? flying : system.applications.length - 1 - (pick % 3);
  const [one, other] = [system.applications[index], model.applications[index]];
  return one === undefined || other === undefined ? null : [one, other];
}

function both(story: Story, name: string, system: boolean, model: boolean): void {
  if (system !== model) throw new Error(`${name}: the domain says ${system}, the model ${model}`);
  const key = `${name} ${system ? 'accepted' : 'refused'}`;
  story.seen[key] = (story.seen[key] ?? 0) + 1;
}

const ON_BOTH = {
  create: (type: CourseType) => (story: Story) =>
    both(story, `create ${type}`, story.system.create(type), story.model.create(type)),
  submit: (pick: number, late: boolean) => (story: Story) => {
    const found = chosen(story, pick);
    if (found === null) return;
    const [one, other] = found;
    both(story, `submit ${one.type}`, story.system.submit(one, late), story.model.submit(other, late));
  },
  /** With the change of data that is under way. */
  absorb: () => (story: Story) => {
    ON_BOTH.create('RENEWAL')(story);
    const [one, other] = [story.system.applications.at(-1), story.model.applications.at(-1)];
    if (one?.type !== 'RENEWAL' || other === undefined) return;
    const change = story.system.applications.findIndex(
      ({ type, state }) => type.endsWith('INFO_CHANGE') && isInFlight(state.status),
    );
    both(story, 'absorb', story.system.submit(one, true, true), story.model.submit(other, true, true));
    if (story.system.applications[change]?.state.status === 'WITHDRAWN') both(story, 'absorbed', true, true);
  },
  publish: () => (story: Story) => {
    const next = VERSIONS[story.published];
    if (next === undefined) return;
    story.published += 1;
    story.system.calendar = next.calendar;
    story.model.isWorkday = next.isWorkday;
    both(story, 'publish', true, true);
  },
  decide: (pick: number, outcome: 'PASS' | 'RETURN' | 'REJECT') => (story: Story) => {
    const found = chosen(story, pick);
    if (found === null) return;
    const [one, other] = found;
    both(story, outcome, story.system.decide(one, outcome), story.model.decide(other, outcome));
  },
  passAll: (pick: number) => (story: Story) => {
    for (let level = 0; level < 5; level += 1) ON_BOTH.decide(pick, 'PASS')(story);
  },
  withdraw: (pick: number) => (story: Story) => {
    const found = chosen(story, pick);
    if (found === null) return;
    both(story, 'withdraw', story.system.withdraw(found[0]), story.model.withdraw(found[1]));
  },
  /** From nothing to the first level. */
  file: (type: CourseType) => (story: Story) => {
    ON_BOTH.create(type)(story);
    ON_BOTH.submit(0, true)(story);
  },
  conclude: (pick: number) => (story: Story) => {
    const found = chosen(story, pick);
    if (found === null) return;
    const [one, other] = found;
    const isLate = one.permit !== null && !isLivePermit(story.system.statusOf(one.permit));
    const name = isLate ? 'conclude after midnight' : `conclude ${one.type}`;
    both(story, name, story.system.conclude(one), story.model.conclude(other));
  },
  leave: (ends: boolean, waives: boolean) => (story: Story) =>
    both(story, 'leave', story.system.leave(ends, waives), story.model.leave(ends, waives)),
  askRelease: () => (story: Story) =>
    both(story, 'ask for release', story.system.askRelease(), story.model.askRelease()),
  leaveByDepartment: (ends: boolean, waives: boolean) => (story: Story) =>
    both(
      story,
      'leave by department',
      story.system.leaveByDepartment(ends, waives),
      story.model.leaveByDepartment(ends, waives),
    ),
  link: (unit: string) => (story: Story) =>
    both(story, 'link', story.system.link(unit), story.model.link(unit)),
  cancel: () => (story: Story) => {
    const [permit, other] = [story.system.permits.at(-1), story.model.permits.at(-1)];
    if (permit === undefined || other === undefined) return;
    both(story, 'cancel', story.system.cancel(permit), story.model.cancel(other));
  },
  sweep: () => (story: Story) => {
    const late = story.system.applications.filter((each) => awaitsConclusion(routeOf(each), each.state));
    for (const side of [story.system, story.model]) {
      side.expire();
      side.lapse();
    }
    const isConcluded = ({ state }: SystemApplication): boolean => state.status === 'APPROVED';
    if (late.some(isConcluded)) both(story, 'sweep concludes', true, true);
  },
  wait: (hours: number) => (story: Story) => moveTo(story, story.system.now + hours * HOUR_MS),
  /** To the last moment of the permit, or to the first after it. */
  midnight: (isOver: boolean) => (story: Story) => {
    const permit = story.system.permits.at(-1);
    if (permit !== undefined) moveTo(story, expiresAt(permit.validUntil) - (isOver ? 0 : 1));
  },
  /** To the days around O and L. */
  window: (daysBefore: number) => (story: Story) => {
    const permit = story.system.permits.at(-1);
    if (permit !== undefined) moveTo(story, expiresAt(permit.validUntil) - daysBefore * 24 * HOUR_MS);
  },
} as const;

function moveTo({ system, model }: Story, instant: number): void {
  if (instant <= system.now || instant > LATEST) return;
  system.now = instant;
  model.now = instant;
}

const types = fc.constantFrom<CourseType>(
  'NEW',
  'NEW',
  'RENEWAL',
  'RENEWAL',
  'EMPLOYER_CHANGE',
  'BASIC_INFO_CHANGE',
  'BUSINESS_INFO_CHANGE',
);
const pick = fc.nat(11);
const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: types.map(ON_BOTH.create) },
  { weight: 6, arbitrary: types.map(ON_BOTH.file) },
  { weight: 6, arbitrary: fc.tuple(pick, fc.boolean()).map(([at, late]) => ON_BOTH.submit(at, late)) },
  { weight: 3, arbitrary: pick.map((at) => ON_BOTH.decide(at, 'PASS')) },
  { weight: 2, arbitrary: pick.map((at) => ON_BOTH.decide(at, 'RETURN')) },
  { weight: 1, arbitrary: pick.map((at) => ON_BOTH.decide(at, 'REJECT')) },
  { weight: 5, arbitrary: pick.map(ON_BOTH.passAll) },
  { weight: 1, arbitrary: pick.map(ON_BOTH.withdraw) },
  { weight: 4, arbitrary: pick.map(ON_BOTH.conclude) },
  { weight: 1, arbitrary: fc.constant(null).map(ON_BOTH.absorb) },
  { weight: 1, arbitrary: fc.constant(null).map(ON_BOTH.publish) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.boolean(), fc.boolean()).map(([ends, waives]) => ON_BOTH.leave(ends, waives)),
  },
  { weight: 1, arbitrary: fc.constant(null).map(ON_BOTH.askRelease) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.boolean(), fc.boolean())
      .map(([ends, waives]) => ON_BOTH.leaveByDepartment(ends, waives)),
  },
  { weight: 2, arbitrary: fc.constantFrom('A', 'B').map(ON_BOTH.link) },
  { weight: 1, arbitrary: fc.constant(null).map(ON_BOTH.cancel) },
  { weight: 2, arbitrary: fc.constant(null).map(ON_BOTH.sweep) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 24 * 40 }).map(ON_BOTH.wait) },
  { weight: 1, arbitrary: fc.boolean().map(ON_BOTH.midnight) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 70 }).map(ON_BOTH.window) },
);
const GRANTED = [ON_BOTH.file('NEW'), ON_BOTH.passAll(1), ON_BOTH.conclude(1)];
/** A life begins with a permit more often than not: what follows is what the rules are about. */
const beginnings = fc.constantFrom<readonly Command[]>(
  [],
  GRANTED,
  [...GRANTED, ON_BOTH.window(40)],
  [...GRANTED, ON_BOTH.leave(false, true), ON_BOTH.link('B'), ON_BOTH.file('EMPLOYER_CHANGE')],
  [...GRANTED, ON_BOTH.window(50), ON_BOTH.leave(false, true), ON_BOTH.link('B')],
);

function compare({ system, model }: Story): void {
  const shown = system.applications.map(({ state }) => state);
  same('applications', shown, model.shownApplications());
  const permits = system.permits.map((permit) => ({
    status: system.statusOf(permit),
    from: epochDayOf(permit.validFrom),
    until: epochDayOf(permit.validUntil),
    unit: permit.unit,
  }));
  same('permits', permits, model.shownPermits());
}

function same(what: string, one: unknown, other: unknown): void {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  if (left !== right) throw new Error(`${what}: the domain has ${left}, the model ${right}`);
}

function keepInvariants({ system, ended }: Story): void {
  const live = system.permits.filter(({ status }) => isLivePermit(status));
  const flying = system.applications.filter(({ state }) => isInFlight(state.status));
  if (live.length > 1 || flying.length > 1)
    throw new Error('more than one live permit or application in flight');
  for (const [index, permit] of system.permits.entries()) {
    const before = ended.get(index);
    const now = `${permit.status} ${permit.validUntil}`;
    if (before !== undefined && before !== now) throw new Error(`${before} came back as ${now}`);
    if (!isLivePermit(permit.status)) ended.set(index, now);
  }
}

/** Every round begins at the first level again, with a clock of its own, and no level is skipped. */
function levelsInOrder({ type, state, tasks }: SystemApplication): void {
  const names = MODEL_LEVELS[type];
  for (let round = 1; round <= state.round; round += 1) {
    const own = tasks.filter((task) => task.round === round);
    same(
      'levels',
      own.map(({ level }) => level),
      names.slice(0, own.length),
    );
    const isWhole = own.every(({ outcome }, index) => outcome === 'PASS' || index === own.length - 1);
    if (!isWhole) throw new Error(`a level of round ${round} was passed over`);
    for (const { receivedOn, dueOn } of own) {
      const counted = [SHIPPED_VERSION, ...VERSIONS].map(
        ({ calendar }) => levelDueDate(receivedOn, 5, calendar).dueOn,
      );
      if (!counted.includes(dueOn)) throw new Error(`received on ${receivedOn}, due on ${dueOn}`);
    }
  }
  const last = tasks.filter(({ round }) => round === state.round);
  const isApproved = state.status === 'APPROVED';
  if (isApproved && (last.length !== names.length || last.some(({ outcome }) => outcome !== 'PASS'))) {
    throw new Error('approved without every level of its last round');
  }
}
const CHAIN = ['DISTRICT_FIRST', 'DISTRICT_SECOND', 'MUNICIPAL', 'FINAL'];
const MODEL_LEVELS: Readonly<Record<CourseType, readonly string[]>> = {
  NEW: ['UNIT', ...CHAIN],
  RENEWAL: CHAIN,
  EMPLOYER_CHANGE: CHAIN,
  BASIC_INFO_CHANGE: ['UNIT', ...CHAIN],
  BUSINESS_INFO_CHANGE: ['UNIT', 'DISTRICT_FIRST', 'DISTRICT_SECOND'],
};

it(
  `${RUNS} lives of permits and applications agree with a model after every command`,
  () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(
        beginnings,
        fc.array(commands, { minLength: 20, maxLength: 40, size: 'max' }),
        (begun, list) => {
          const story: Story = {
            system: new CourseSystem(SHIPPED_VERSION.calendar, START),
            model: new CourseModel(SHIPPED_VERSION.isWorkday, START),
            seen,
            ended: new Map(),
            published: 0,
          };
          for (const command of [...begun, ...list]) {
            command(story);
            compare(story);
            keepInvariants(story);
          }
          for (const application of story.system.applications) levelsInOrder(application);
        },
      ),
      { numRuns: RUNS },
    );
    for (const event of MUST_HAPPEN) expect([event, (seen[event] ?? 0) >= 50]).toEqual([event, true]);
  },
  TIMEOUT_MS,
);

/** A story in which these are rare proves little. */
const MUST_HAPPEN = [
  'conclude NEW accepted',
  'conclude RENEWAL accepted',
  'conclude EMPLOYER_CHANGE accepted',
  'conclude BASIC_INFO_CHANGE accepted',
  'conclude after midnight accepted',
  'sweep concludes accepted',
  'RETURN accepted',
  'REJECT accepted',
  'REJECT refused',
  'submit RENEWAL refused',
  'submit EMPLOYER_CHANGE refused',
  'withdraw accepted',
  'withdraw refused',
  'leave accepted',
  'leave refused',
  'cancel accepted',
  'cancel refused',
  'absorb refused',
  'absorbed accepted',
  'publish accepted',
  'ask for release accepted',
  'leave by department accepted',
  'leave by department refused',
];
