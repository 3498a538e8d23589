import { standingNotices, type UnitStanding } from './unit-standing.js';

const SETTLED: UnitStanding = { profileComplete: true, permissions: ['ACTIVE'], pendingAssociations: 0 };

function standing(change: Partial<UnitStanding>): string[] {
  return standingNotices({ ...SETTLED, ...change }).flatMap(({ code, body }) =>
    body === null ? [] : [`${code} ${body}`],
  );
}

describe('the standing notices of a unit', () => {
  it('are none where all is settled', () => {
    expect(standing({})).toEqual([]);
    expect(standing({ permissions: ['CANCELLED', 'CANCELLING'] })).toEqual([]);
  });

  it('ask for the profile first, then for a permission', () => {
    expect(standing({ profileComplete: false, permissions: [] })).toEqual([
      'N-01 您还未完善单位信息，请先完善',
    ]);
    expect(standing({ permissions: ['PENDING', 'CANCELLED'] })).toEqual([
      'N-02 您尚未开通工作居住证业务办理权限',
    ]);
  });

  it('AC-17 count the employees who wait', () => {
    expect(standing({ pendingAssociations: 3 })).toEqual(['N-05 有 3 名员工待确认关联']);
  });
});
