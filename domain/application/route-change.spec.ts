import { knownDate } from '../calendar/plain-date.js';
import { changedRoutes, levelLimits, REVIEW_ROUTES_V1, routeOf, type RouteChange } from './review-route.js';

const TODAY = knownDate('2021-08-05');
const change = (changes: readonly RouteChange[], effectiveFrom = TODAY) =>
  changedRoutes(REVIEW_ROUTES_V1, changes, effectiveFrom, TODAY);
const pointers = (...args: Parameters<typeof change>) => {
  const decision = change(...args);
  return decision.accepted ? [] : decision.refusals.map(({ pointer }) => pointer);
};
const PERMIT_TYPE = 'BEIJING_WORK_RESIDENCE';
const limits = (...days: readonly [number, number]) =>
  (['DISTRICT_FIRST', 'DISTRICT_SECOND'] as const).map((level, index) => ({
    level,
    workdaysAllowed: days[index] ?? 0,
  }));

describe('a changed route', () => {
  it('has other workdays and their sum; its levels, offices and the other routes stay', () => {
    const decision = change([{ permitType: PERMIT_TYPE, type: 'PERMISSION_CANCEL', limits: limits(3, 4) }]);
    if (!decision.accepted) throw new Error('refused');
    const changed = routeOf(decision.value, 'PERMISSION_CANCEL', PERMIT_TYPE);
    expect(changed?.totalWorkdays).toBe(7);
    expect(changed && levelLimits(changed)).toEqual(limits(3, 4));
    expect(changed?.levels.map(({ office }) => office)).toEqual(['SUPERVISING', 'SUPERVISING']);
    expect(routeOf(decision.value, 'NEW', PERMIT_TYPE)).toEqual(REVIEW_ROUTES_V1[PERMIT_TYPE].NEW);
  });

  it('names every fault with its pointer', () => {
    const wrongOrder = limits(3, 4).toReversed();
    const one = { permitType: PERMIT_TYPE, type: 'PERMISSION_CANCEL', limits: wrongOrder } as const;
    const none = {
      permitType: 'OVERSEAS_RETURNEE_WORK_RESIDENCE',
      type: 'UNIT_INFO_CHANGE',
      limits: [],
    } as const;
    expect(pointers([one, none, one], knownDate('2021-08-04'))).toEqual([
      '/effectiveFrom',
      '/routes/0/limits',
      '/routes/1/type',
      '/routes/2/type',
      '/routes/2/limits',
    ]);
    expect(pointers([])).toEqual(['/routes']);
  });
});
