import type { EntityManager } from 'typeorm';
import { buildWorkCalendar } from '../../domain/calendar/work-calendar.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import type { BusinessType, PermitType } from '../../domain/application/business-type.js';
import { routeOf, type ReviewRoute, type ReviewRoutes } from '../../domain/application/review-route.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import {
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

/** Calendar, policy and routes by version. A version never changes, so each is read once per process. */
export class ReferenceRecords {
  private readonly calendars = new Map<number, WorkCalendar>();
  private readonly policies = new Map<number, Policy>();
  private readonly routes = new Map<number, ReviewRoutes>();

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
