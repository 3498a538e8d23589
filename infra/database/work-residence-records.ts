import type { EntityManager } from 'typeorm';
import { PERMIT_TYPES, type BusinessType, type PermitType } from '../../domain/application/business-type.js';
import { IN_FLIGHT_STATUSES, type ApplicationStatus } from '../../domain/application/lifecycle.js';
import { addDays, knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import type { RenewalWindow } from '../../domain/permit/renewal-window.js';
import type { LateSubmission } from '../../domain/policy.js';
import { isProfileComplete, type UnitAccountStatus } from '../../domain/unit/account-lifecycle.js';
import type { WorkResidenceEntry, WorkResidenceFacts } from '../../domain/unit/work-residence-entries.js';
import type { BusinessInstant } from './business-clock.js';
import { namedLike } from './name-search.js';
import { windowsOfPermits } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';
import { permitRestrictionReasons } from './restriction-records.js';
import { readUnit, type PermissionRecord } from './unit-records.js';

/** What a unit sees on the home of 工作居住证 (domain.md §11 S-13). */
export interface WorkResidenceHome {
  readonly associationCode: string | null;
  readonly permissions: readonly PermissionRecord[];
  readonly facts: WorkResidenceFacts;
  readonly counts: Readonly<Record<WorkResidenceEntry, number>>;
}

/** A person of the unit with the permit, and what is in flight for him. */
export interface UnitPermitRow {
  readonly id: string;
  readonly permit_no: string;
  readonly permit_type: PermitType;
  readonly employee_id: string;
  readonly holder_name: string;
  readonly id_no_sealed: string;
  readonly valid_until: string;
  readonly term: number;
  readonly supervising_department_id: string;
  readonly application_id: string | null;
  readonly application_no: string | null;
  readonly application_type: BusinessType | null;
  readonly application_status: ApplicationStatus | null;
}

/** What a submission of the unit would meet today (domain.md §6.2). */
export interface WindowedUnitPermit extends UnitPermitRow {
  readonly window: RenewalWindow;
  readonly lateSubmission: LateSubmission;
}

/** Last days of validity, both included; null: no border. */
export interface ValidityRange {
  readonly from: PlainDate | null;
  readonly until: PlainDate | null;
}

export interface UnitPermitFilter {
  readonly limit: number;
  /** The instant is the beginning of the last shown permit's last day in UTC. */
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly validity: ValidityRange;
  /** Part of the holder's name, its pinyin or its initials. */
  readonly name: string | null;
}

/** Permits that live by their date, whatever a timer has written down. */
export type UnitPermitKind = 'VALID' | 'SUSPENDED';

/** VALID: held at the unit. SUSPENDED: of persons who work there now and wait for its 聘用单位变更. */
const OF_UNIT: Readonly<Record<UnitPermitKind, string>> = {
  VALID: `p.status = 'VALID' and p.unit_id = $1`,
  SUSPENDED: `p.status = 'SUSPENDED'`,
};
const LISTED = `from association s join permit p on p.employee_id = s.employee_id
  where s.unit_id = $1 and s.status = 'ACTIVE' and p.valid_until >= $2`;
const IN_FLIGHT = [...IN_FLIGHT_STATUSES];

export async function readWorkResidenceHome(
  manager: EntityManager,
  references: ReferenceRecords,
  unitId: string,
  now: BusinessInstant,
): Promise<WorkResidenceHome> {
  const { unit, permissions } = await readUnit(manager, unitId);
  const { renewalOpenDays } = await references.policyInForce(manager, { unitId });
  return {
    associationCode: unit.associationCode,
    permissions,
    facts: await workResidenceFacts(manager, { unitId, status: unit.accountStatus, permissions }, now.today),
    counts: await readCounts(manager, unitId, now.today, addDays(now.today, renewalOpenDays + 1)),
  };
}

/** What opens or closes the business of a unit (domain.md §7.1). */
export async function readWorkResidenceFacts(
  manager: EntityManager,
  unitId: string,
  today: PlainDate,
): Promise<WorkResidenceFacts> {
  const { unit, permissions } = await readUnit(manager, unitId);
  return workResidenceFacts(manager, { unitId, status: unit.accountStatus, permissions }, today);
}

async function workResidenceFacts(
  manager: EntityManager,
  {
    unitId,
    status,
    permissions,
  }: { unitId: string; status: string; permissions: readonly PermissionRecord[] },
  today: PlainDate,
): Promise<WorkResidenceFacts> {
  const known = permissions.filter(({ permit_type }) => Object.hasOwn(PERMIT_TYPES, permit_type));
  return {
    profileComplete: isProfileComplete(status as UnitAccountStatus),
    restrictionReasons: await permitRestrictionReasons(manager, { unitId, employeeId: null }, today),
    permissions: Object.fromEntries(known.map((each) => [each.permit_type, each])),
  };
}

/** One statement, over what is in flight and over the permits of the unit's people only. */
async function readCounts(
  manager: EntityManager,
  unitId: string,
  today: PlainDate,
  opensUntil: PlainDate,
): Promise<WorkResidenceHome['counts']> {
  const [row] = await manager.query<[Record<WorkResidenceEntry, number>]>(
    `with flight as (select type, status, employee_id from application where unit_id = $1 and status = any($4)),
          counted as (select (count(*) filter (where status = 'UNIT_REVIEW'))::int as waiting,
                             (count(*) filter (where employee_id is not null))::int as employees,
                             (count(*) filter (where employee_id is null))::int as units,
                             (count(*) filter (where type = 'SUPERVISING_DEPT_CHANGE'))::int as departments from flight)
     select c.waiting as "UNIT_REVIEW", c.employees as "EMPLOYEE_APPLICATIONS", c.units as "UNIT_APPLICATIONS",
            c.departments as "SUPERVISING_DEPT_CHANGE",
            (select count(*)::int ${LISTED} and ${OF_UNIT.VALID} and p.valid_until <= $3
                and not exists (select from application a
                                 where a.employee_id = p.employee_id and a.status = any($4))) as "RENEWAL",
            (select count(*)::int ${LISTED} and ${OF_UNIT.SUSPENDED}) as "EMPLOYER_CHANGE"
       from counted c`,
    [unitId, today, opensUntil, IN_FLIGHT],
  );
  return row;
}

/** By their last day, the first to end first, by keyset; one row more than asked tells that there is more. */
export function listUnitPermits(
  manager: EntityManager,
  unitId: string,
  kind: UnitPermitKind,
  today: PlainDate,
  { limit, after, validity, name }: UnitPermitFilter,
): Promise<UnitPermitRow[]> {
  const parameters: unknown[] = [
    unitId,
    today,
    limit + 1,
    after?.at.slice(0, 10) ?? null,
    after?.id ?? null,
    validity.from,
    validity.until,
    IN_FLIGHT,
  ];
  const named = name === null ? 'true' : namedLike('PERSON', 'l.employee_id', name, parameters);
  return manager.query<UnitPermitRow[]>(
    `select l.id, l.permit_no, l.permit_type, l.employee_id, e.name as holder_name, e.id_no_sealed,
            to_char(l.valid_until, 'YYYY-MM-DD') as valid_until, l.term, l.supervising_department_id, a.id as application_id, a.application_no,
            a.type as application_type, a.status as application_status
       from (select p.* ${LISTED} and ${OF_UNIT[kind]}
                and ($4::date is null or (p.valid_until, p.id) > ($4, $5::uuid))
                and ($6::date is null or p.valid_until >= $6) and ($7::date is null or p.valid_until <= $7)) l
       join employee e on e.id = l.employee_id
       left join application a on a.employee_id = l.employee_id and a.status = any($8)
      where ${named} order by l.valid_until, l.id limit $3`,
    parameters,
  );
}

/** In the order of the rows; by the unit's policy for each kind of permit, as its submission would be judged. */
export async function withWindows(
  manager: EntityManager,
  references: ReferenceRecords,
  unitId: string,
  rows: readonly UnitPermitRow[],
): Promise<WindowedUnitPermit[]> {
  const windowed = new Map<string, WindowedUnitPermit>();
  for (const permitType of new Set(rows.map((row) => row.permit_type))) {
    const ofType = rows.filter((row) => row.permit_type === permitType);
    const policy = await references.policyInForce(manager, { unitId, permitType });
    const windows = await windowsOfPermits(manager, references, ofType.map(windowedPermit), { policy });
    for (const [index, row] of ofType.entries()) {
      const window = windows[index];
      if (window === undefined) throw new Error(`no window of permit ${row.id}`);
      windowed.set(row.id, { ...row, window, lateSubmission: policy.lateSubmission });
    }
  }
  return rows.flatMap((row) => windowed.get(row.id) ?? []);
}

function windowedPermit({ id, term, valid_until, supervising_department_id }: UnitPermitRow) {
  return {
    id,
    term,
    validUntil: knownDate(valid_until),
    supervisingDepartmentId: supervising_department_id,
  };
}

/** A permit of the unit that may be renewed for its holder, with the draft that the unit has begun. */
export interface RenewablePermit {
  readonly permit_no: string;
  readonly permit_type: PermitType;
  readonly employee_id: string;
  readonly holder_name: string;
  readonly draft_id: string | null;
}

/** None: the permit is not the unit's (R1); whether it may be renewed now, the submission says. */
export function renewablePermits(
  manager: EntityManager,
  unitId: string,
  permitId: string,
): Promise<RenewablePermit[]> {
  return manager.query<RenewablePermit[]>(
    `select p.permit_no, p.permit_type, p.employee_id, e.name as holder_name,
            (select a.id from application a
              where a.permit_id = p.id and a.unit_id = $1 and a.type = 'RENEWAL' and a.status = 'DRAFT'
              order by a.created_at desc, a.id desc limit 1) as draft_id
       from permit p join employee e on e.id = p.employee_id where p.id = $2 and p.unit_id = $1`,
    [unitId, permitId],
  );
}
