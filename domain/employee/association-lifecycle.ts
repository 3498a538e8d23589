import type { Lifecycle } from '../lifecycle.js';
import { accept, refuse, type Decision } from '../refusal.js';

export const ASSOCIATION_STATUS_LABELS = {
  PENDING: '待确认',
  ACTIVE: '已关联',
  REJECTED: '已拒绝',
  WITHDRAWN: '已撤回',
  ENDED: '已解除',
} as const;
export type AssociationStatus = keyof typeof ASSOCIATION_STATUS_LABELS;

export type AssociationAction =
  | 'request'
  | 'withdraw'
  | 'chooseAnotherUnit'
  | 'confirm'
  | 'refuse'
  | 'updateContract'
  | 'requestRelease'
  | 'end'
  | 'endForUnit';

/** The link between a unit and an employee; without a row it begins with `request` as PENDING. Source: domain.md §4.4. */
export const ASSOCIATION_LIFECYCLE = {
  PENDING: { withdraw: 'WITHDRAWN', chooseAnotherUnit: 'WITHDRAWN', confirm: 'ACTIVE', refuse: 'REJECTED' },
  ACTIVE: { updateContract: 'ACTIVE', requestRelease: 'ACTIVE', end: 'ENDED', endForUnit: 'ENDED' },
  REJECTED: { request: 'PENDING' },
  WITHDRAWN: { request: 'PENDING' },
  ENDED: { request: 'PENDING' },
} as const satisfies Lifecycle<AssociationStatus, AssociationAction>;

/** Why an association ends; the page of 解除关联 offers them. */
export const END_REASONS = {
  RESIGNED: '离职',
  CONTRACT_EXPIRED: '合同到期',
  DISMISSED: '解聘',
  OTHER: '其他',
} as const;
export type EndReason = keyof typeof END_REASONS;

export function isAssociationActive(status: AssociationStatus): boolean {
  return status === 'ACTIVE';
}

/** While the person asks for the link or has it. */
export function isAssociationOpen(status: AssociationStatus): boolean {
  return status === 'PENDING' || isAssociationActive(status);
}

/** Whether a unit may read the data of the person at its link, masked or in full. Source: ADR 11, ADR 12. */
export function mayReadPerson(status: AssociationStatus): Decision<true> {
  return isAssociationOpen(status) ? accept(true) : refuse('FORBIDDEN_SCOPE');
}
