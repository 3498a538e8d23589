import type { AttachmentCatalogue, AttachmentCode } from '../attachment/catalogue.js';
import { missingSlots, requiredSlots, slotNames } from '../attachment/required-slots.js';
import { sameDayYearsLater, type PlainDate } from '../calendar/plain-date.js';
import type { Policy } from '../policy.js';
import {
  isPermissionActive,
  type PermissionScope,
  type PermissionStatus,
} from '../unit/permission-lifecycle.js';
import type { PermitType } from './business-type.js';
import { rule, unknownRule, type EligibilityRule } from './eligibility.js';
import { entryRules, type ApplicationInFlight, type EntryFacts } from './entry-checks.js';
import type { UnitConfirmations } from './declarations.js';
import type { Hint } from './new-hints.js';

/** What decides about the business of a unit's right itself. */
export interface UnitBusinessFacts {
  readonly entry: EntryFacts;
  readonly permitType: PermitType;
  readonly today: PlainDate;
  /** Another application of the unit's right for this kind of permit (domain.md §4.5). */
  readonly inFlight: ApplicationInFlight | null;
  readonly permission: { readonly status: PermissionStatus; readonly scope: PermissionScope } | null;
  /** Of the department, in the version that the application keeps. */
  readonly catalogue: AttachmentCatalogue;
  readonly fileCounts: Readonly<Partial<Record<AttachmentCode, number>>>;
  /** Slots whose files were uploaded too long ago (T8). */
  readonly staleSlots: readonly AttachmentCode[];
}

export interface PermissionApplyFacts extends UnitBusinessFacts {
  readonly requestedScope: PermissionScope;
  readonly meetsNewConditions: boolean;
  readonly hasCommitmentLetter: boolean;
  /** CNY; null: not known. */
  readonly registeredCapital: number | null;
  readonly annualTax: number | null;
  readonly establishedOn: PlainDate | null;
}

export interface PermissionCancelFacts extends UnitBusinessFacts {
  /** Employees linked to the unit who hold a VALID permit of this kind. */
  readonly permitHolders: number;
  /** Numbers of the other applications in flight of this kind of permit, the employees' included. */
  readonly inFlightNos: readonly string[];
}

export interface DepartmentChangeFacts extends UnitBusinessFacts {
  readonly fromDepartmentId: string | null;
  readonly toDepartmentId: string;
  /** The district of the new department; null where it has none. */
  readonly toDistrict: string | null;
  readonly newTaxDistrict: string;
}

/** Every blocking rule of 申请业务办理权限. Source: domain.md §4.3, §7.2. */
export function permissionApplyRules(facts: PermissionApplyFacts): EligibilityRule[] {
  const { permission, requestedScope, meetsNewConditions, hasCommitmentLetter } = facts;
  const isUpgrade = permission?.scope === 'LIMITED' && requestedScope === 'FULL';
  const isOpen = permission !== null && !APPLICABLE.includes(permission.status);
  return [
    ...entryRules(facts.entry),
    unitFilesRule(facts, 'PERMISSION_APPLY'),
    requestedScope === 'FULL'
      ? rule('PERM_CONDITION_NOT_MET', meetsNewConditions)
      : rule('COMMITMENT_LETTER_MISSING', hasCommitmentLetter),
    rule('PERM_ALREADY_ACTIVE', facts.inFlight === null && (!isOpen || isOpenForUpgrade(facts, isUpgrade)), {
      status: permission?.status ?? null,
      applicationNo: facts.inFlight?.applicationNo ?? null,
    }),
  ];
}

/** What only advises the reviewers of 申请业务办理权限; not known: no hint. Source: domain.md §7.2, §7.6. */
export function permissionApplyHints(facts: PermissionApplyFacts, policy: Policy): Hint[] {
  const { registeredCapital, annualTax, establishedOn, today } = facts;
  const { newMinCapital, newMinAnnualTax, newMinTaxYears } = policy;
  const hints: (Hint | null)[] = [
    staleHint(facts),
    registeredCapital !== null && registeredCapital < newMinCapital
      ? { code: 'H-CAPITAL', facts: { minimum: newMinCapital } }
      : null,
    annualTax !== null && annualTax < newMinAnnualTax
      ? { code: 'H-TAX', facts: { minimum: newMinAnnualTax } }
      : null,
    establishedOn !== null && sameDayYearsLater(establishedOn, newMinTaxYears) > today
      ? { code: 'H-REGISTERED-1Y', facts: { establishedOn } }
      : null,
  ];
  return hints.filter((hint) => hint !== null);
}

/** Every blocking rule of 注销业务权限. Source: domain.md §4.3, §7.2. */
export function permissionCancelRules(facts: PermissionCancelFacts): EligibilityRule[] {
  return [
    ...entryRules(facts.entry),
    rule('PERM_CANCEL_HAS_EMPLOYEES', facts.permitHolders === 0, { count: facts.permitHolders }),
    rule('PERM_CANCEL_IN_FLIGHT', facts.inFlightNos.length === 0, { applicationNos: facts.inFlightNos }),
  ];
}

/** Every blocking rule of 单位主管部门变更. Source: domain.md §7.2. */
export function departmentChangeRules(
  facts: DepartmentChangeFacts,
  { selfChecked }: UnitConfirmations,
): EligibilityRule[] {
  const { fromDepartmentId, toDepartmentId, toDistrict, newTaxDistrict } = facts;
  return [
    ...entryRules(facts.entry),
    fromDepartmentId === null
      ? unknownRule('DEPT_SAME')
      : rule('DEPT_SAME', fromDepartmentId !== toDepartmentId),
    rule('DEPT_TAX_DISTRICT', newTaxDistrict === toDistrict, { newTaxDistrict, toDistrict }),
    unitFilesRule(facts, 'SUPERVISING_DEPT_CHANGE'),
    rule('DEPT_IN_FLIGHT', facts.inFlight === null, { applicationNo: facts.inFlight?.applicationNo ?? null }),
    rule('UNIT_SELF_CHECK_REQUIRED', selfChecked),
  ];
}

/** H-STALE with the slots that were uploaded in an earlier year or before a change. Source: domain.md §7.6. */
export function staleHint({ staleSlots }: Pick<UnitBusinessFacts, 'staleSlots'>): Hint | null {
  return staleSlots.length === 0 ? null : { code: 'H-STALE', facts: { names: slotNames(staleSlots) } };
}

/** Where a right is applied for; RETURNED and PENDING are those of the application itself. */
const APPLICABLE: readonly PermissionStatus[] = [
  'NOT_OPENED',
  'REJECTED',
  'CANCELLED',
  'PENDING',
  'RETURNED',
];

function isOpenForUpgrade({ permission }: UnitBusinessFacts, isUpgrade: boolean): boolean {
  return isUpgrade && permission !== null && isPermissionActive(permission.status);
}

function unitFilesRule(
  { permitType, fileCounts, catalogue }: UnitBusinessFacts,
  purpose: 'PERMISSION_APPLY' | 'SUPERVISING_DEPT_CHANGE',
): EligibilityRule {
  const required = requiredSlots(
    purpose,
    { permitType, holdsProfessionalTitle: false, hasFamilyMembers: false },
    catalogue,
  );
  const missing = missingSlots(required, fileCounts, catalogue);
  return rule('UNIT_ATTACHMENT_MISSING', missing.length === 0, { names: slotNames(missing), codes: missing });
}
