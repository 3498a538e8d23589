import type { LoginMethod, Policy } from '../policy.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { isPublicInstitution } from './uscc.js';

/** Methods in which a phone confirms a code on the screen. */
export const QR_METHODS = [
  'CERT_QR',
  'E_LICENCE',
  'INSTITUTION_CERT',
] as const satisfies readonly LoginMethod[];
export type QrMethod = (typeof QR_METHODS)[number];

/** Methods in which the unit itself says who may come. */
export const AUTHORIZED_METHODS = ['E_LICENCE', 'INSTITUTION_CERT'] as const satisfies readonly LoginMethod[];
export type AuthorizedMethod = (typeof AUTHORIZED_METHODS)[number];

/**
 * Whether the policy of a place admits a method and the method fits the unit's kind; `uscc` is null where somebody
 * comes for no unit. AUTH_METHOD_DISABLED, AUTH_METHOD_UNIT_TYPE. Source: domain.md §12, AC-05, AC-06.
 */
export function judgeLoginMethod(
  method: LoginMethod,
  { loginMethods }: Pick<Policy, 'loginMethods'>,
  uscc: string | null,
): Decision<true> {
  const refusals: Refusal[] = [];
  if (!loginMethods.includes(method)) refusals.push(refusal('AUTH_METHOD_DISABLED', { method }));
  if (uscc !== null && !fitsUnit(method, uscc)) refusals.push(refusal('AUTH_METHOD_UNIT_TYPE', { method }));
  return decide(refusals, true);
}

/** An electronic licence is none of a public institution's, its electronic certificate nobody else's. Source: §12. */
export function fitsUnit(method: LoginMethod, uscc: string): boolean {
  switch (method) {
    case 'E_LICENCE':
      return !isPublicInstitution(uscc);
    case 'INSTITUTION_CERT':
      return isPublicInstitution(uscc);
    case 'CERT_USBKEY':
    case 'CERT_QR':
    case 'PASSWORD':
      return true;
  }
}
