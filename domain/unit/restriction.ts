import type { PlainDate } from '../calendar/plain-date.js';
import { accept, decide, refusal, refuse, type Decision, type Refusal } from '../refusal.js';

export const SERVICES = {
  WORK_RESIDENCE_PERMIT: '工作居住证',
  TALENT_INTRODUCTION: '引进人才',
  ALL: '全部业务',
} as const;
export type RestrictedService = keyof typeof SERVICES;

export interface Restriction {
  readonly service: RestrictedService;
  readonly reason: string;
  readonly from: PlainDate;
  /** Null: until it is lifted. */
  readonly to: PlainDate | null;
  readonly lifted: boolean;
}

/** Both days are included. Source: domain.md §3.4 Restriction. */
export function isRestrictionActive(restriction: Restriction, today: PlainDate): boolean {
  const { from, to, lifted } = restriction;
  return !lifted && from <= today && (to === null || today <= to);
}

/** The reasons for which a service is closed to the subject today; empty when it is open. */
export function restrictionReasons(
  restrictions: readonly Restriction[],
  service: Exclude<RestrictedService, 'ALL'>,
  today: PlainDate,
): string[] {
  return restrictions
    .filter(
      (each) => isRestrictionActive(each, today) && (each.service === 'ALL' || each.service === service),
    )
    .map((each) => each.reason);
}

export const RESTRICTION_STATE_LABELS = {
  SCHEDULED: '未生效',
  ACTIVE: '生效中',
  ENDED: '已到期',
  LIFTED: '已解除',
} as const;
export type RestrictionState = keyof typeof RESTRICTION_STATE_LABELS;

/** Where a restriction stands today; nobody writes this down. */
export function restrictionState(restriction: Restriction, today: PlainDate): RestrictionState {
  const { from, to, lifted } = restriction;
  if (lifted) return 'LIFTED';
  if (today < from) return 'SCHEDULED';
  return to !== null && to < today ? 'ENDED' : 'ACTIVE';
}

export function isRestrictionLiftable(state: RestrictionState): boolean {
  return state === 'SCHEDULED' || state === 'ACTIVE';
}

/** A restriction has a reason and does not end before it can bind. */
export function newRestriction(asked: Omit<Restriction, 'lifted'>, today: PlainDate): Decision<true> {
  const { reason, from, to } = asked;
  const refusals: Refusal[] = reason.trim() === '' ? [refusal('REASON_REQUIRED', {}, '/reason')] : [];
  if (to !== null && (to < from || to < today)) {
    refusals.push(refusal('VALIDATION_FAILED', { detail: '限制期止不得早于限制期起和今日' }, '/to'));
  }
  return decide(refusals, true);
}

/** What binds, or will bind, is lifted with a reason; once. */
export function liftedRestriction(
  restriction: Restriction,
  reason: string,
  today: PlainDate,
): Decision<true> {
  const state = restrictionState(restriction, today);
  if (!isRestrictionLiftable(state)) return refuse('STATE_NOT_ALLOWED', { state });
  return reason.trim() === '' ? refuse('REASON_REQUIRED', {}, '/reason') : accept(true);
}
