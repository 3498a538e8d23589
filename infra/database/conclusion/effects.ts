import type { BusinessType } from '../../../domain/application/business-type.js';
import type { Effect } from './conclusion-effect.js';
import { extendPermit } from './extend-permit.js';
import { grantPermit } from './grant-permit.js';
import { transferPermit } from './transfer-permit.js';
import { cancelPermission, changeUnit, moveToDepartment, openPermission } from './unit-effects.js';

/** What an approval does, by business type (domain.md §4.5 "Type effects"). */
const EFFECTS: Partial<Record<BusinessType, Effect>> = {
  NEW: grantPermit,
  RENEWAL: extendPermit,
  EMPLOYER_CHANGE: transferPermit,
  PERMISSION_APPLY: openPermission,
  PERMISSION_CANCEL: cancelPermission,
  SUPERVISING_DEPT_CHANGE: moveToDepartment,
  UNIT_INFO_CHANGE: changeUnit,
};

/** The effect of a business type; a type without one cannot be submitted. */
export function conclusionEffect(type: BusinessType): Effect {
  const effect = EFFECTS[type];
  if (effect === undefined) throw new Error(`no conclusion is defined for ${type}`);
  return effect;
}
