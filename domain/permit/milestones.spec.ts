import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import { shanghaiDateTimeOf } from '../calendar/instant.js';
import { knownDate as on } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../policy.js';
import {
  dueMilestones,
  isReached,
  milestones,
  nextMilestone,
  type Milestone,
  type PermitMilestoneFacts,
} from './milestones.js';
import { renewalWindow } from './renewal-window.js';

const calendar = buildWorkCalendar(shippedCalendar());
const VALID: PermitMilestoneFacts = { status: 'VALID', validUntil: on('2021-08-06'), suspendedOn: null };
const listed = (facts: PermitMilestoneFacts): Milestone[] =>
  milestones(facts, renewalWindow(facts.validUntil, calendar, DEFAULT_POLICY), calendar);
const written = (all: readonly Milestone[]): string[] =>
  all.map((each) => `${shanghaiDateTimeOf(each.dueAt)} ${each.kind}`);
const at = (iso: string): number => Date.parse(iso);

describe('T3 the milestones of a VALID permit', () => {
  it('are the reminders at 09:00 Shanghai and the expiry', () => {
    expect(written(listed(VALID))).toEqual([
      '2021-05-07 09:00:00 RENEWAL_PREPARATION',
      '2021-06-06 09:00:00 RENEWAL_OPENS',
      '2021-06-24 09:00:00 RENEWAL_APPROACHES_LAST_DAY',
      '2021-07-08 09:00:00 RENEWAL_LAST_DAY',
      '2021-07-09 09:00:00 RENEWAL_OVERDUE',
      '2021-07-16 09:00:00 RENEWAL_OVERDUE',
      '2021-07-23 09:00:00 RENEWAL_OVERDUE',
      '2021-07-30 09:00:00 RENEWAL_OVERDUE',
      '2021-08-06 09:00:00 RENEWAL_OVERDUE',
      '2021-08-07 00:00:00 EXPIRY',
    ]);
  });

  it('remind on V also where it lies between two weeks', () => {
    const days = listed({ ...VALID, validUntil: on('2021-08-09') }).filter(
      (each) => each.kind === 'RENEWAL_OVERDUE',
    );
    expect(days.map((each) => each.on)).toEqual([
      '2021-07-10',
      '2021-07-17',
      '2021-07-24',
      '2021-07-31',
      '2021-08-07',
      '2021-08-09',
    ]);
  });
});

describe('T3 the milestones of a SUSPENDED permit', () => {
  it('are the suspension, each week, L − 10 workdays and L, never those of a renewal', () => {
    expect(written(listed({ ...VALID, status: 'SUSPENDED', suspendedOn: on('2021-06-17') }))).toEqual([
      '2021-06-17 09:00:00 SUSPENSION',
      '2021-06-24 09:00:00 SUSPENSION_APPROACHES_LAST_DAY',
      '2021-07-01 09:00:00 SUSPENSION_WEEKLY',
      '2021-07-08 09:00:00 SUSPENSION_LAST_DAY',
      '2021-07-15 09:00:00 SUSPENSION_WEEKLY',
      '2021-07-22 09:00:00 SUSPENSION_WEEKLY',
      '2021-07-29 09:00:00 SUSPENSION_WEEKLY',
      '2021-08-05 09:00:00 SUSPENSION_WEEKLY',
      '2021-08-07 00:00:00 EXPIRY',
    ]);
  });

  it('hold nothing of the time before the suspension', () => {
    const kinds = listed({ ...VALID, status: 'SUSPENDED', suspendedOn: on('2021-07-20') }).map(
      (each) => each.kind,
    );
    expect(kinds).toEqual(['SUSPENSION', 'SUSPENSION_WEEKLY', 'SUSPENSION_WEEKLY', 'EXPIRY']);
  });
});

describe('waking at milestones', () => {
  it('a permit whose life is over has none', () => {
    expect(listed({ ...VALID, status: 'EXPIRED' })).toEqual([]);
    expect(listed({ ...VALID, status: 'CANCELLED' })).toEqual([]);
  });

  it('the next one is the first after now; after the expiry there is none', () => {
    const all = listed(VALID);
    expect(nextMilestone(all, at('2021-06-06T01:00:00Z'))?.kind).toBe('RENEWAL_APPROACHES_LAST_DAY');
    expect(nextMilestone(all, at('2021-06-06T00:59:59Z'))?.kind).toBe('RENEWAL_OPENS');
    expect(nextMilestone(all, at('2021-08-06T16:00:00Z'))).toBeNull();
  });

  it('a jump over several records each as passed and delivers only the latest', () => {
    const all = listed(VALID);
    const { passed, delivered } = dueMilestones(
      all,
      (each) => each.kind === 'RENEWAL_PREPARATION',
      at('2021-07-08T01:00:00Z'),
    );
    expect(passed.map((each) => each.kind)).toEqual([
      'RENEWAL_OPENS',
      'RENEWAL_APPROACHES_LAST_DAY',
      'RENEWAL_LAST_DAY',
    ]);
    expect(delivered?.kind).toBe('RENEWAL_LAST_DAY');
  });

  it('nothing due delivers nothing, and asking again after recording gives nothing new', () => {
    const all = listed(VALID);
    expect(dueMilestones(all, () => false, at('2021-01-01T00:00:00Z'))).toEqual({
      passed: [],
      delivered: null,
    });
    expect(dueMilestones(all, () => true, at('2022-01-01T00:00:00Z'))).toEqual({
      passed: [],
      delivered: null,
    });
  });

  it('nothing is reminded of twice when the last day moves; the new last day is', () => {
    const all = listed(VALID);
    const window = renewalWindow(VALID.validUntil, calendar, DEFAULT_POLICY);
    const moved = milestones(VALID, { ...window, lastSubmissionOn: on('2021-07-09') }, calendar);
    const notReached = moved.filter((each) => !isReached(each, all, VALID.validUntil));
    expect(written(notReached)).toEqual(['2021-07-09 09:00:00 RENEWAL_LAST_DAY']);
    expect(moved.filter((each) => !isReached(each, [], VALID.validUntil))).toEqual(moved);
  });

  it('kind and day together are a natural key', () => {
    for (const facts of [VALID, { ...VALID, status: 'SUSPENDED' as const, suspendedOn: on('2020-09-01') }]) {
      const keys = listed(facts).map((each) => `${each.kind} ${each.on}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
