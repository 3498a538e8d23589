import type { Lifecycle } from '../lifecycle.js';

export const APPLICATION_STATUS_LABELS = {
  DRAFT: '草稿',
  UNIT_REVIEW: '待单位审批',
  IN_REVIEW: '主管部门审批中',
  RETURNED: '退回修改',
  APPROVED: '审批通过（办结）',
  REJECTED: '审批不通过',
  WITHDRAWN: '已撤回',
  CLOSED_EXPIRED: '证件失效终止',
} as const;
export type ApplicationStatus = keyof typeof APPLICATION_STATUS_LABELS;

export type ApplicationAction =
  | 'submitToUnit'
  | 'submitToDepartment'
  | 'unitPass'
  | 'unitReturn'
  | 'pass'
  | 'return'
  | 'reject'
  | 'conclude'
  | 'withdraw'
  | 'lapse'
  | 'endWithPermit';

/** The generic machine of every business type. A pair that is not here is not allowed. Source: domain.md §4.5. */
export const APPLICATION_LIFECYCLE = {
  DRAFT: {
    submitToUnit: 'UNIT_REVIEW',
    submitToDepartment: 'IN_REVIEW',
    withdraw: 'WITHDRAWN',
    endWithPermit: 'CLOSED_EXPIRED',
  },
  UNIT_REVIEW: {
    unitPass: 'IN_REVIEW',
    unitReturn: 'RETURNED',
    withdraw: 'WITHDRAWN',
    endWithPermit: 'CLOSED_EXPIRED',
  },
  IN_REVIEW: {
    pass: 'IN_REVIEW',
    return: 'RETURNED',
    reject: 'REJECTED',
    conclude: 'APPROVED',
    withdraw: 'WITHDRAWN',
    endWithPermit: 'CLOSED_EXPIRED',
  },
  RETURNED: {
    submitToUnit: 'UNIT_REVIEW',
    submitToDepartment: 'IN_REVIEW',
    withdraw: 'WITHDRAWN',
    lapse: 'WITHDRAWN',
    endWithPermit: 'CLOSED_EXPIRED',
  },
  APPROVED: {},
  REJECTED: {},
  WITHDRAWN: {},
  CLOSED_EXPIRED: {},
} as const satisfies Lifecycle<ApplicationStatus, ApplicationAction>;

/** Statuses that count as "one in flight" (domain.md §4.5); a draft never counts. */
export const IN_FLIGHT_STATUSES = [
  'UNIT_REVIEW',
  'IN_REVIEW',
  'RETURNED',
] as const satisfies readonly ApplicationStatus[];

/** Statuses in which an application may still change, the draft included. */
export const OPEN_STATUSES = ['DRAFT', ...IN_FLIGHT_STATUSES] as const satisfies readonly ApplicationStatus[];

/** Statuses in which the initiator may change the content. */
export const EDITABLE_STATUSES = ['DRAFT', 'RETURNED'] as const satisfies readonly ApplicationStatus[];

export function isInFlight(status: ApplicationStatus): boolean {
  return (IN_FLIGHT_STATUSES as readonly ApplicationStatus[]).includes(status);
}

export function isOpen(status: ApplicationStatus): boolean {
  return (OPEN_STATUSES as readonly ApplicationStatus[]).includes(status);
}

export function isEditable(status: ApplicationStatus): boolean {
  return (EDITABLE_STATUSES as readonly ApplicationStatus[]).includes(status);
}

/** Only a rejected application is started again as a new one (domain.md §4.5, 再次重新发起). */
export function isReinitiable(status: ApplicationStatus): boolean {
  return status === 'REJECTED';
}

/** The end state in which a confirmation form may exist (domain.md §9). */
export function isApproved(status: ApplicationStatus): boolean {
  return status === 'APPROVED';
}
