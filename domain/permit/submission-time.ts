import type { PlainDate } from '../calendar/plain-date.js';
import { accept, refuse, type Decision } from '../refusal.js';
import type { HintCode } from '../application/hints.js';
import type { LateSubmission } from '../policy.js';
import { windowState, type RenewalWindow } from './renewal-window.js';

/** How the first submission of a chain of returns and re-initiations was accepted. Source: domain.md §6.2 W6. */
export interface SubmissionChain {
  readonly firstOnTime: boolean;
  readonly firstAcknowledgedLate: boolean;
}

export interface SubmissionTimeFacts {
  readonly today: PlainDate;
  readonly validUntil: PlainDate;
  readonly window: Pick<RenewalWindow, 'opensOn' | 'lastSubmissionOn'>;
  readonly lateSubmission: LateSubmission;
  readonly acknowledgeLate: boolean;
  /** Null for the first submission. */
  readonly chain: SubmissionChain | null;
}

export interface TimelySubmission {
  /** After L: the reserve for review is no longer assured. */
  readonly late: boolean;
  readonly hints: readonly HintCode[];
}

/**
 * Whether a RENEWAL may be submitted today: RENEWAL_TOO_EARLY, RENEWAL_TOO_LATE or PERMIT_EXPIRED_IRRECOVERABLE.
 * Source: domain.md §6.2 W4, W6.
 */
export function renewalSubmission(facts: SubmissionTimeFacts): Decision<TimelySubmission> {
  const { opensOn, lastSubmissionOn } = facts.window;
  if (!continuesAcceptedChain(facts) && windowState(facts.window, facts.today) === 'NOT_OPEN') {
    return refuse('RENEWAL_TOO_EARLY', { opensOn, lastSubmissionOn });
  }
  return untilLastDay(facts, 'RENEWAL_TOO_LATE');
}

/**
 * Whether an EMPLOYER_CHANGE may be submitted today: EMPCHG_TOO_LATE or PERMIT_EXPIRED_IRRECOVERABLE; no opening day.
 * Source: domain.md §6.2 W5, W6.
 */
export function employerChangeSubmission(facts: SubmissionTimeFacts): Decision<TimelySubmission> {
  return untilLastDay(facts, 'EMPCHG_TOO_LATE');
}

function untilLastDay(
  facts: SubmissionTimeFacts,
  tooLate: 'RENEWAL_TOO_LATE' | 'EMPCHG_TOO_LATE',
): Decision<TimelySubmission> {
  const { today, validUntil, window, lateSubmission, acknowledgeLate } = facts;
  if (today > validUntil) return refuse('PERMIT_EXPIRED_IRRECOVERABLE', { validUntil });
  if (windowState(window, today) !== 'LATE') return accept({ late: false, hints: [] });
  if (continuesAcceptedChain(facts) || (acknowledgeLate && lateSubmission === 'WARN')) {
    return accept({ late: true, hints: ['H-LATE-RESUBMIT'] });
  }
  return refuse(tooLate, { lastSubmissionOn: window.lastSubmissionOn, validUntil });
}

function continuesAcceptedChain({ chain }: SubmissionTimeFacts): boolean {
  return chain !== null && (chain.firstOnTime || chain.firstAcknowledgedLate);
}
