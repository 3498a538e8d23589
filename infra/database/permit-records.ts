import { In, type DataSource } from 'typeorm';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import type { PermitStatus } from '../../domain/permit/lifecycle.js';
import {
  renewalWindow,
  windowState,
  type RenewalWindow,
  type WindowState,
} from '../../domain/permit/renewal-window.js';
import { readBusinessClock } from './business-clock.js';
import { PermitRow, PermitTermRow, PermitUnitPeriodRow } from './entities/permit.entity.js';
import { UnitRow } from './entities/unit.entity.js';
import { permitStatusOf } from './permit-course.js';
import type { ReferenceRecords } from './reference-records.js';

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

/** Permits as their holders read them. */
export class PermitRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
  ) {}

  /** All permits of a person, the newest first. */
  async ofPerson(employeeId: string): Promise<PermitCard[]> {
    const { manager } = this.dataSource;
    const now = await readBusinessClock(manager);
    const [calendar, policy] = [
      await this.references.calendarInForce(manager),
      await this.references.policyInForce(manager),
    ];
    const permits = await manager.find(PermitRow, {
      where: { employeeId },
      order: { validFrom: 'DESC', id: 'DESC' },
    });
    const ids = permits.map((permit) => permit.id);
    const terms = await manager.find(PermitTermRow, { where: { permitId: In(ids) }, order: { term: 'ASC' } });
    const periods = await manager.find(PermitUnitPeriodRow, {
      where: { permitId: In(ids) },
      order: { fromDay: 'ASC' },
    });
    const units = await manager.findBy(UnitRow, { id: In(periods.map((period) => period.unitId)) });
    return permits.map((permit) => {
      const validUntil = knownDate(permit.validUntil);
      const window = renewalWindow(validUntil, calendar, policy);
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
