import type { Actor } from '../../domain/authority/actor.js';

/** A condition on table `application` with alias `a`; its only parameter is `$1`. */
export interface ScopeCondition {
  readonly sql: string;
  readonly parameter: string | null;
}

/** Whose applications an actor sees: his own, his unit's once submitted, those that reached his department (R1). */
export function applicationScope(actor: Actor): ScopeCondition {
  if (actor.role === 'EMPLOYEE') return { sql: 'a.employee_id = $1', parameter: actor.employeeId };
  if (actor.role === 'AUDITOR') return { sql: '$1::uuid is null', parameter: null };
  if (actor.unitId !== null)
    return {
      sql: `a.unit_id = $1 and (a.status <> 'DRAFT' or a.employee_id is null)`,
      parameter: actor.unitId,
    };
  return {
    sql: 'exists (select 1 from review_task s where s.application_id = a.id and s.department_id = $1)',
    parameter: actor.departmentId,
  };
}
