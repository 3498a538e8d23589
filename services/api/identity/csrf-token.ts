import { timingSafeEqual } from 'node:crypto';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';

/** Bound to one session by a key that only the server has: whoever has the cookie alone cannot compute it. */
export function csrfTokenOf(personalData: PersonalData, sessionToken: string): string {
  return personalData.blindIndex('csrf-token', sessionToken);
}

export function isSameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
