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

/** Whose policy and routes: a department's, else that of the unit's department; of nobody's, the city's. */
export interface PolicyPlace {
  readonly departmentId?: string | null;
  readonly unitId?: string | null;
  readonly permitType?: string | null;
}

/** The department that opened the unit's permission, before that of its tax district's; its own version before the city's. */
const VERSIONS_IN_FORCE = `
  with day as (select (business_now() at time zone 'Asia/Shanghai')::date as today),
  office as (select coalesce($1::uuid,
    (select supervising_department_id from business_permission
      where unit_id = $2 and ($3::text is null or permit_type = $3) order by permit_type limit 1),
    (select d.id from unit_profile p join department d on d.level = 'DISTRICT' and d.district = p.tax_district
      where p.unit_id = $2 order by d.name limit 1)) as id)
  select (select max(version) from calendar_version) as calendar, ${newest('policy_version')} as policy,
         ${newest('route_version')} as routes from day, office`;

function newest(table: 'policy_version' | 'route_version'): string {
  return `(select v.version from ${table} v
    where v.effective_from <= day.today and (v.department_id is null or v.department_id = office.id)
    order by (v.department_id is not null) desc, v.effective_from desc, v.version desc limit 1)`;
}

/** Calendar, policy, routes and 附件目录 by version. A version never changes, so each is read once per process. */
export class ReferenceRecords {
  private readonly calendars = new Map<number, WorkCalendar>();
  private readonly policies = new Map<number, Policy>();
  private readonly routes = new Map<number, ReviewRoutes>();
  private readonly catalogues = new Map<number, AttachmentCatalogue>();

  /** The versions in force, read in the caller's transaction (design.md §2, race "calendar published meanwhile"). */
  async versionsInForce(manager: EntityManager, place: PolicyPlace = {}): Promise<ReferenceVersions> {
    const { departmentId = null, unitId = null, permitType = null } = place;
    const [row] = await manager.query<[ReferenceVersions]>(VERSIONS_IN_FORCE, [
      departmentId,
      unitId,
      permitType,
    ]);
    return row;
  }

  async calendarInForce(manager: EntityManager): Promise<WorkCalendar> {
    const [row] = await manager.query<[{ version: number }]>(
      'select max(version) as version from calendar_version',
    );
    return this.calendar(manager, row.version);
  }

  async policyInForce(manager: EntityManager, place: PolicyPlace = {}): Promise<Policy> {
    return this.policy(manager, (await this.versionsInForce(manager, place)).policy);
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
