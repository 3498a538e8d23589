import type { Lifecycle } from '../lifecycle.js';

export const UNIT_ACCOUNT_STATUS_LABELS = {
  INCOMPLETE: '未完善',
  COMPLETE: '已完善',
  DISABLED: '已停用',
} as const;
export type UnitAccountStatus = keyof typeof UNIT_ACCOUNT_STATUS_LABELS;

export type UnitAccountAction =
  | 'saveStep'
  | 'submitProfile'
  | 'editContacts'
  | 'editUnit'
  | 'updateFromRegistry'
  | 'disable'
  | 'enable';

/** A unit's account begins INCOMPLETE with its first verified login. Source: domain.md §4.1. */
export const UNIT_ACCOUNT_LIFECYCLE = {
  INCOMPLETE: { saveStep: 'INCOMPLETE', submitProfile: 'COMPLETE', updateFromRegistry: 'INCOMPLETE' },
  COMPLETE: {
    editContacts: 'COMPLETE',
    editUnit: 'COMPLETE',
    updateFromRegistry: 'COMPLETE',
    disable: 'DISABLED',
  },
  DISABLED: { enable: 'COMPLETE', updateFromRegistry: 'DISABLED' },
} as const satisfies Lifecycle<UnitAccountStatus, UnitAccountAction>;

/** The steps of 信息完善 in their order. Source: domain.md §4.1. */
export const PROFILE_STEPS = {
  GENERAL: '一般信息',
  QUALIFICATIONS: '单位资质',
  HANDLERS: '业务经办人',
  ATTACHMENTS: '电子附件',
} as const;
export type ProfileStep = keyof typeof PROFILE_STEPS;

export function isProfileComplete(status: UnitAccountStatus): boolean {
  return status === 'COMPLETE';
}

export function isAccountDisabled(status: UnitAccountStatus): boolean {
  return status === 'DISABLED';
}
