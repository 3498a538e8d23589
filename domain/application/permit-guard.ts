import type { PlainDate } from '../calendar/plain-date.js';
import { isLivePermit, type PermitStatus } from '../permit/lifecycle.js';
import { refusal, type Refusal } from '../refusal.js';
import { BUSINESS_TYPES, type BusinessType } from './business-type.js';

/** The person's permit at the moment of a decision, by its date. */
export interface PermitAtDecision {
  readonly permitNo: string;
  readonly status: PermitStatus;
  readonly validUntil: PlainDate;
}

/** What the permit has to say to a PASS: business with a permit needs it as it was, a new one none. Source: domain.md §4.5, §4.6. */
export function passRefusal(type: BusinessType, permit: PermitAtDecision | null): Refusal | null {
  if (type === 'NEW') {
    const { status, permitNo } = permit ?? {};
    return status !== undefined && isLivePermit(status)
      ? refusal('HAS_LIVE_PERMIT', { permitNo: permitNo ?? null })
      : null;
  }
  if (!BUSINESS_TYPES[type].needsLivePermit) return null;
  const { status = null, validUntil = null } = permit ?? {};
  if (status === 'EXPIRED') return refusal('PERMIT_EXPIRED_IRRECOVERABLE', { validUntil });
  if (type === 'EMPLOYER_CHANGE')
    return status === 'SUSPENDED' ? null : refusal('PERMIT_NOT_SUSPENDED', { status });
  return status === 'VALID' ? null : refusal('PERMIT_NOT_VALID', { status });
}
