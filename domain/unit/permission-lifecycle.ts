import { nextStatus, type Lifecycle } from '../lifecycle.js';
import type { RefusalCode } from '../refusal-catalogue.js';

export const PERMISSION_STATUS_LABELS = {
  NOT_OPENED: '未开通',
  PENDING: '审批中',
  RETURNED: '退回修改',
  ACTIVE: '有效',
  REJECTED: '审批不通过',
  CANCELLING: '注销审批中',
  CANCELLED: '已注销',
} as const;
export type PermissionStatus = keyof typeof PERMISSION_STATUS_LABELS;

export const PERMISSION_SCOPES = { FULL: '全部业务', LIMITED: '受限（不含新办）' } as const;
export type PermissionScope = keyof typeof PERMISSION_SCOPES;

export type PermissionAction =
  | 'apply'
  | 'return'
  | 'resubmit'
  | 'restoreNotOpened'
  | 'restoreRejected'
  | 'restoreCancelled'
  | 'open'
  | 'reject'
  | 'importLegacy'
  | 'applyForFull'
  | 'extendToFull'
  | 'applyForCancel'
  | 'keep'
  | 'cancel';

/**
 * The right of a unit to handle one kind of permit. An application that is withdrawn or lapses restores the status
 * before it; an upgrade of a LIMITED permission leaves it ACTIVE. Source: domain.md §4.3.
 */
export const PERMISSION_LIFECYCLE = {
  NOT_OPENED: { apply: 'PENDING', importLegacy: 'ACTIVE' },
  PENDING: {
    return: 'RETURNED',
    open: 'ACTIVE',
    reject: 'REJECTED',
    restoreNotOpened: 'NOT_OPENED',
    restoreRejected: 'REJECTED',
    restoreCancelled: 'CANCELLED',
  },
  RETURNED: {
    resubmit: 'PENDING',
    restoreNotOpened: 'NOT_OPENED',
    restoreRejected: 'REJECTED',
    restoreCancelled: 'CANCELLED',
  },
  ACTIVE: { applyForFull: 'ACTIVE', extendToFull: 'ACTIVE', applyForCancel: 'CANCELLING' },
  REJECTED: { apply: 'PENDING' },
  CANCELLING: { cancel: 'CANCELLED', keep: 'ACTIVE' },
  CANCELLED: { apply: 'PENDING' },
} as const satisfies Lifecycle<PermissionStatus, PermissionAction>;

/** Statuses from which a permission is applied for, and to which a withdrawn application leads back. */
export type UnopenedPermissionStatus = 'NOT_OPENED' | 'REJECTED' | 'CANCELLED';

const RESTORING_ACTIONS = {
  NOT_OPENED: 'restoreNotOpened',
  REJECTED: 'restoreRejected',
  CANCELLED: 'restoreCancelled',
} as const satisfies Readonly<Record<UnopenedPermissionStatus, PermissionAction>>;

/** The action with which a withdrawn or lapsed application gives the permission its former status back. */
export function restoringAction(
  before: UnopenedPermissionStatus,
): (typeof RESTORING_ACTIONS)[UnopenedPermissionStatus] {
  return RESTORING_ACTIONS[before];
}

/** Business and associations of the type are possible in this status only. */
export function isPermissionActive(status: PermissionStatus): boolean {
  return status === 'ACTIVE';
}

/** The unit has been given the right and still has it, even while its cancellation is under review. */
export function isPermissionHeld(status: PermissionStatus): boolean {
  return status === 'ACTIVE' || status === 'CANCELLING';
}

/** The status that a cancellation under way found. */
export function beforeCancellation(status: PermissionStatus): PermissionStatus {
  return status === 'CANCELLING' ? 'ACTIVE' : status;
}

export function admitsNew(scope: PermissionScope): boolean {
  return scope === 'FULL';
}

export type PermissionCommand = 'apply' | 'applyForFull' | 'cancel';

/** The buttons of a permission's row, by its status alone. Source: domain.md §4.3, §11 S-13. */
export function permissionCommands(
  status: PermissionStatus,
  scope: PermissionScope,
): { readonly action: PermissionCommand; readonly allowed: boolean; readonly reason?: RefusalCode }[] {
  const open = isPermissionActive(status);
  const button = (action: PermissionCommand, refusal: RefusalCode | null) =>
    refusal === null ? { action, allowed: true } : { action, allowed: false, reason: refusal };
  const knows = (action: PermissionAction): boolean => nextStatus(PERMISSION_TABLE, status, action) !== null;
  return [
    button('apply', knows('apply') ? null : 'PERM_ALREADY_ACTIVE'),
    button('applyForFull', !open ? 'PERM_NOT_ACTIVE' : admitsNew(scope) ? 'PERM_ALREADY_ACTIVE' : null),
    button('cancel', open ? null : 'PERM_NOT_ACTIVE'),
  ];
}

const PERMISSION_TABLE: Lifecycle<PermissionStatus, PermissionAction> = PERMISSION_LIFECYCLE;
