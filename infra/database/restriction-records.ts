import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import {
  restrictionReasons,
  type RestrictedService,
  type Restriction,
} from '../../domain/unit/restriction.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { personIndexes } from '../personal-data/person-index.js';
import { assertInScope, restrictionScope } from './actor-scope.js';
import { RestrictionRow } from './entities/restriction.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

export type SubjectKind = 'UNIT' | 'EMPLOYEE';

export interface RestrictionSubject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** Whose restrictions count: those of the unit and of the person, where there is one. */
export interface RestrictionHolder {
  readonly unitId: string | null;
  readonly employeeId: string | null;
}

export interface RestrictionListRow {
  readonly id: string;
  readonly unit_id: string | null;
  readonly employee_id: string | null;
  readonly subject_name: string;
  /** Null for a person. */
  readonly uscc: string | null;
  /** Null for a unit. */
  readonly id_no_sealed: string | null;
  readonly service: RestrictedService;
  readonly reason: string;
  readonly from_day: string;
  readonly to_day: string | null;
  readonly created_at: Date;
  readonly created_by_name: string | null;
  readonly lifted_at: Date | null;
  readonly lift_reason: string | null;
}

export interface RestrictionFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly subjectKind: SubjectKind | null;
  readonly currentOn: PlainDate | null;
}

const SELECTION = `
  select r.id, r.unit_id, r.employee_id, coalesce(u.name, e.name) as subject_name, u.uscc, e.id_no_sealed, r.service, r.reason,
         to_char(r.from_day, 'YYYY-MM-DD') as from_day, to_char(r.to_day, 'YYYY-MM-DD') as to_day, r.created_at,
         a.person_name as created_by_name, r.lifted_at, r.lift_reason
    from restriction r left join unit u on u.id = r.unit_id left join employee e on e.id = r.employee_id
    left join account a on a.id = r.created_by`;

/** The subject that a code or number names; null: nobody, or a number that two kinds of document share. */
export async function findSubject(
  manager: EntityManager,
  personalData: PersonalData,
  named: { readonly uscc: string } | { readonly idNo: string },
): Promise<RestrictionSubject | null> {
  const isUnit = 'uscc' in named;
  const keys = isUnit ? [named.uscc] : personIndexes(personalData, named.idNo);
  const found = await manager.query<{ id: string }[]>(
    isUnit
      ? 'select id from unit where uscc = any($1)'
      : 'select id from employee where id_no_index = any($1)',
    [keys],
  );
  const [only] = found;
  return found.length === 1 && only !== undefined
    ? { kind: isUnit ? 'UNIT' : 'EMPLOYEE', id: only.id }
    : null;
}

/** FORBIDDEN_SCOPE for a subject that is not there or that the actor's department does not supervise (R1). */
export async function assertSubjectInScope(
  manager: EntityManager,
  actor: Actor,
  { kind, id }: RestrictionSubject,
): Promise<void> {
  const subject =
    kind === 'UNIT'
      ? '(select id, id as unit_id, null::uuid as employee_id from unit) r'
      : '(select id, null::uuid as unit_id, id as employee_id from employee) r';
  await assertInScope(manager, subject, restrictionScope(actor), id);
}

/** Gives the id. */
export async function recordRestriction(
  { manager, actor, now, audit }: FactContext,
  { kind, id: subjectId }: RestrictionSubject,
  { service, reason, from, to }: Omit<Restriction, 'lifted'>,
): Promise<string> {
  const id = randomUUID();
  await manager.insert(RestrictionRow, {
    id,
    createdAt: now.at,
    updatedAt: now.at,
    unitId: kind === 'UNIT' ? subjectId : null,
    employeeId: kind === 'EMPLOYEE' ? subjectId : null,
    service,
    reason,
    fromDay: from,
    toDay: to,
    createdBy: actor.accountId,
  });
  const after = { subjectKind: kind, subjectId, service, from, to };
  await audit({ action: 'restriction.set', entity: 'restriction', entityId: id, after, reason });
  return id;
}

/** The row, locked; of two who lift it the second reads that it is lifted. */
export async function lockRestriction(manager: EntityManager, id: string): Promise<RestrictionRow> {
  return manager.findOneOrFail(RestrictionRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

export async function recordLifting(
  { manager, actor, now, audit }: FactContext,
  { id, version }: RestrictionRow,
  reason: string,
): Promise<void> {
  const columns = {
    liftedAt: now.at,
    liftedBy: actor.accountId,
    liftReason: reason,
    updatedAt: now.at,
    version: version + 1,
  };
  const { affected } = await manager.update(RestrictionRow, { id, version }, columns);
  if (affected !== 1) throw Refused.because('VERSION_CONFLICT', { version });
  await audit({ action: 'restriction.lift', entity: 'restriction', entityId: id, reason });
}

export async function readRestriction(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<RestrictionListRow> {
  const scope = restrictionScope(actor);
  const sql = `${SELECTION} where (${scope.sql}) and r.id = $2`;
  const [row] = await manager.query<RestrictionListRow[]>(sql, [scope.parameter, id]);
  if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

/** Newest first, by keyset; one row more than asked tells that there is more. */
export function listRestrictions(
  manager: EntityManager,
  actor: Actor,
  { limit, after, subjectKind, currentOn }: RestrictionFilter,
): Promise<RestrictionListRow[]> {
  const scope = restrictionScope(actor);
  return manager.query<RestrictionListRow[]>(
    `${SELECTION}
      where (${scope.sql}) and ($3::timestamptz is null or (r.created_at, r.id) < ($3, $4::uuid))
        and ($5::text is null or ($5 = 'UNIT') = (r.unit_id is not null))
        and ($6::date is null or (r.lifted_at is null and (r.to_day is null or r.to_day >= $6)))
      order by r.created_at desc, r.id desc limit $2`,
    [scope.parameter, limit + 1, after?.at ?? null, after?.id ?? null, subjectKind, currentOn],
  );
}

/** All of unit and person that are not lifted, oldest first. */
export async function restrictionsOf(
  manager: EntityManager,
  { unitId, employeeId }: RestrictionHolder,
): Promise<Restriction[]> {
  const rows = await manager.query<RestrictionListRow[]>(
    `${SELECTION} where (r.unit_id = $1 or r.employee_id = $2) and r.lifted_at is null order by r.created_at, r.id`,
    [unitId, employeeId],
  );
  return rows.map(restrictionOf);
}

/** Why the work-residence permit is closed to unit or person today; for the entry checks (domain.md §7.1). */
export async function permitRestrictionReasons(
  manager: EntityManager,
  holder: RestrictionHolder,
  today: PlainDate,
): Promise<string[]> {
  return restrictionReasons(await restrictionsOf(manager, holder), 'WORK_RESIDENCE_PERMIT', today);
}

export function restrictionOf(
  row: Pick<RestrictionListRow, 'service' | 'reason' | 'from_day' | 'to_day' | 'lifted_at'>,
): Restriction {
  return {
    service: row.service,
    reason: row.reason,
    from: knownDate(row.from_day),
    to: row.to_day === null ? null : knownDate(row.to_day),
    lifted: row.lifted_at !== null,
  };
}
