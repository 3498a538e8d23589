import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ReviewRoutes } from '../../domain/application/review-route.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import type { Decision } from '../../domain/refusal.js';
import { DepartmentRow } from './entities/department.entity.js';
import type { FactContext } from './fact-transaction.js';
import { accepted, Refused } from './refused.js';

/** What is published by department, version and day: a table, and what a version in it holds. */
interface ReferenceKind<Content> {
  readonly table: 'policy_version' | 'route_version';
  readonly column: 'parameters' | 'routes';
  readonly action: string;
  readonly read: (stored: Partial<Content>) => Content;
}

export const POLICY_REFERENCE: ReferenceKind<Policy> = {
  table: 'policy_version',
  column: 'parameters',
  action: 'policy.publish',
  read: (stored) => ({ ...DEFAULT_POLICY, ...stored }),
};
export const ROUTE_REFERENCE: ReferenceKind<ReviewRoutes> = {
  table: 'route_version',
  column: 'routes',
  action: 'reviewRoute.publish',
  read: (stored) => stored as ReviewRoutes, // always written whole
};

export interface ReferencePublication {
  /** Null: the city's, for every department without one of its own. */
  readonly departmentId: string | null;
  readonly effectiveFrom: PlainDate;
  readonly reason: string;
}

export interface ReferenceVersionRecord<Content> {
  readonly version: number;
  readonly departmentId: string | null;
  readonly departmentName: string | null;
  readonly effectiveFrom: string;
  readonly reason: string;
  readonly publishedAt: Date;
  readonly publishedByName: string | null;
  readonly content: Content;
}

const LISTED = 100;

/**
 * A new whole version: the newest of the department, else the city's, with the change. Versions are made one after the
 * other, so that none begins with a state that another one has left. Gives its id.
 */
export async function publishReference<Content extends object>(
  { manager, actor, now, audit }: FactContext,
  kind: ReferenceKind<Content>,
  { departmentId, effectiveFrom, reason }: ReferencePublication,
  changed: (base: Content) => Decision<Content>,
  change: object,
): Promise<string> {
  await manager.query('select pg_advisory_xact_lock(hashtext($1))', [kind.table]);
  if (departmentId !== null && !(await manager.existsBy(DepartmentRow, { id: departmentId }))) {
    throw Refused.because('FORBIDDEN_SCOPE', {}, '/departmentId');
  }
  const [base] = await versions(
    manager,
    kind,
    `where v.department_id is null or v.department_id = $1
     order by (v.department_id is not null) desc, v.effective_from desc, v.version desc limit 1`,
    [departmentId],
  );
  if (base === undefined) throw new Error(`${kind.table} is empty`);
  const content = accepted(changed(base.content));
  const id = randomUUID();
  const [{ version }] = await manager.query<[{ version: number }]>(
    `insert into ${kind.table} (version, id, department_id, effective_from, ${kind.column}, reason, published_at, published_by)
     select max(version) + 1, $1, $2, $3, $4::jsonb, $5, $6, $7 from ${kind.table} returning version`,
    [id, departmentId, effectiveFrom, JSON.stringify(content), reason, now.at, actor.accountId],
  );
  await audit({
    action: kind.action,
    entity: kind.table,
    entityId: id,
    before: { version: base.version },
    after: { version, departmentId, effectiveFrom, change },
    reason,
  });
  return id;
}

/** The newest 100, newest first; a department's own and the city's, or all. */
export function listReferenceVersions<Content>(
  manager: EntityManager,
  kind: ReferenceKind<Content>,
  departmentId: string | null,
): Promise<ReferenceVersionRecord<Content>[]> {
  return versions(
    manager,
    kind,
    `where $1::uuid is null or v.department_id is null or v.department_id = $1 order by v.version desc limit $2`,
    [departmentId, LISTED],
  );
}

export async function readReferenceVersion<Content>(
  manager: EntityManager,
  kind: ReferenceKind<Content>,
  id: string,
): Promise<ReferenceVersionRecord<Content>> {
  const [row] = await versions(manager, kind, 'where v.id = $1', [id]);
  if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

async function versions<Content>(
  manager: EntityManager,
  { table, column, read }: ReferenceKind<Content>,
  condition: string,
  parameters: readonly unknown[],
): Promise<ReferenceVersionRecord<Content>[]> {
  const rows = await manager.query<ReferenceVersionRecord<Partial<Content>>[]>(
    `select v.version, v.department_id as "departmentId", d.name as "departmentName",
            to_char(v.effective_from, 'YYYY-MM-DD') as "effectiveFrom", v.reason, v.published_at as "publishedAt",
            a.person_name as "publishedByName", v.${column} as content
       from ${table} v left join department d on d.id = v.department_id
       left join account a on a.id = v.published_by ${condition}`,
    [...parameters],
  );
  return rows.map((row) => ({ ...row, content: read(row.content) }));
}
