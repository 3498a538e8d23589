import { hourOfDay } from '../calendar/instant.js';
import { addDays, daysBetween, type PlainDate } from '../calendar/plain-date.js';
import type { WorkCalendar } from '../calendar/work-calendar.js';
import { expiresAt } from './expiry.js';
import type { PermitStatus } from './lifecycle.js';
import type { RenewalWindow } from './renewal-window.js';

/** The reminders of a permit's term, with the notice each gives (domain.md §10), and its expiry. */
export const MILESTONE_NOTICES = {
  RENEWAL_PREPARATION: 'N-29',
  RENEWAL_OPENS: 'N-15',
  RENEWAL_APPROACHES_LAST_DAY: 'N-16',
  RENEWAL_LAST_DAY: 'N-16',
  RENEWAL_OVERDUE: 'N-17',
  SUSPENSION: 'N-18',
  SUSPENSION_WEEKLY: 'N-18',
  SUSPENSION_APPROACHES_LAST_DAY: 'N-18',
  SUSPENSION_LAST_DAY: 'N-18',
  EXPIRY: 'N-19',
} as const;
export type MilestoneKind = keyof typeof MILESTONE_NOTICES;

/** What operators read of a permit's next wake-up. */
export const MILESTONE_LABELS: Readonly<Record<MilestoneKind, string>> = {
  RENEWAL_PREPARATION: '提醒准备续签材料',
  RENEWAL_OPENS: '续签期开始',
  RENEWAL_APPROACHES_LAST_DAY: '续签最晚申请日临近',
  RENEWAL_LAST_DAY: '续签最晚申请日',
  RENEWAL_OVERDUE: '提醒即将失效',
  SUSPENSION: '提醒证件已挂起',
  SUSPENSION_WEEKLY: '每周挂起提醒',
  SUSPENSION_APPROACHES_LAST_DAY: '聘用单位变更最晚申请日临近',
  SUSPENSION_LAST_DAY: '聘用单位变更最晚申请日',
  EXPIRY: '证件到期失效',
};

export interface Milestone {
  readonly kind: MilestoneKind;
  /** The day it stands for; for EXPIRY the first day without validity. Kind and day together are its natural key. */
  readonly on: PlainDate;
  /** Milliseconds since 1970 UTC. */
  readonly dueAt: number;
}

export interface PermitMilestoneFacts {
  readonly status: PermitStatus;
  readonly validUntil: PlainDate;
  /** Null unless the permit is SUSPENDED. */
  readonly suspendedOn: PlainDate | null;
}

export interface DueMilestones {
  /** All that are due, in order: each is to be recorded as passed. */
  readonly passed: readonly Milestone[];
  /** The latest of them, the only one that is delivered. */
  readonly delivered: Milestone | null;
}

const REMINDER_HOUR = 9;
const PREPARATION_DAYS = 30;
const APPROACH_WORKDAYS = 10;
const DAYS_PER_WEEK = 7;

/** All milestones of the current term in their order; none for a permit whose life is over. Source: domain.md §6.3 T3. */
export function milestones(
  facts: PermitMilestoneFacts,
  window: RenewalWindow,
  calendar: WorkCalendar,
): Milestone[] {
  const reminders = remindersOf(facts, window, calendar);
  if (reminders === null) return [];
  const expiry: Milestone = {
    kind: 'EXPIRY',
    on: addDays(facts.validUntil, 1),
    dueAt: expiresAt(facts.validUntil),
  };
  return [...reminders, expiry].toSorted((one, other) => one.dueAt - other.dueAt);
}

/** The first milestone after `now`, or null. */
export function nextMilestone(all: readonly Milestone[], now: number): Milestone | null {
  return all.find((each) => each.dueAt > now) ?? null;
}

/** Reminders that come once in a term, also when a new calendar or an outage moves their day. */
const ONCE_A_TERM: readonly MilestoneKind[] = [
  'RENEWAL_PREPARATION',
  'RENEWAL_OPENS',
  'RENEWAL_APPROACHES_LAST_DAY',
  'SUSPENSION_APPROACHES_LAST_DAY',
];

/**
 * Whether a milestone of the term was reached: by kind and day, or because one that stood for the same was reached
 * before its day moved. A last day that moved is reminded of again, the weeks after it are not.
 */
export function isReached(
  { kind, on }: Pick<Milestone, 'kind' | 'on'>,
  reached: readonly { readonly kind: string; readonly on: PlainDate }[],
  validUntil: PlainDate,
): boolean {
  const isSameWeek = (other: PlainDate): boolean => {
    const days = daysBetween(other, on);
    return days > 0 && days < DAYS_PER_WEEK && on !== validUntil;
  };
  return reached.some(
    (each) =>
      each.kind === kind &&
      (each.on === on || ONCE_A_TERM.includes(kind) || (kind === 'RENEWAL_OVERDUE' && isSameWeek(each.on))),
  );
}

/**
 * What is due at `now` and was not recorded before. After a clock jump or an outage over several, each counts as
 * passed and only the latest is delivered. Source: domain.md §6.3 T3.
 */
export function dueMilestones(
  all: readonly Milestone[],
  isRecorded: (milestone: Milestone) => boolean,
  now: number,
): DueMilestones {
  const passed = all.filter((each) => each.dueAt <= now && !isRecorded(each));
  return { passed, delivered: passed.at(-1) ?? null };
}

function remindersOf(
  facts: PermitMilestoneFacts,
  window: RenewalWindow,
  calendar: WorkCalendar,
): Milestone[] | null {
  const approach = calendar.minus(window.lastSubmissionOn, APPROACH_WORKDAYS);
  switch (facts.status) {
    case 'VALID':
      return validReminders(facts.validUntil, window, approach);
    case 'SUSPENDED':
      return suspendedReminders(facts.suspendedOn, facts.validUntil, window, approach);
    case 'EXPIRED':
    case 'CANCELLED':
      return null;
  }
}

function validReminders(validUntil: PlainDate, window: RenewalWindow, approach: PlainDate): Milestone[] {
  const overdue = weeklyDays(addDays(window.lastSubmissionOn, 1), validUntil);
  return [
    reminder('RENEWAL_PREPARATION', addDays(window.opensOn, -PREPARATION_DAYS)),
    reminder('RENEWAL_OPENS', window.opensOn),
    reminder('RENEWAL_APPROACHES_LAST_DAY', approach),
    reminder('RENEWAL_LAST_DAY', window.lastSubmissionOn),
    ...[...new Set([...overdue, validUntil])].map((day) => reminder('RENEWAL_OVERDUE', day)),
  ];
}

/** Nothing of the time before the suspension; a weekly reminder gives way to L − 10 workdays and to L on their days. */
function suspendedReminders(
  suspendedOn: PlainDate | null,
  validUntil: PlainDate,
  window: RenewalWindow,
  approach: PlainDate,
): Milestone[] {
  if (suspendedOn === null) return [];
  const dated = [
    reminder('SUSPENSION_APPROACHES_LAST_DAY', approach),
    reminder('SUSPENSION_LAST_DAY', window.lastSubmissionOn),
  ].filter((each) => each.on > suspendedOn);
  const weekly = weeklyDays(addDays(suspendedOn, DAYS_PER_WEEK), validUntil).filter((day) =>
    dated.every((each) => each.on !== day),
  );
  return [
    reminder('SUSPENSION', suspendedOn),
    ...weekly.map((day) => reminder('SUSPENSION_WEEKLY', day)),
    ...dated,
  ];
}

function weeklyDays(first: PlainDate, last: PlainDate): PlainDate[] {
  const weeks = Math.floor(daysBetween(first, last) / DAYS_PER_WEEK);
  return Array.from({ length: Math.max(0, weeks + 1) }, (_, week) => addDays(first, week * DAYS_PER_WEEK));
}

function reminder(kind: MilestoneKind, on: PlainDate): Milestone {
  return { kind, on, dueAt: hourOfDay(on, REMINDER_HOUR) };
}
