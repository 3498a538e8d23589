import { BUSINESS_TYPES, type Initiator } from '../../domain/application/business-type.js';
import type { Actor } from '../../domain/authority/actor.js';

/** A condition on table `application` with alias `a`; its only parameter is `$1`. */
export interface ScopeCondition {
  readonly sql: string;
  readonly parameter: string | null;
}

/** Whose applications an actor sees: those about him, those of his unit, a draft only its initiator's side, those that reached his department (R1). */
export function applicationScope(actor: Actor): ScopeCondition {
  if (actor.role === 'EMPLOYEE')
    return { sql: `a.employee_id = $1 and ${visibleTo('EMPLOYEE')}`, parameter: actor.employeeId };
  if (actor.role === 'AUDITOR') return { sql: '$1::uuid is null', parameter: null };
  if (actor.unitId !== null)
    return { sql: `a.unit_id = $1 and ${visibleTo('UNIT')}`, parameter: actor.unitId };
  return {
    sql: 'exists (select 1 from review_task s where s.application_id = a.id and s.department_id = $1)',
    parameter: actor.departmentId,
  };
}

/** SQL that is true of a column with a unit that the department `$1` supervises, by any of its permissions (R1). */
export function supervisedUnit(column: string): string {
  return `exists (select from business_permission p
    where p.unit_id = ${column} and p.supervising_department_id = $1)`;
}

function visibleTo(side: Initiator): string {
  const own = Object.entries(BUSINESS_TYPES).filter(([, { initiator }]) => initiator === side);
  return `(a.status <> 'DRAFT' or a.type in (${own.map(([type]) => `'${type}'`).join(', ')}))`;
}
