import type { EntityManager } from 'typeorm';
import { buildWorkCalendar } from '../../domain/calendar/work-calendar.js';
import { DEFAULT_CATALOGUE, type AttachmentCatalogue } from '../../domain/attachment/catalogue.js';
import { knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import type { BusinessType, PermitType } from '../../domain/application/business-type.js';
import { routeOf, type ReviewRoute, type ReviewRoutes } from '../../domain/application/review-route.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import type { ApplicationRow } from './entities/application.entity.js';
import {
  AttachmentCatalogueVersionRow,
  CalendarDayRow,
  CalendarVersionRow,
  PolicyVersionRow,
  RouteVersionRow,
} from './entities/reference.entity.js';
import { Refused } from './refused.js';

export interface ReferenceVersions {
  readonly calendar: number;
  readonly policy: number;
  readonly routes: number;
}

/** Calendar, policy, routes and 附件目录 by version. A version never changes, so each is read once per process. */
export class ReferenceRecords {
  private readonly calendars = new Map<number, WorkCalendar>();
  private readonly policies = new Map<number, Policy>();
  private readonly routes = new Map<number, ReviewRoutes>();
  private readonly catalogues = new Map<number, AttachmentCatalogue>();

  /** The versions in force, read in the caller's transaction (design.md §2, race "calendar published meanwhile"). */
  async versionsInForce(manager: EntityManager): Promise<ReferenceVersions> {
    const [row] = await manager.query<[ReferenceVersions]>(
      `select (select max(version) from calendar_version) as calendar,
              (select max(version) from policy_version) as policy,
              (select max(version) from route_version) as routes`,
    );
    return row;
  }

  async calendarInForce(manager: EntityManager): Promise<WorkCalendar> {
    return this.calendar(manager, (await this.versionsInForce(manager)).calendar);
  }

  async policyInForce(manager: EntityManager): Promise<Policy> {
    return this.policy(manager, (await this.versionsInForce(manager)).policy);
  }

  async calendar(manager: EntityManager, version: number): Promise<WorkCalendar> {
    return remembered(this.calendars, version, async () => {
      const { publishedYears } = await manager.findOneByOrFail(CalendarVersionRow, { version });
      const days = await manager.findBy(CalendarDayRow, { calendarVersion: version });
      return buildWorkCalendar({
        version,
        publishedYears,
        days: days.map(({ day, kind }) => ({
          date: knownDate(day),
          kind: kind === 'HOLIDAY' ? kind : 'MAKEUP_WORKDAY',
        })),
      });
    });
  }

  async policy(manager: EntityManager, version: number): Promise<Policy> {
    return remembered(this.policies, version, async () => {
      const { parameters } = await manager.findOneByOrFail(PolicyVersionRow, { version });
      return { ...DEFAULT_POLICY, ...parameters };
    });
  }

  /**
   * The version of 附件目录 that counts for a unit on a day: of the department that opened its permission, before that
   * of its tax district's, else the city's. Null: of nobody's, the city's.
   */
  async catalogueVersionFor(
    manager: EntityManager,
    unitId: string | null,
    today: PlainDate,
  ): Promise<number> {
    const [row] = await manager.query<[{ version: number }]>(
      `with office as (select coalesce(
         (select supervising_department_id from business_permission
           where unit_id = $1 and status = 'ACTIVE' order by permit_type limit 1),
         (select d.id from unit_profile p join department d on d.level = 'DISTRICT' and d.district = p.tax_district
           where p.unit_id = $1 order by d.name limit 1)) as id)
       select v.version from attachment_catalogue_version v cross join office
        where v.effective_from <= $2 and (v.department_id is null or v.department_id = office.id)
        order by (v.department_id is not null) desc, v.effective_from desc, v.version desc limit 1`,
      [unitId, today],
    );
    return row.version;
  }

  /** The one that an application keeps since its submission; a draft's is the one in force. */
  async catalogueVersionOf(
    manager: EntityManager,
    { catalogueVersion, unitId }: Pick<ApplicationRow, 'catalogueVersion' | 'unitId'>,
    today: PlainDate,
  ): Promise<number> {
    return catalogueVersion ?? this.catalogueVersionFor(manager, unitId, today);
  }

  async catalogueFor(
    manager: EntityManager,
    unitId: string | null,
    today: PlainDate,
  ): Promise<AttachmentCatalogue> {
    return this.catalogue(manager, await this.catalogueVersionFor(manager, unitId, today));
  }

  async catalogue(manager: EntityManager, version: number): Promise<AttachmentCatalogue> {
    return remembered(this.catalogues, version, async () => {
      const { slots } = await manager.findOneByOrFail(AttachmentCatalogueVersionRow, { version });
      return { ...DEFAULT_CATALOGUE, ...slots };
    });
  }

  /** The route of a business type in a version; refused where the type does not exist for that kind of permit. */
  async route(
    manager: EntityManager,
    version: number,
    type: BusinessType,
    permitType: PermitType,
  ): Promise<ReviewRoute> {
    const routes = await remembered(this.routes, version, async () => {
      const row = await manager.findOneByOrFail(RouteVersionRow, { version });
      return row.routes;
    });
    const route = routeOf(routes, type, permitType);
    if (route === null) throw Refused.because('STATE_NOT_ALLOWED', { type, permitType });
    return route;
  }
}

async function remembered<T>(known: Map<number, T>, version: number, read: () => Promise<T>): Promise<T> {
  const value = known.get(version) ?? (await read());
  known.set(version, value);
  return value;
}
