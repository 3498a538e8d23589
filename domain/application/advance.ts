import { nextStatus } from '../lifecycle.js';
import { accept, refuse, type Decision } from '../refusal.js';
import {
  APPLICATION_LIFECYCLE,
  isOpen,
  type ApplicationAction,
  type ApplicationStatus,
} from './lifecycle.js';
import type { ReviewRoute, RouteLevel } from './review-route.js';

/** Where an application stands. Everything else about its course follows from this and its route. */
export interface ReviewState {
  readonly status: ApplicationStatus;
  /** 0 before the first submission. */
  readonly round: number;
  /** Levels of this round that have passed; the level at this index is the open one while a review runs. */
  readonly passed: number;
}

export type ReviewFact =
  | { readonly kind: 'SUBMITTED' }
  | { readonly kind: 'DECIDED'; readonly outcome: ReviewOutcome }
  | { readonly kind: 'WITHDRAWN' }
  | { readonly kind: 'LAPSED' }
  | { readonly kind: 'PERMIT_ENDED' }
  | { readonly kind: 'CONCLUDED' };

export const REVIEW_OUTCOME_LABELS = { PASS: '审批通过', RETURN: '退回修改', REJECT: '审批不通过' } as const;
export type ReviewOutcome = keyof typeof REVIEW_OUTCOME_LABELS;

export const NOT_SUBMITTED: ReviewState = { status: 'DRAFT', round: 0, passed: 0 };

/**
 * What a fact makes of an application. The only place that decides the order of levels: the API runs it on the rows,
 * the workflow on what it is told (design.md §1). Source: domain.md §4.5, §5.
 */
export function advance(route: ReviewRoute, state: ReviewState, fact: ReviewFact): Decision<ReviewState> {
  const action = actionOf(route, state, fact);
  if (action === 'tooLate') return refuse('WITHDRAW_TOO_LATE', { status: state.status });
  const status = action === null ? null : nextStatus(APPLICATION_LIFECYCLE, state.status, action);
  if (status === null) return refuse('STATE_NOT_ALLOWED', { status: state.status });
  return accept({ status, ...progressAfter(state, fact) });
}

/** The level whose decision is awaited, or null when none is. */
export function openLevel(route: ReviewRoute, state: ReviewState): RouteLevel | null {
  return isReviewed(state) ? (route.levels[state.passed] ?? null) : null;
}

/** The limits of the levels that have not passed in this round, in workdays, the open one first. */
export function remainingLimits({ levels }: ReviewRoute, { passed }: Pick<ReviewState, 'passed'>): number[] {
  return levels.slice(passed).map(({ workdaysAllowed }) => workdaysAllowed);
}

/** 流转中: every level has passed and only the conclusion may follow (domain.md §4.5). */
export function awaitsConclusion(route: ReviewRoute, state: ReviewState): boolean {
  return state.status === 'IN_REVIEW' && state.passed >= route.levels.length;
}

/** True at the first department level of the round, whose opening starts the department's period (T2). */
export function isFirstDepartmentLevel(route: ReviewRoute, state: ReviewState): boolean {
  return state.status === 'IN_REVIEW' && state.passed === departmentStart(route);
}

/** RETURNED waits for the initiator with no review clock running. */
export function awaitsResubmission(state: ReviewState): boolean {
  return state.status === 'RETURNED';
}

/** True when nothing more can happen to the application. */
export function isEnded(state: ReviewState): boolean {
  return !isOpen(state.status);
}

function isReviewed(state: ReviewState): boolean {
  return state.status === 'UNIT_REVIEW' || state.status === 'IN_REVIEW';
}

function departmentStart(route: ReviewRoute): number {
  return route.levels[0]?.level === 'UNIT' ? 1 : 0;
}

function actionOf(
  route: ReviewRoute,
  state: ReviewState,
  fact: ReviewFact,
): ApplicationAction | 'tooLate' | null {
  switch (fact.kind) {
    case 'SUBMITTED':
      return departmentStart(route) === 1 ? 'submitToUnit' : 'submitToDepartment';
    case 'DECIDED':
      return decisionAction(route, state, fact.outcome);
    case 'WITHDRAWN':
      return state.status === 'IN_REVIEW' && state.passed > departmentStart(route) ? 'tooLate' : 'withdraw';
    case 'LAPSED':
      return 'lapse';
    case 'PERMIT_ENDED':
      return 'endWithPermit';
    case 'CONCLUDED':
      return awaitsConclusion(route, state) ? 'conclude' : null;
  }
}

function decisionAction(
  route: ReviewRoute,
  state: ReviewState,
  outcome: ReviewOutcome,
): ApplicationAction | null {
  const open = openLevel(route, state);
  if (open === null) return null;
  if (open.level !== 'UNIT') return outcome === 'PASS' ? 'pass' : outcome === 'RETURN' ? 'return' : 'reject';
  return outcome === 'PASS' ? 'unitPass' : outcome === 'RETURN' ? 'unitReturn' : null;
}

function progressAfter(state: ReviewState, fact: ReviewFact): Pick<ReviewState, 'round' | 'passed'> {
  if (fact.kind === 'SUBMITTED') return { round: state.round + 1, passed: 0 };
  const passes = fact.kind === 'DECIDED' && fact.outcome === 'PASS';
  return { round: state.round, passed: passes ? state.passed + 1 : state.passed };
}
