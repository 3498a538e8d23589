import type { EntityManager } from 'typeorm';
import { IN_FLIGHT_STATUSES } from '../../domain/application/lifecycle.js';
import type { Actor } from '../../domain/authority/actor.js';
import type { AssociationStatus } from '../../domain/employee/association-lifecycle.js';
import type { PermitStatus } from '../../domain/permit/lifecycle.js';
import { associationScope, scopedRow } from './actor-scope.js';
import { AssociationRow } from './entities/employee.entity.js';
import { namedLike } from './name-search.js';
import { Refused } from './refused.js';

/** One link with the person, the current contract and the newest permit, a live one first. */
export interface AssociationListRow {
  readonly id: string;
  readonly unit_id: string;
  readonly unit_name: string;
  readonly employee_id: string;
  readonly status: AssociationStatus;
  readonly requested_at: Date;
  readonly decided_at: Date | null;
  readonly reject_reason: string | null;
  readonly ended_on: string | null;
  readonly leave_date: string | null;
  readonly release_requested_at: Date | null;
  readonly name: string;
  readonly sex: string;
  readonly id_type: string;
  readonly id_no_sealed: string;
  readonly phone_sealed: string;
  readonly contract_position: string | null;
  readonly contract_start: string | null;
  readonly contract_end: string | null;
  readonly scan_file_id: string | null;
  readonly permit_no: string | null;
  readonly permit_status: PermitStatus | null;
  readonly permit_until: string | null;
  readonly version: number;
}

export interface AssociationFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly statuses: readonly AssociationStatus[];
  /** Part of the name, its pinyin or its initials. */
  readonly name: string | null;
  /** Blind indexes, of the whole number for every type of document and of its last four. */
  readonly idNo: { readonly whole: readonly string[]; readonly tail: string } | null;
  readonly requestedFrom: Date | null;
  readonly requestedBefore: Date | null;
}

export interface ApplicationInProgress {
  readonly id: string;
  readonly applicationNo: string;
  readonly type: string;
  readonly status: string;
  readonly submittedAt: Date | null;
}

/** Of the links that a table or a page of them has, as `s`. */
const selection = (links: string): string => `
  select s.id, s.unit_id, u.name as unit_name, s.employee_id, s.status, s.requested_at, s.decided_at, s.reject_reason,
         to_char(s.ended_on, 'YYYY-MM-DD') as ended_on, to_char(s.leave_date, 'YYYY-MM-DD') as leave_date,
         s.release_requested_at, e.name, e.sex, e.id_type, e.id_no_sealed, e.phone_sealed,
         c.position as contract_position, to_char(c.start_date, 'YYYY-MM-DD') as contract_start,
         to_char(c.end_date, 'YYYY-MM-DD') as contract_end, c.scan_file_id, p.permit_no, p.status as permit_status,
         to_char(p.valid_until, 'YYYY-MM-DD') as permit_until, s.version
    from ${links} s join employee e on e.id = s.employee_id join unit u on u.id = s.unit_id
    left join labor_contract c on c.association_id = s.id and c.is_current
    left join lateral (select permit_no, status, valid_until from permit
                        where employee_id = s.employee_id
                        order by status in ('VALID', 'SUSPENDED') desc, valid_until desc limit 1) p on true`;

/** The link, or FORBIDDEN_SCOPE unless it is the actor's (R1). */
export function associationInScope(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<AssociationRow> {
  return scopedRow(manager, AssociationRow, 's', associationScope(actor), id);
}

/** With person, contract and permit, or FORBIDDEN_SCOPE unless the link is the actor's and its person is his to see. */
export function readAssociationOf(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<AssociationListRow> {
  const { sql, parameter } = associationScope(actor);
  return readLink(manager, `(${sql}) and s.id = $2`, [parameter, id]);
}

/** The same of one that the actor has acted on. */
export function readAssociation(manager: EntityManager, id: string): Promise<AssociationListRow> {
  return readLink(manager, 's.id = $1', [id]);
}

async function readLink(
  manager: EntityManager,
  condition: string,
  parameters: unknown[],
): Promise<AssociationListRow> {
  const [row] = await manager.query<AssociationListRow[]>(
    `${selection('association')} where ${condition}`,
    parameters,
  );
  if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

/** All links of the actor, newest first. */
export function ownAssociations(manager: EntityManager, actor: Actor): Promise<AssociationListRow[]> {
  const scope = associationScope(actor);
  return manager.query<AssociationListRow[]>(
    `${selection('association')} where (${scope.sql}) order by s.requested_at desc, s.id desc`,
    [scope.parameter],
  );
}

/** Newest first, by keyset; one row more than asked tells that there is more. Persons are read of the page only. */
export function associationsOfUnit(
  manager: EntityManager,
  actor: Actor,
  filter: AssociationFilter,
): Promise<AssociationListRow[]> {
  const scope = associationScope(actor);
  const parameters: unknown[] = [
    scope.parameter,
    filter.limit + 1,
    [...filter.statuses],
    filter.after?.at ?? null,
    filter.after?.id ?? null,
    filter.idNo === null ? null : [...filter.idNo.whole],
    filter.idNo?.tail ?? null,
    filter.requestedFrom,
    filter.requestedBefore,
  ];
  const named = filter.name === null ? 'true' : namedLike('PERSON', 's.employee_id', filter.name, parameters);
  const paged = `(select s.* from association s
      where (${scope.sql}) and s.status = any($3)
        and ($4::timestamptz is null or (s.requested_at, s.id) < ($4, $5::uuid))
        and ($6::text[] is null or s.employee_id in (
              select id from employee where id_no_index = any($6) or id_no_tail_index = $7))
        and ($8::timestamptz is null or s.requested_at >= $8)
        and ($9::timestamptz is null or s.requested_at < $9)
        and ${named}
      order by s.requested_at desc, s.id desc limit $2)`;
  return manager.query<AssociationListRow[]>(
    `${selection(paged)} order by s.requested_at desc, s.id desc`,
    parameters,
  );
}

/** Releases that a department's units have not answered, newest first, by keyset. */
export function unansweredReleases(
  manager: EntityManager,
  actor: Actor,
  { limit, after }: Pick<AssociationFilter, 'limit' | 'after'>,
): Promise<AssociationListRow[]> {
  const scope = associationScope(actor);
  return manager.query<AssociationListRow[]>(
    `${selection('association')}
      where s.status = 'ACTIVE' and s.release_requested_at is not null and (${scope.sql})
        and ($3::timestamptz is null or (s.release_requested_at, s.id) < ($3, $4::uuid))
      order by s.release_requested_at desc, s.id desc limit $2`,
    [scope.parameter, limit + 1, after?.at ?? null, after?.id ?? null],
  );
}

/** 在办业务 of an employee at a unit. */
export function applicationsInProgress(
  manager: EntityManager,
  { unit_id: unitId, employee_id: employeeId }: AssociationListRow,
): Promise<ApplicationInProgress[]> {
  return manager.query<ApplicationInProgress[]>(
    `select id, application_no as "applicationNo", type, status, submitted_at as "submittedAt" from application
      where employee_id = $1 and unit_id = $2 and status = any($3) order by created_at desc, id desc`,
    [employeeId, unitId, [...IN_FLIGHT_STATUSES]],
  );
}
