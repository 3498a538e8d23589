import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import type { BusinessType } from '../../../domain/application/business-type.js';
import { inFlightRefusal } from '../../../domain/application/entry-checks.js';
import { knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../../domain/calendar/work-calendar.js';
import { employerChangeSubmission, renewalSubmission } from '../../../domain/permit/submission-time.js';
import { windowState, type WindowState } from '../../../domain/permit/renewal-window.js';
import type { RefusalCode } from '../../../domain/refusal-catalogue.js';
import { businessClosedBy, type WorkResidenceFacts } from '../../../domain/unit/work-residence-entries.js';
import { isUpdatedByEmployee } from '../../../infra/database/business/compared-content.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { PermitRow } from '../../../infra/database/entities/permit.entity.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import {
  listUnitPermits,
  readWorkResidenceFacts,
  readWorkResidenceHome,
  withWindows,
  type UnitPermitFilter,
  type UnitPermitKind,
  type UnitPermitRow,
  type WindowedUnitPermit,
} from '../../../infra/database/work-residence-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { keyset, page } from '../http/keyset.js';
import { WINDOW_STATES, type RenewalQuery, type WaitingPermitQuery } from './work-residence.dto.js';
import { renderWaitingPermit, renderWorkResidence } from './work-residence-rendering.js';
import type {
  RenewalCandidatePage,
  RenewalCandidateView,
  WaitingPermitPage,
  WorkResidenceView,
} from './work-residence.views.js';

/** What decides about a day's lists. */
interface Day {
  readonly unitId: string;
  readonly today: PlainDate;
  readonly calendar: WorkCalendar;
  readonly facts: WorkResidenceFacts;
  readonly personalData: PersonalData;
}

const ANY_VALIDITY = { from: null, until: null };
/** Permits looked at in one go for those in one state of the window. */
const LOOKED_AT = 200;

/** The home of 工作居住证 and its lists of permits, for a unit (domain.md §11 S-13, S-15, S-16). */
@Injectable()
export class WorkResidenceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
  ) {}

  async home(actor: Actor): Promise<WorkResidenceView> {
    const { manager } = this.dataSource;
    const now = await readBusinessClock(manager);
    return renderWorkResidence(await readWorkResidenceHome(manager, this.references, unitOf(actor), now));
  }

  async renewals(actor: Actor, query: RenewalQuery): Promise<RenewalCandidatePage> {
    const { limit, after } = keyset(query);
    const day = await this.day(actor);
    const filter = { limit, after, validity: ANY_VALIDITY, name: query.name ?? null };
    const rows = await this.listed(day, 'VALID', filter, query.windowState ?? null);
    const updated = await this.updatedByEmployee(rows.slice(0, limit), day.unitId);
    return page(rows, limit, positionOf, (row) => renderRenewal(row, updated.has(row.id), day));
  }

  async employerChanges(actor: Actor, query: WaitingPermitQuery): Promise<WaitingPermitPage> {
    const { limit, after } = keyset(query);
    const day = await this.day(actor);
    const filter = { limit, after, validity: ANY_VALIDITY, name: query.name ?? null };
    const rows = await this.listed(day, 'SUSPENDED', filter, null);
    return page(rows, limit, positionOf, (row) => {
      const inTime = employerChangeSubmission(submissionFacts(row, day));
      return renderWaitingPermit(row, row.window, closedBy(row, 'EMPLOYER_CHANGE', inTime, day), day);
    });
  }

  /** Outages and promises move single windows, so those in a state are found by looking at each permit in its turn. */
  private async listed(
    { unitId, today }: Day,
    kind: UnitPermitKind,
    filter: UnitPermitFilter,
    state: WindowState | null,
  ): Promise<WindowedUnitPermit[]> {
    const { manager } = this.dataSource;
    const limit = state === null ? filter.limit : LOOKED_AT;
    const found: WindowedUnitPermit[] = [];
    let { after } = filter;
    for (;;) {
      const rows = await listUnitPermits(manager, unitId, kind, today, { ...filter, limit, after });
      const windowed = await withWindows(manager, this.references, unitId, rows);
      found.push(...windowed.filter(({ window }) => state === null || windowState(window, today) === state));
      const last = rows.at(-1);
      if (last === undefined || rows.length <= limit || found.length > filter.limit) {
        return found.slice(0, filter.limit + 1);
      }
      after = { at: `${last.valid_until}T00:00:00Z`, id: last.id };
    }
  }

  /** Ids of the permits whose holders have changed data or files since the last approval; a few reads for each row. */
  private async updatedByEmployee(rows: readonly UnitPermitRow[], unitId: string): Promise<Set<string>> {
    const { manager } = this.dataSource;
    const permits = await manager.findBy(PermitRow, { id: In(rows.map(({ id }) => id)) });
    const updated = new Set<string>();
    for (const permit of permits) {
      if (await isUpdatedByEmployee(manager, this.personalData, permit, unitId)) updated.add(permit.id);
    }
    return updated;
  }

  private async day(actor: Actor): Promise<Day> {
    const { manager } = this.dataSource;
    const unitId = unitOf(actor);
    const { today } = await readBusinessClock(manager);
    return {
      unitId,
      today,
      calendar: await this.references.calendarInForce(manager),
      facts: await readWorkResidenceFacts(manager, unitId, today),
      personalData: this.personalData,
    };
  }
}

export function unitOf({ unitId }: Actor): string {
  if (unitId === null) throw Refused.because('FORBIDDEN_ACTION');
  return unitId;
}

/** A list by last day: the day's beginning in UTC stands for the day. */
function positionOf(row: UnitPermitRow): [Date, string] {
  return [new Date(`${row.valid_until}T00:00:00Z`), row.id];
}

function renderRenewal(row: WindowedUnitPermit, employeeUpdated: boolean, day: Day): RenewalCandidateView {
  const { window } = row;
  const state = windowState(window, day.today);
  const inTime = renewalSubmission(submissionFacts(row, day));
  return {
    ...renderWaitingPermit(row, window, closedBy(row, 'RENEWAL', inTime, day), day),
    opensOn: window.opensOn,
    windowState: state,
    windowStateLabel: WINDOW_STATES[state],
    employeeUpdated,
  };
}

/** A late one may be begun where the unit may acknowledge that it is late (domain.md §6.2 W4). */
function submissionFacts({ valid_until, window, lateSubmission }: WindowedUnitPermit, { today }: Day) {
  return {
    today,
    validUntil: knownDate(valid_until),
    window,
    lateSubmission,
    acknowledgeLate: true,
    chain: null,
  };
}

function closedBy(
  row: UnitPermitRow,
  type: BusinessType,
  inTime: ReturnType<typeof renewalSubmission>,
  { facts }: Day,
): RefusalCode | null {
  const [entry] = businessClosedBy(type, row.permit_type, facts);
  if (entry !== undefined) return entry.code;
  const { application_no: applicationNo, application_type: other } = row;
  const inTheWay = applicationNo && other ? inFlightRefusal({ applicationNo, type: other }) : null;
  if (inTheWay !== null) return inTheWay.code;
  return inTime.accepted ? null : inTime.refusals[0].code;
}
