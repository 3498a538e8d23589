import type { BusinessType } from './business-type.js';
import type { ApplicationStatus } from './lifecycle.js';

/** Changes of data that a renewal may carry, while they wait for the unit or came back. Source: domain.md §4.5. */
export const ABSORBABLE = {
  types: ['BASIC_INFO_CHANGE', 'BUSINESS_INFO_CHANGE'],
  statuses: ['UNIT_REVIEW', 'RETURNED'],
} as const satisfies {
  readonly types: readonly BusinessType[];
  readonly statuses: readonly ApplicationStatus[];
};

/** Whether a submission of the kind `by` may end this application in its own favour (并入续签). */
export function isAbsorbable(type: BusinessType, status: ApplicationStatus, by: BusinessType): boolean {
  return (
    mayAbsorb(by) &&
    ABSORBABLE.types.some((each) => each === type) &&
    ABSORBABLE.statuses.some((each) => each === status)
  );
}

export function mayAbsorb(type: BusinessType): boolean {
  return type === 'RENEWAL';
}
