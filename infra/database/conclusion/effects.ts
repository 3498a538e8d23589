import type { BusinessType } from '../../../domain/application/business-type.js';
import type { Effect } from './conclusion-effect.js';
import { changeFace, confirmPersonData } from './change-person.js';
import { extendPermit } from './extend-permit.js';
import { grantPermit } from './grant-permit.js';
import { changeEmployer } from './transfer-permit.js';
import { cancelPermission, changeUnit, moveToDepartment, openPermission } from './unit-effects.js';

/** What an approval does, by business type (domain.md §4.5 "Type effects"). */
const EFFECTS: Readonly<Record<BusinessType, Effect>> = {
  NEW: grantPermit,
  RENEWAL: extendPermit,
  EMPLOYER_CHANGE: changeEmployer,
  BASIC_INFO_CHANGE: changeFace,
  BUSINESS_INFO_CHANGE: confirmPersonData,
  PERMISSION_APPLY: openPermission,
  PERMISSION_CANCEL: cancelPermission,
  SUPERVISING_DEPT_CHANGE: moveToDepartment,
  UNIT_INFO_CHANGE: changeUnit,
};

export function conclusionEffect(type: BusinessType): Effect {
  return EFFECTS[type];
}
