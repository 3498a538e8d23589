import { REVIEWER_ROLES, type Role } from './roles.js';

/**
 * Whether a role reads ID numbers in full: the person his own, reviewers those that they judge; units, administrators and
 * auditors see them masked. Source: domain.md §2 R4.
 */
export function readsWholeNumbers(role: Role): boolean {
  return role === 'EMPLOYEE' || REVIEWER_ROLES.some((each) => each === role);
}
