import { In, type DataSource } from 'typeorm';
import type { PermitType } from '../../domain/application/business-type.js';
import type { Actor } from '../../domain/authority/actor.js';
import { permitScope } from './actor-scope.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import type { PermitStatus } from '../../domain/permit/lifecycle.js';
import { windowState, type RenewalWindow, type WindowState } from '../../domain/permit/renewal-window.js';
import { readBusinessClock } from './business-clock.js';
import { PermitRow, PermitTermRow, PermitUnitPeriodRow } from './entities/permit.entity.js';
import { UnitRow } from './entities/unit.entity.js';
import { namedLike } from './name-search.js';
import { permitStatusOf } from './permit-course.js';
import { windowsOfPermits } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';
import { Refused } from './refused.js';

export interface PermitCard {
  readonly permit: PermitRow;
  /** By its date, not by what a timer has written down (design.md §3). */
  readonly status: PermitStatus;
  readonly window: RenewalWindow;
  readonly windowState: WindowState;
  readonly terms: readonly PermitTermRow[];
  readonly unitPeriods: readonly {
    readonly unitName: string;
    readonly from: string;
    readonly to: string | null;
  }[];
}

export interface PermitListRow {
  readonly id: string;
  readonly permit_no: string;
  readonly permit_type: PermitType;
  readonly holder_name: string;
  readonly id_no_sealed: string;
  readonly status: PermitStatus;
  readonly valid_from: string;
  readonly valid_until: string;
  readonly unit_name: string | null;
  readonly department_name: string;
  readonly created_at: Date;
}

export interface PermitFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  /** Part of the holder's name, its pinyin or its initials. */
  readonly name: string | null;
  /** Whole, or the last four characters. */
  readonly permitNo: string | null;
}

/** Of the permits that a table or a page of them has, as `p`. */
const listed = (
  permits: string,
): string => `select p.id, p.permit_no, p.permit_type, e.name as holder_name, e.id_no_sealed, p.status,
       to_char(p.valid_from, 'YYYY-MM-DD') as valid_from, to_char(p.valid_until, 'YYYY-MM-DD') as valid_until,
       u.name as unit_name, d.name as department_name, p.created_at
  from ${permits} p join employee e on e.id = p.employee_id left join unit u on u.id = p.unit_id
  join department d on d.id = p.supervising_department_id`;
/** Permits as their holders read them, and as departments find them. */
export class PermitRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
  ) {}

  /** Newest first, by keyset; one row more than asked tells that there is more. Names are read of the page only. */
  async list(
    { departmentId }: Actor,
    { limit, after, name, permitNo }: PermitFilter,
  ): Promise<PermitListRow[]> {
    const scope = permitScope(await this.districtOf(departmentId));
    const parameters: unknown[] = [
      scope.parameter,
      limit + 1,
      after?.at ?? null,
      after?.id ?? null,
      permitNo,
    ];
    const named = name === null ? 'true' : namedLike('PERSON', 'p.employee_id', name, parameters);
    const paged = `(select p.* from permit p
        where (${scope.sql}) and ($3::timestamptz is null or (p.created_at, p.id) < ($3, $4::uuid))
          and ($5::text is null or p.permit_no = $5 or right(p.permit_no, 4) = $5) and ${named}
        order by p.created_at desc, p.id desc limit $2)`;
    return this.dataSource.query<PermitListRow[]>(
      `${listed(paged)} order by p.created_at desc, p.id desc`,
      parameters,
    );
  }

  /** The department whose permits are shown; null: all, to the city's office and to who belongs to none. */
  private async districtOf(departmentId: string | null): Promise<string | null> {
    if (departmentId === null) return null;
    const found = await this.dataSource.query<object[]>(
      `select from department where id = $1 and level = 'MUNICIPAL'`,
      [departmentId],
    );
    return found.length > 0 ? null : departmentId;
  }

  /** The permit as a department finds it; a foreign and a missing one get the same answer (R1). */
  async supervised({ departmentId }: Actor, id: string): Promise<PermitListRow> {
    const scope = permitScope(await this.districtOf(departmentId));
    const [row] = await this.dataSource.query<PermitListRow[]>(
      `${listed('permit')} where (${scope.sql}) and p.id = $2`,
      [scope.parameter, id],
    );
    if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
    return row;
  }

  /** All permits of a person, the newest first. */
  async ofPerson(employeeId: string): Promise<PermitCard[]> {
    const { manager } = this.dataSource;
    const now = await readBusinessClock(manager);
    const permits = await manager.find(PermitRow, {
      where: { employeeId },
      order: { validFrom: 'DESC', id: 'DESC' },
    });
    const windows = await windowsOfPermits(manager, this.references, permits);
    const ids = permits.map((permit) => permit.id);
    const terms = await manager.find(PermitTermRow, { where: { permitId: In(ids) }, order: { term: 'ASC' } });
    const periods = await manager.find(PermitUnitPeriodRow, {
      where: { permitId: In(ids) },
      order: { fromDay: 'ASC' },
    });
    const units = await manager.findBy(UnitRow, { id: In(periods.map((period) => period.unitId)) });
    return permits.flatMap((permit, index) => {
      const window = windows[index];
      if (window === undefined) return [];
      const validUntil = knownDate(permit.validUntil);
      return {
        permit,
        window,
        status: effectiveStatus(permitStatusOf(permit), validUntil, now.epochMs),
        windowState: windowState(window, now.today),
        terms: terms.filter((term) => term.permitId === permit.id),
        unitPeriods: periods
          .filter((period) => period.permitId === permit.id)
          .map(({ unitId, fromDay, toDay }) => ({
            unitName: units.find((unit) => unit.id === unitId)?.name ?? '',
            from: fromDay,
            to: toDay,
          })),
      };
    });
  }
}
