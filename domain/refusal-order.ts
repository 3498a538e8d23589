import type { BusinessType } from './application/business-type.js';
import { REFUSAL_CODES, type RefusalCode } from './refusal-catalogue.js';
import type { Refusal } from './refusal.js';

/** What is checked before any business, in its order. Source: domain.md §7.1. */
const ENTRY_CODES = [
  'AUTH_REQUIRED',
  'ACCOUNT_DISABLED',
  'PROFILE_INCOMPLETE',
  'RESTRICTED',
  'PERM_NOT_ACTIVE',
  'PERM_LIMITED_NO_NEW',
] as const satisfies readonly RefusalCode[];

const INFO_CHANGE_CODES = [
  'PERMIT_NOT_VALID',
  'ASSOC_NOT_ACTIVE',
  'NO_CHANGE',
  'CHANGE_FIELD_WRONG_TYPE',
  'EMPLOYEE_ATTACHMENT_MISSING',
  'COVERED_BY_RENEWAL',
] as const satisfies readonly RefusalCode[];

/** The blocking checks of each kind of business in their order. Source: domain.md §7.2, column B; W4 for RENEWAL. */
const TYPE_CODES = {
  PERMISSION_APPLY: [
    'UNIT_ATTACHMENT_MISSING',
    'PERM_CONDITION_NOT_MET',
    'COMMITMENT_LETTER_MISSING',
    'PERM_ALREADY_ACTIVE',
  ],
  NEW: [
    'ASSOC_NOT_ACTIVE',
    'PERM_LIMITED_NO_NEW',
    'EMPLOYEE_PROFILE_INCOMPLETE',
    'EMPLOYEE_ATTACHMENT_MISSING',
    'CONTRACT_NOT_IN_FORCE',
    'HAS_LIVE_PERMIT',
    'INSURANCE_GAP',
    'INSURANCE_MISMATCH',
    'TITLE_DETAILS_REQUIRED',
  ],
  RENEWAL: [
    'PERMIT_NOT_VALID',
    'RENEWAL_TOO_EARLY',
    'RENEWAL_TOO_LATE',
    'PERMIT_EXPIRED_IRRECOVERABLE',
    'ASSOC_NOT_ACTIVE',
    'RENEWAL_ATTACHMENT_NOT_UPDATED',
    'RENEWAL_NOT_VERIFIED',
    'CONTRACT_NOT_IN_FORCE',
    'INSURANCE_GAP',
    'INSURANCE_MISMATCH',
    'INCOME_ZERO_MONTH',
    'RENEWAL_EMPLOYER_CHAIN',
  ],
  EMPLOYER_CHANGE: [
    'PERMIT_NOT_SUSPENDED',
    'ASSOC_NOT_ACTIVE',
    'EMPCHG_TOO_LATE',
    'EMPCHG_SAME_UNIT',
    'EMPCHG_UNIT_MISMATCH',
    'EMPCHG_CHAIN_GAP',
    'EMPLOYEE_ATTACHMENT_MISSING',
    'CONTRACT_NOT_IN_FORCE',
  ],
  BASIC_INFO_CHANGE: INFO_CHANGE_CODES,
  BUSINESS_INFO_CHANGE: INFO_CHANGE_CODES,
  SUPERVISING_DEPT_CHANGE: [
    'PERM_NOT_ACTIVE',
    'DEPT_SAME',
    'DEPT_TAX_DISTRICT',
    'UNIT_ATTACHMENT_MISSING',
    'DEPT_IN_FLIGHT',
    'UNIT_SELF_CHECK_REQUIRED',
  ],
  PERMISSION_CANCEL: ['PERM_CANCEL_HAS_EMPLOYEES', 'PERM_CANCEL_IN_FLIGHT'],
  UNIT_INFO_CHANGE: ['UNIT_FIELD_REGISTRY_OWNED', 'NO_CHANGE'],
} as const satisfies Readonly<Record<BusinessType, readonly RefusalCode[]>>;

/** What some check of an application may answer with, confirmations and faults of the form included. */
export type CheckCode =
  | (typeof ENTRY_CODES)[number]
  | (typeof TYPE_CODES)[BusinessType][number]
  | 'APP_IN_FLIGHT_EXISTS'
  | 'UNIT_SELF_CHECK_REQUIRED'
  | 'INSURANCE_TAX_UNCONFIRMED'
  | 'VALIDATION_FAILED';

/**
 * The refusals in their order of precedence, the first of which gives the answer's code and status: entry checks,
 * one application in flight, the checks of the kind of business, then the order of the catalogue; equal codes keep
 * their order. Source: domain.md §7.5.
 */
export function orderRefusals(refusals: readonly Refusal[], type?: BusinessType): Refusal[] {
  const ofType: readonly RefusalCode[] = type === undefined ? [] : TYPE_CODES[type];
  const order: readonly RefusalCode[] = [...ENTRY_CODES, 'APP_IN_FLIGHT_EXISTS', ...ofType, ...REFUSAL_CODES];
  return refusals.toSorted((one, other) => order.indexOf(one.code) - order.indexOf(other.code));
}

/** Every check of §7.1 and §7.2, whatever the kind of business; none twice. */
export const BUSINESS_REFUSALS: readonly RefusalCode[] = [
  ...new Set<RefusalCode>([...ENTRY_CODES, 'APP_IN_FLIGHT_EXISTS', ...Object.values(TYPE_CODES).flat()]),
];
