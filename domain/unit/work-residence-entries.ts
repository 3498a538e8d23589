import type { BusinessType, PermitType } from '../application/business-type.js';
import { entryRefusals, type UnitEntryFacts } from '../application/entry-checks.js';
import type { Refusal } from '../refusal.js';
import { isPermissionActive } from './permission-lifecycle.js';

interface WorkResidenceEntryTraits {
  readonly label: string;
  /** What is begun there; null: what is there may be read, and what runs is not stopped (domain.md §7.1). */
  readonly begins: BusinessType | null;
  /** Only the right for this kind of permit opens it (domain.md §5). */
  readonly permitType?: PermitType;
}

/** 可办业务列表 in its order. Source: domain.md §11 S-13. */
export const WORK_RESIDENCE_ENTRIES = {
  UNIT_REVIEW: { label: '审批员工证件申请', begins: null },
  RENEWAL: { label: '办理员工证件续签', begins: 'RENEWAL' },
  EMPLOYEE_APPLICATIONS: { label: '查询员工业务申请', begins: null },
  UNIT_APPLICATIONS: { label: '查询单位业务申请', begins: null },
  SUPERVISING_DEPT_CHANGE: {
    label: '单位主管部门变更',
    begins: 'SUPERVISING_DEPT_CHANGE',
    permitType: 'BEIJING_WORK_RESIDENCE',
  },
  EMPLOYER_CHANGE: { label: '待办理聘用单位变更员工', begins: 'EMPLOYER_CHANGE' },
} as const satisfies Readonly<Record<string, WorkResidenceEntryTraits>>;
export type WorkResidenceEntry = keyof typeof WORK_RESIDENCE_ENTRIES;
export const WORK_RESIDENCE_ENTRY_CODES = Object.freeze([
  'UNIT_REVIEW',
  'RENEWAL',
  'EMPLOYEE_APPLICATIONS',
  'UNIT_APPLICATIONS',
  'SUPERVISING_DEPT_CHANGE',
  'EMPLOYER_CHANGE',
] as const satisfies readonly WorkResidenceEntry[]);

export interface WorkResidenceFacts {
  readonly profileComplete: boolean;
  readonly restrictionReasons: readonly string[];
  /** By kind of permit; only those that were ever applied for. */
  readonly permissions: Readonly<Partial<Record<PermitType, NonNullable<UnitEntryFacts['permission']>>>>;
}

/** Everything that closes an entry to the unit; nothing: it is open. Source: domain.md §7.1, §11 S-13. */
export function entryClosedBy(entry: WorkResidenceEntry, facts: WorkResidenceFacts): readonly Refusal[] {
  const { begins, permitType }: WorkResidenceEntryTraits = WORK_RESIDENCE_ENTRIES[entry];
  return begins === null ? [] : closedBy(begins, facts, permitType);
}

/** The same for business of one kind with a permit of one kind. */
export function businessClosedBy(
  type: BusinessType,
  permitType: PermitType,
  facts: WorkResidenceFacts,
): readonly Refusal[] {
  return closedBy(type, facts, permitType);
}

function closedBy(type: BusinessType, facts: WorkResidenceFacts, permitType?: PermitType): Refusal[] {
  const { profileComplete, restrictionReasons, permissions } = facts;
  const held = permitType === undefined ? Object.values(permissions) : [permissions[permitType] ?? null];
  const permission = held.find((each) => each !== null && isPermissionActive(each.status)) ?? held[0] ?? null;
  return entryRefusals({
    type,
    signedIn: true,
    accountDisabled: false,
    restrictionReasons,
    unit: { profileComplete, permission },
  });
}
