import { BUSINESS_TYPES, type Initiator } from '../../domain/application/business-type.js';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { Refused } from './refused.js';

/** The first wall before the rows of others (R1, ADR 11): a condition on an alias that each says; `$1` its only parameter. */
export interface ScopeCondition {
  readonly sql: string;
  readonly parameter: string | null;
}

const NOTHING: ScopeCondition = { sql: '$1::uuid is not null and false', parameter: null };
const EVERYTHING: ScopeCondition = { sql: '$1::uuid is null', parameter: null };

/** FORBIDDEN_SCOPE unless the table (with its alias) has the row in scope: a foreign and a missing one get the same answer. */
export async function assertInScope(
  manager: EntityManager,
  table: string,
  { sql, parameter }: ScopeCondition,
  id: string,
): Promise<void> {
  const alias = table.slice(table.lastIndexOf(' ') + 1);
  const found = await manager.query<unknown[]>(`select 1 from ${table} where (${sql}) and ${alias}.id = $2`, [
    parameter,
    id,
  ]);
  if (found.length === 0) throw Refused.because('FORBIDDEN_SCOPE');
}

/** As `assertInScope`, and gives the row, of an entity under the alias that the condition says. */
export async function scopedRow<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  alias: string,
  { sql, parameter }: ScopeCondition,
  id: string,
): Promise<Row> {
  const row = await manager
    .createQueryBuilder(entity, alias)
    .where(`(${sql.replaceAll('$1', ':scope')}) and ${alias}.id = :id`, { scope: parameter, id })
    .getOne();
  if (row === null) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

/** On `a`. Whose applications an actor sees: those about him, those of his unit, a draft only its initiator's side, those that reached his department (R1). */
export function applicationScope(actor: Actor): ScopeCondition {
  if (actor.role === 'EMPLOYEE')
    return { sql: `a.employee_id = $1 and ${visibleTo('EMPLOYEE')}`, parameter: actor.employeeId };
  if (actor.role === 'AUDITOR') return EVERYTHING;
  if (actor.unitId !== null)
    return { sql: `a.unit_id = $1 and ${visibleTo('UNIT')}`, parameter: actor.unitId };
  return {
    sql: 'exists (select 1 from review_task s where s.application_id = a.id and s.department_id = $1)',
    parameter: actor.departmentId,
  };
}

/** On `s`: the links of the person, of the unit, of the units that the department supervises. */
export function associationScope({ role, unitId, employeeId, departmentId }: Actor): ScopeCondition {
  if (role === 'EMPLOYEE') return { sql: 's.employee_id = $1', parameter: employeeId };
  if (unitId !== null) return { sql: 's.unit_id = $1', parameter: unitId };
  return departmentId === null ? NOTHING : { sql: supervisedUnit('s.unit_id'), parameter: departmentId };
}

/** On `c`: corrections of the person himself, and those that his department decides. */
export function correctionScope({ role, employeeId, departmentId }: Actor): ScopeCondition {
  if (role === 'EMPLOYEE') return { sql: 'c.employee_id = $1', parameter: employeeId };
  if (role === 'AUDITOR') return EVERYTHING;
  return departmentId === null ? NOTHING : { sql: 'c.department_id = $1', parameter: departmentId };
}

/** On `f`: the actor's own files, and the contract scans of his links and applications. */
export function fileScope({ role, unitId, employeeId }: Actor): ScopeCondition {
  const isPerson = role === 'EMPLOYEE';
  const column = isPerson ? 'employee_id' : 'unit_id';
  if (!isPerson && unitId === null) return NOTHING;
  return {
    sql: `(f.owner_kind = '${isPerson ? 'EMPLOYEE' : 'UNIT'}' and f.owner_id = $1)
      or (f.owner_kind = 'ASSOCIATION' and f.owner_id in (select id from association where ${column} = $1))
      or (f.owner_kind = 'APPLICATION' and f.owner_id in (select id from application where ${column} = $1))`,
    parameter: isPerson ? employeeId : unitId,
  };
}

/** On `t`: the review tasks of the actor's department. */
export function taskScope({ departmentId }: Actor): ScopeCondition {
  return departmentId === null ? NOTHING : { sql: 't.department_id = $1', parameter: departmentId };
}

/** On `r`, with `unit_id` or `employee_id`: what a department supervises, a person by the unit he is linked to; others all. */
export function restrictionScope({ role, departmentId }: Actor): ScopeCondition {
  if (role !== 'DEPARTMENT_ADMIN') return EVERYTHING;
  if (departmentId === null) return NOTHING;
  return {
    sql: `${supervisedUnit('r.unit_id')}
      or exists (select from association s
                  where s.employee_id = r.employee_id and s.status = 'ACTIVE' and ${supervisedUnit('s.unit_id')})`,
    parameter: departmentId,
  };
}

/** On `u`: the units that a department supervises; who belongs to none sees all. */
export function unitScope({ departmentId }: Actor): ScopeCondition {
  return departmentId === null ? EVERYTHING : { sql: supervisedUnit('u.id'), parameter: departmentId };
}

/** On `p`: the permits that a district supervises; null: all, to the city's office and to who belongs to none. */
export function permitScope(district: string | null): ScopeCondition {
  return district === null ? EVERYTHING : { sql: 'p.supervising_department_id = $1', parameter: district };
}

/** SQL that is true of a column with a unit that the department `$1` supervises, by any of its permissions (R1). */
function supervisedUnit(column: string): string {
  return `exists (select from business_permission p
    where p.unit_id = ${column} and p.supervising_department_id = $1)`;
}

function visibleTo(side: Initiator): string {
  const own = Object.entries(BUSINESS_TYPES).filter(([, { initiator }]) => initiator === side);
  return `(a.status <> 'DRAFT' or a.type in (${own.map(([type]) => `'${type}'`).join(', ')}))`;
}
