import type { PlainDate } from '../calendar/plain-date.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { BUSINESS_TYPES, PERMIT_TYPES, type BusinessType, type PermitType } from './business-type.js';

/** Which office a level belongs to; the departments behind it are fixed at submission (domain.md §5). */
export type ReviewOffice = 'UNIT' | 'SUPERVISING' | 'NEW_SUPERVISING' | 'CITY';

export const REVIEW_LEVELS = {
  UNIT: { label: '单位审批', role: null },
  DISTRICT_FIRST: { label: '区级初审', role: 'DISTRICT_FIRST_REVIEWER' },
  DISTRICT_SECOND: { label: '区级复审', role: 'DISTRICT_SECOND_REVIEWER' },
  MUNICIPAL: { label: '市级审核', role: 'MUNICIPAL_REVIEWER' },
  FINAL: { label: '终审', role: 'FINAL_APPROVER' },
  TRANSFER_OUT: { label: '迁出确认', role: 'DISTRICT_SECOND_REVIEWER' },
  CENTRE_FIRST: { label: '中心初审', role: 'DISTRICT_FIRST_REVIEWER' },
  CENTRE_SECOND: { label: '中心复审', role: 'DISTRICT_SECOND_REVIEWER' },
} as const;
export type ReviewLevel = keyof typeof REVIEW_LEVELS;

export interface RouteLevel {
  readonly level: ReviewLevel;
  readonly office: ReviewOffice;
  /** Workdays after the day of receipt (T1); for UNIT the limit only reminds. */
  readonly workdaysAllowed: number;
}

export interface ReviewRoute {
  readonly levels: readonly RouteLevel[];
  /** Workdays of the departments together, from the first department level (T2). */
  readonly totalWorkdays: number;
}

const level = (
  name: ReviewLevel,
  workdaysAllowed: number,
  office: ReviewOffice = 'SUPERVISING',
): RouteLevel => ({
  level: name,
  office,
  workdaysAllowed,
});
const UNIT = level('UNIT', 5, 'UNIT');
const FIRST = level('DISTRICT_FIRST', 5);
const SECOND = level('DISTRICT_SECOND', 5);
const MUNICIPAL = level('MUNICIPAL', 5, 'CITY');
const FINAL = level('FINAL', 5, 'CITY');

/** Version 1 of the routes. Source: domain.md §5, the table row by row. */
export const REVIEW_ROUTES_V1 = {
  BEIJING_WORK_RESIDENCE: {
    NEW: route(UNIT, FIRST, SECOND, MUNICIPAL, FINAL),
    RENEWAL: route(FIRST, SECOND, MUNICIPAL, FINAL),
    EMPLOYER_CHANGE: route(FIRST, SECOND, MUNICIPAL, FINAL),
    BASIC_INFO_CHANGE: route(UNIT, FIRST, SECOND, MUNICIPAL, FINAL),
    BUSINESS_INFO_CHANGE: route(UNIT, FIRST, SECOND),
    PERMISSION_APPLY: route(FIRST, SECOND, MUNICIPAL),
    SUPERVISING_DEPT_CHANGE: route(
      level('TRANSFER_OUT', 5),
      level('DISTRICT_FIRST', 5, 'NEW_SUPERVISING'),
      level('DISTRICT_SECOND', 5, 'NEW_SUPERVISING'),
      MUNICIPAL,
    ),
    PERMISSION_CANCEL: route(FIRST, SECOND),
    UNIT_INFO_CHANGE: route(FIRST),
  },
  OVERSEAS_RETURNEE_WORK_RESIDENCE: {
    NEW: centreRoute('EMPLOYEE'),
    RENEWAL: centreRoute('UNIT'),
    EMPLOYER_CHANGE: centreRoute('UNIT'),
    BASIC_INFO_CHANGE: centreRoute('EMPLOYEE'),
    BUSINESS_INFO_CHANGE: centreRoute('EMPLOYEE'),
    PERMISSION_APPLY: route(level('CENTRE_FIRST', 5), level('CENTRE_SECOND', 5)),
    SUPERVISING_DEPT_CHANGE: null,
    PERMISSION_CANCEL: route(level('CENTRE_FIRST', 5), level('CENTRE_SECOND', 5)),
    UNIT_INFO_CHANGE: null,
  },
} as const satisfies ReviewRoutes;

/** Null: this kind of business does not exist for the permit type. */
export type ReviewRoutes = Readonly<Record<PermitType, Readonly<Record<BusinessType, ReviewRoute | null>>>>;

/** The route of a business type, or null where the type does not exist for that kind of permit. */
export function routeOf(
  routes: ReviewRoutes,
  type: BusinessType,
  permitType: PermitType,
): ReviewRoute | null {
  return routes[permitType][type];
}

const PERMIT_TYPE_NAMES = Object.keys(PERMIT_TYPES).filter((name): name is PermitType =>
  Object.hasOwn(PERMIT_TYPES, name),
);
const BUSINESS_TYPE_NAMES = Object.keys(BUSINESS_TYPES).filter((name): name is BusinessType =>
  Object.hasOwn(BUSINESS_TYPES, name),
);

/** Every route that exists, by kind of permit and type of business. */
export function routesIn(
  routes: ReviewRoutes,
): { readonly permitType: PermitType; readonly type: BusinessType; readonly route: ReviewRoute }[] {
  return PERMIT_TYPE_NAMES.flatMap((permitType) =>
    BUSINESS_TYPE_NAMES.flatMap((type) => {
      const found = routeOf(routes, type, permitType);
      return found === null ? [] : [{ permitType, type, route: found }];
    }),
  );
}

export function levelLabel(name: ReviewLevel): string {
  return REVIEW_LEVELS[name].label;
}

export function businessLabel(type: BusinessType): string {
  return BUSINESS_TYPES[type].label;
}

/** What operators see and set of a route: its levels in their order with the workdays of each. */
export interface LevelLimit {
  readonly level: ReviewLevel;
  readonly workdaysAllowed: number;
}

export function levelLimits({ levels }: ReviewRoute): LevelLimit[] {
  return levels.map(({ level: name, workdaysAllowed }) => ({ level: name, workdaysAllowed }));
}

export interface RouteChange {
  readonly permitType: PermitType;
  readonly type: BusinessType;
  /** Every level of the type, in the order of domain.md §5. */
  readonly limits: readonly LevelLimit[];
}

/** Whole; a type keeps its levels and their order, only the workdays of each may differ. Source: domain.md §5. */
export function changedRoutes(
  base: ReviewRoutes,
  changes: readonly RouteChange[],
  effectiveFrom: PlainDate,
  today: PlainDate,
): Decision<ReviewRoutes> {
  const faults: Refusal[] = [];
  const fault = (detail: string, pointer: string): void => {
    faults.push(refusal('VALIDATION_FAILED', { detail }, pointer));
  };
  if (effectiveFrom < today) fault('生效日期不得早于今日', '/effectiveFrom');
  if (changes.length === 0) fault('请列出要调整的路线', '/routes');
  let routes = base;
  for (const [index, { permitType, type, limits }] of changes.entries()) {
    const at = `/routes/${index}`;
    const old = routeOf(base, type, permitType);
    const isRepeated = changes
      .slice(0, index)
      .some((each) => each.type === type && each.permitType === permitType);
    if (isRepeated) fault('路线重复', `${at}/type`);
    if (old === null) {
      fault('该证件类型没有此项业务', `${at}/type`);
      continue;
    }
    if (!isSameOrder(old, limits)) {
      fault(`环节须依次为 ${old.levels.map((each) => levelLabel(each.level)).join('、')}`, `${at}/limits`);
      continue;
    }
    const changed = old.levels.map((each, place) => ({ ...each, ...limits[place] }));
    routes = { ...routes, [permitType]: { ...routes[permitType], [type]: route(...changed) } };
  }
  return decide(faults, routes);
}

function isSameOrder({ levels }: ReviewRoute, limits: readonly LevelLimit[]): boolean {
  return (
    levels.length === limits.length && levels.every((each, place) => each.level === limits[place]?.level)
  );
}

function route(...levels: readonly RouteLevel[]): ReviewRoute {
  const departmentLevels = levels.filter((each) => each.level !== 'UNIT');
  return { levels, totalWorkdays: departmentLevels.reduce((sum, each) => sum + each.workdaysAllowed, 0) };
}

function centreRoute(initiator: 'EMPLOYEE' | 'UNIT'): ReviewRoute {
  const centre = [level('CENTRE_FIRST', 7), level('CENTRE_SECOND', 7), level('FINAL', 6, 'CITY')];
  return route(...(initiator === 'EMPLOYEE' ? [UNIT, ...centre] : centre));
}
