import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Employment } from '../../domain/application/employer-change-eligibility.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { historicalRequest } from '../../domain/employee/historical-request.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { parseAssociationCode } from '../../domain/unit/association-code.js';
import { isPermissionActive } from '../../domain/unit/permission-lifecycle.js';
import { lockPerson } from './association-records.js';
import { readPerson } from './employee-records.js';
import type { WorkHistoryRow } from './entities/employee.entity.js';
import { HistoricalRequestRow } from './entities/historical-change.entity.js';
import { BusinessPermissionRow, UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { permissionStatusOf } from './permission-transition.js';
import { permitStatusOf } from './permit-course.js';
import { lockLivePermit } from './permit-facts.js';
import { accepted, Refused } from './refused.js';

export interface HistoricalRequestItem {
  readonly id: string;
  readonly employee_id: string;
  readonly name: string;
  readonly id_no_sealed: string;
  readonly unit_name: string;
  readonly permit_no: string;
  readonly valid_until: string;
  readonly from_day: string;
  readonly to_day: string;
  readonly requested_at: Date;
  readonly application_id: string | null;
}

const SELECTION = `
  select r.id, r.employee_id, e.name, e.id_no_sealed, u.name as unit_name, p.permit_no,
         to_char(p.valid_until, 'YYYY-MM-DD') as valid_until, to_char(r.from_day, 'YYYY-MM-DD') as from_day,
         to_char(r.to_day, 'YYYY-MM-DD') as to_day, r.requested_at,
         (select a.id from application a
           where a.permit_id = r.permit_id and a.unit_id = r.unit_id and a.payload ->> 'historical' = 'true'
             and a.status in ('DRAFT', 'IN_REVIEW', 'RETURNED') order by a.created_at desc limit 1) as application_id
    from historical_request r join employee e on e.id = r.employee_id join unit u on u.id = r.unit_id
    join permit p on p.id = r.permit_id`;

/** The request of a person whose permit waits for a unit to one that was skipped; no link comes of it (domain.md §4.4). */
export async function requestHistoricalChange(context: FactContext, code: string): Promise<string> {
  const { manager, now, actor, audit } = context;
  if (actor.employeeId === null) throw Refused.because('FORBIDDEN_ACTION');
  const employee = await lockPerson(manager, actor.employeeId);
  const permit = await lockLivePermit(manager, employee.id);
  const parsed = parseAssociationCode(code);
  const unit = parsed === null ? null : await manager.findOneBy(UnitRow, { associationCode: parsed });
  const permission =
    unit === null || permit === null
      ? null
      : await manager.findOneBy(BusinessPermissionRow, { unitId: unit.id, permitType: permit.permitType });
  const { workHistory } = await readPerson(manager, employee.id);
  const period = accepted(
    historicalRequest({
      unit,
      unitPermissionActive: permission !== null && isPermissionActive(permissionStatusOf(permission)),
      permitStatus:
        permit && effectiveStatus(permitStatusOf(permit), knownDate(permit.validUntil), now.epochMs),
      workHistory: workHistory.map(employmentOf),
    }),
  );
  if (unit === null || permit === null) throw Refused.because('ASSOC_CODE_INVALID');
  const asked = { unitId: unit.id, permitId: permit.id };
  if (await manager.existsBy(HistoricalRequestRow, asked)) throw Refused.because('STATE_NOT_ALLOWED');
  const id = randomUUID();
  const columns = { ...asked, employeeId: employee.id, fromDay: period.from, toDay: period.to };
  await manager.insert(HistoricalRequestRow, { id, ...columns, requestedAt: now.at });
  await audit({
    action: 'historicalRequest.make',
    entity: 'historical_request',
    entityId: id,
    after: columns,
  });
  return id;
}

export async function readHistoricalRequest(
  manager: EntityManager,
  id: string,
): Promise<HistoricalRequestItem> {
  const [row] = await manager.query<HistoricalRequestItem[]>(`${SELECTION} where r.id = $1`, [id]);
  if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

/** 待办理聘用单位变更员工 marked 补办: until the unit stands in the permit's history, or the permit waits no more. */
export function pendingHistoricalRequests(
  manager: EntityManager,
  unitId: string,
): Promise<HistoricalRequestItem[]> {
  return manager.query<HistoricalRequestItem[]>(
    `${SELECTION}
      where r.unit_id = $1 and p.status = 'SUSPENDED'
        and p.valid_until >= (business_now() at time zone 'Asia/Shanghai')::date
        and not exists (select from application a
              where a.permit_id = r.permit_id and a.unit_id = r.unit_id and a.status = 'APPROVED'
                and a.payload ->> 'historical' = 'true')
      order by r.requested_at, r.id`,
    [unitId],
  );
}

/** The person has asked the unit, so that it may apply for him once. */
export function hasAskedUnit(manager: EntityManager, employeeId: string, unitId: string): Promise<boolean> {
  return manager.existsBy(HistoricalRequestRow, { employeeId, unitId });
}

export function employmentOf({ employer, uscc, fromDay, toDay }: WorkHistoryRow): Employment {
  return { employer, uscc, from: knownDate(fromDay), to: toDay === null ? null : knownDate(toDay) };
}
