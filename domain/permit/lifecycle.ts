import type { Lifecycle } from '../lifecycle.js';

export const PERMIT_STATUS_LABELS = {
  VALID: '有效',
  SUSPENDED: '挂起',
  EXPIRED: '已失效',
  CANCELLED: '已注销',
} as const;
export type PermitStatus = keyof typeof PERMIT_STATUS_LABELS;

export type PermitAction =
  | 'suspend'
  | 'transfer'
  | 'recordSkippedEmployer'
  | 'renew'
  | 'amend'
  | 'expire'
  | 'cancel';

/** The whole life of a permit (domain.md §4.6). A pair that is not here is not allowed. */
export const PERMIT_LIFECYCLE = {
  VALID: { suspend: 'SUSPENDED', renew: 'VALID', amend: 'VALID', expire: 'EXPIRED', cancel: 'CANCELLED' },
  SUSPENDED: {
    transfer: 'VALID',
    recordSkippedEmployer: 'SUSPENDED',
    expire: 'EXPIRED',
    cancel: 'CANCELLED',
  },
  EXPIRED: {},
  CANCELLED: {},
} as const satisfies Lifecycle<PermitStatus, PermitAction>;

/** A person has at most one permit in these statuses. */
export const LIVE_PERMIT_STATUSES = ['VALID', 'SUSPENDED'] as const satisfies readonly PermitStatus[];

export function isLivePermit(status: PermitStatus): boolean {
  return (LIVE_PERMIT_STATUSES as readonly PermitStatus[]).includes(status);
}

export function isValidPermit(status: PermitStatus): boolean {
  return status === 'VALID';
}

export function isSuspendedPermit(status: PermitStatus): boolean {
  return status === 'SUSPENDED';
}
