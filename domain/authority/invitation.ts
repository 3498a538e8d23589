import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import type { Actor } from './actor.js';
import type { DEPARTMENT_ROLES } from './roles.js';

export type DepartmentRole = (typeof DEPARTMENT_ROLES)[number];
export type DepartmentLevel = 'DISTRICT' | 'MUNICIPAL' | 'CENTRE';

const EVERY_LEVEL: readonly DepartmentLevel[] = ['DISTRICT', 'MUNICIPAL', 'CENTRE'];
/** Where a role has tasks: the routes give district roles to districts and the centre, the rest to the city (domain.md §5). */
const LEVELS_OF_ROLE: Readonly<Record<DepartmentRole, readonly DepartmentLevel[]>> = {
  DISTRICT_FIRST_REVIEWER: ['DISTRICT', 'CENTRE'],
  DISTRICT_SECOND_REVIEWER: ['DISTRICT', 'CENTRE'],
  MUNICIPAL_REVIEWER: ['MUNICIPAL'],
  FINAL_APPROVER: ['MUNICIPAL'],
  DEPARTMENT_ADMIN: EVERY_LEVEL,
};

/** An administrator invites into his own department, an operator into any. Source: domain.md §12. */
export function mayInvite(
  actor: Pick<Actor, 'role' | 'departmentId'>,
  role: DepartmentRole,
  department: { readonly id: string; readonly level: DepartmentLevel } | null,
): Decision<true> {
  const inScope =
    department !== null && (actor.role === 'SYSTEM_OPERATOR' || actor.departmentId === department.id);
  if (!inScope) return decide([refusal('FORBIDDEN_SCOPE')], true);
  const refusals: Refusal[] = [];
  if (!LEVELS_OF_ROLE[role].includes(department.level)) {
    refusals.push(refusal('VALIDATION_FAILED', { detail: '该角色不属于此级部门' }, '/role'));
  }
  return decide(refusals, true);
}
