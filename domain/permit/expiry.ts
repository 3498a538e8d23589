import { endOfDayExclusive } from '../calendar/instant.js';
import type { PlainDate } from '../calendar/plain-date.js';
import { PERMIT_LIFECYCLE, type PermitStatus } from './lifecycle.js';
import { nextStatus } from '../lifecycle.js';

/** The first instant, in milliseconds since 1970 UTC, at which the permit is no longer valid. Source: domain.md §6.3 T4. */
export function expiresAt(validUntil: PlainDate): number {
  return endOfDayExclusive(validUntil);
}

export function isPastExpiry(validUntil: PlainDate, now: number): boolean {
  return now >= expiresAt(validUntil);
}

/** The status that counts at `now`, even where nobody has written the expiry down yet (design.md §3). */
export function effectiveStatus(status: PermitStatus, validUntil: PlainDate, now: number): PermitStatus {
  if (!isPastExpiry(validUntil, now)) return status;
  return nextStatus<PermitStatus, 'expire'>(PERMIT_LIFECYCLE, status, 'expire') ?? status;
}

/** A last PASS before expiry counts, even when its conclusion follows later. Source: domain.md §6.2 W7. */
export function isPassInTime(passedAt: number, validUntil: PlainDate): boolean {
  return !isPastExpiry(validUntil, passedAt);
}
