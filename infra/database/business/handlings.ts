import type { BusinessType } from '../../../domain/application/business-type.js';
import { elevated } from '../row-scope.js';
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

const HANDLINGS_ACROSS_TENANTS = Object.fromEntries(
  Object.entries(HANDLINGS).map(([type, handling]) => [type, acrossTenants(handling)]),
);

/** Judges by everything that the platform holds about a person and a unit: a rule that misses a row would let pass (ADR 11). */
export function handlingOf(type: BusinessType): BusinessHandling {
  const handling = HANDLINGS_ACROSS_TENANTS[type];
  if (handling === undefined) throw new Error(`no handling of ${type}`);
  return handling;
}

function acrossTenants(handling: BusinessHandling): BusinessHandling {
  const look = <T>(work: () => Promise<T>): Promise<T> => elevated('BUSINESS_RULES', work);
  const { unitLevel } = handling;
  return {
    judgeDraft: (...of) => look(() => handling.judgeDraft(...of)),
    judgeSubmission: (...of) => look(() => handling.judgeSubmission(...of)),
    declare: (...of) => look(async () => (await handling.declare?.(...of)) ?? {}),
    supervisingDepartment: (...of) => look(() => handling.supervisingDepartment(...of)),
    newDepartment: (application) => handling.newDepartment?.(application) ?? null,
    freeze: (...of) => look(() => handling.freeze(...of)),
    unitLevel: unitLevel && {
      judge: (...of) => look(() => unitLevel.judge(...of)),
      complete: (...of) => look(() => unitLevel.complete(...of)),
    },
  };
}
