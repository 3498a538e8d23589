import { decide, refusal, refuse, type Decision, type Refusal } from '../refusal.js';
import type { Actor } from './actor.js';
import { mayInvite, type DepartmentLevel, type DepartmentRole } from './invitation.js';
import { DEPARTMENT_ROLES, type Role } from './roles.js';

/** Accounts that members' management knows: departments' and, for operators, their own kind and auditors. */
export const STAFF_ROLES = [
  ...DEPARTMENT_ROLES,
  'SYSTEM_OPERATOR',
  'AUDITOR',
] as const satisfies readonly Role[];
export type StaffRole = (typeof STAFF_ROLES)[number];

export interface Member {
  readonly accountId: string;
  readonly role: Role;
  readonly active: boolean;
  /** Null for operators and auditors. */
  readonly department: { readonly id: string; readonly level: DepartmentLevel } | null;
}

export type MemberChange =
  | { readonly kind: 'ROLE'; readonly role: DepartmentRole }
  | { readonly kind: 'DISABLE' | 'ENABLE' | 'RESET_SECOND_FACTOR' };

/** Whether somebody signs in with a second factor. Source: domain.md §12. */
export function isStaff(role: Role): role is StaffRole {
  return STAFF_ROLES.some((each) => each === role);
}

/**
 * An administrator changes members of his own department, an operator any; nobody himself, and a department keeps one
 * active administrator. `otherAdministrators` counts the active ones of the member's department beside him.
 * Source: domain.md §2 DEPARTMENT_ADMIN, issue 6 S-20.
 */
export function mayChangeMember(
  actor: Pick<Actor, 'accountId' | 'role' | 'departmentId'>,
  member: Member | null,
  change: MemberChange,
  otherAdministrators: number,
): Decision<true> {
  if (member === null || !isInScope(actor, member)) return refuse('FORBIDDEN_SCOPE');
  if (member.accountId === actor.accountId)
    return refuse('STATE_NOT_ALLOWED', { detail: '不能变更本人的账号' });
  const refusals: Refusal[] = [];
  if (change.kind === 'ROLE') refusals.push(...roleFaults(actor, member, change.role));
  if (change.kind === 'DISABLE' && !member.active) refusals.push(noChange('账号已停用'));
  if (change.kind === 'ENABLE' && member.active) refusals.push(noChange('账号已启用'));
  const endsAdministration =
    change.kind === 'DISABLE' || (change.kind === 'ROLE' && change.role !== 'DEPARTMENT_ADMIN');
  const isLastAdministrator =
    member.role === 'DEPARTMENT_ADMIN' && member.active && otherAdministrators === 0;
  if (endsAdministration && isLastAdministrator) {
    refusals.push(refusal('STATE_NOT_ALLOWED', { detail: '部门须保留至少一名有效的管理员' }));
  }
  return decide(refusals, true);
}

/** Whose accounts an actor may see and change; operators and auditors have no department and are the operators'. */
function isInScope(actor: Pick<Actor, 'role' | 'departmentId'>, member: Member): boolean {
  if (!isStaff(member.role)) return false;
  if (actor.role === 'SYSTEM_OPERATOR') return true;
  return member.department !== null && member.department.id === actor.departmentId;
}

function roleFaults(
  actor: Pick<Actor, 'role' | 'departmentId'>,
  { role: current, department }: Member,
  role: DepartmentRole,
): readonly Refusal[] {
  if (department === null) return [refusal('STATE_NOT_ALLOWED', { detail: '该账号不属于部门' })];
  if (current === role) return [refusal('NO_CHANGE', {}, '/role')];
  const decision = mayInvite(actor, role, department);
  return decision.accepted ? [] : decision.refusals;
}

function noChange(detail: string): Refusal {
  return refusal('STATE_NOT_ALLOWED', { detail });
}
