import { refusal, type Refusal } from '../refusal.js';
import {
  admitsNew,
  isPermissionActive,
  type PermissionScope,
  type PermissionStatus,
} from '../unit/permission-lifecycle.js';
import type { BusinessType } from './business-type.js';
import { refusalsOf, rule, unknownRule, type EligibilityRule } from './eligibility.js';

export interface EntryFacts {
  readonly type: BusinessType;
  readonly signedIn: boolean;
  readonly accountDisabled: boolean;
  /** Reasons of the restrictions that are active today for unit or employee, see unit/restriction.ts. */
  readonly restrictionReasons: readonly string[];
  /** Null: an employee without a link has no unit yet; its rules cannot be judged. */
  readonly unit: UnitEntryFacts | null;
}

export interface UnitEntryFacts {
  readonly profileComplete: boolean;
  /** For the kind of permit; null: none was ever applied for. */
  readonly permission: { readonly status: PermissionStatus; readonly scope: PermissionScope } | null;
}

/** Another application that is in flight under the same key. Source: domain.md §4.5. */
export interface ApplicationInFlight {
  readonly applicationNo: string;
  readonly type: BusinessType;
}

const WITHOUT_PERMISSION: readonly BusinessType[] = ['PERMISSION_APPLY', 'UNIT_INFO_CHANGE'];

/** What is checked before any business, rule by rule. Source: domain.md §7.1. */
export function entryRules(facts: EntryFacts): EligibilityRule[] {
  const { type, unit, restrictionReasons } = facts;
  return [
    rule('AUTH_REQUIRED', facts.signedIn),
    rule('ACCOUNT_DISABLED', !facts.accountDisabled),
    unit === null ? unknownRule('PROFILE_INCOMPLETE') : rule('PROFILE_INCOMPLETE', unit.profileComplete),
    rule('RESTRICTED', restrictionReasons.length === 0, { reason: restrictionReasons.join('；') }),
    ...(WITHOUT_PERMISSION.includes(type) ? [] : [permissionRule(unit)]),
    ...(type === 'NEW' ? [scopeRule(unit)] : []),
  ];
}

/** Everything of the entry checks that fails, at once. */
export function entryRefusals(facts: EntryFacts): Refusal[] {
  return refusalsOf(entryRules(facts));
}

/** PERM_LIMITED_NO_NEW: a LIMITED permission receives permit holders only. Source: domain.md §7.1, §7.2. */
export function scopeRule(unit: UnitEntryFacts | null): EligibilityRule {
  const permission = unit?.permission ?? null;
  return permission === null
    ? unknownRule('PERM_LIMITED_NO_NEW')
    : rule('PERM_LIMITED_NO_NEW', admitsNew(permission.scope));
}

/** APP_IN_FLIGHT_EXISTS, or only COVERED_BY_RENEWAL where the other one is a renewal. Source: domain.md §4.5. */
export function inFlightRefusal(other: ApplicationInFlight | null): Refusal | null {
  if (other === null) return null;
  const facts = { applicationNo: other.applicationNo };
  return refusal(other.type === 'RENEWAL' ? 'COVERED_BY_RENEWAL' : 'APP_IN_FLIGHT_EXISTS', facts);
}

function permissionRule(unit: UnitEntryFacts | null): EligibilityRule {
  if (unit === null) return unknownRule('PERM_NOT_ACTIVE');
  const isActive = unit.permission !== null && isPermissionActive(unit.permission.status);
  return rule('PERM_NOT_ACTIVE', isActive);
}
