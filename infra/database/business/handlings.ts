import type { BusinessType } from '../../../domain/application/business-type.js';
import type { BusinessHandling } from './business-handling.js';
import { departmentChangeHandling } from './department-change.handling.js';
import { employerChangeHandling } from './employer-change.handling.js';
import { infoChangeHandling } from './info-change.handling.js';
import { newHandling } from './new.handling.js';
import { permissionApplyHandling } from './permission-apply.handling.js';
import { permissionCancelHandling } from './permission-cancel.handling.js';
import { renewalHandling } from './renewal.handling.js';
import { unitInfoChangeHandling } from './unit-info-change.handling.js';

/** A business type is data: its row here, its route, its effect. A type without a row does not compile. */
const HANDLINGS: Readonly<Record<BusinessType, BusinessHandling>> = {
  NEW: newHandling,
  RENEWAL: renewalHandling,
  EMPLOYER_CHANGE: employerChangeHandling,
  BASIC_INFO_CHANGE: infoChangeHandling('BASIC_INFO_CHANGE'),
  BUSINESS_INFO_CHANGE: infoChangeHandling('BUSINESS_INFO_CHANGE'),
  PERMISSION_APPLY: permissionApplyHandling,
  PERMISSION_CANCEL: permissionCancelHandling,
  SUPERVISING_DEPT_CHANGE: departmentChangeHandling,
  UNIT_INFO_CHANGE: unitInfoChangeHandling,
};

export function handlingOf(type: BusinessType): BusinessHandling {
  return HANDLINGS[type];
}
