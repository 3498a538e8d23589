import { refusal, type Refusal } from '../refusal.js';
import { isLivePermit, type PermitStatus } from './lifecycle.js';
import type { PlainDate } from '../calendar/plain-date.js';

/** Why a permit is cancelled. Source: domain.md §4.6. */
export const CANCELLATION_REASONS = {
  HUKOU_OBTAINED: '持证人取得北京市户口',
  FRAUD: '以虚假材料取得证件',
  OWN_REQUEST: '持证人本人申请',
} as const;
export type CancellationReason = keyof typeof CANCELLATION_REASONS;

export interface CancellationFacts {
  /** By its date, not by what a timer has written down. */
  readonly status: PermitStatus;
  readonly validUntil: PlainDate;
  /** Numbers of applications of the permit whose every level has passed. */
  readonly awaitingConclusion: readonly string[];
}

/** Everything against cancelling a permit now. Source: domain.md §4.6. */
export function cancellationRefusals({
  status,
  validUntil,
  awaitingConclusion,
}: CancellationFacts): Refusal[] {
  if (status === 'EXPIRED') return [refusal('PERMIT_EXPIRED_IRRECOVERABLE', { validUntil })];
  if (!isLivePermit(status)) return [refusal('STATE_NOT_ALLOWED', { status })];
  if (awaitingConclusion.length === 0) return [];
  return [refusal('STATE_NOT_ALLOWED', { status, applicationNos: awaitingConclusion })];
}
