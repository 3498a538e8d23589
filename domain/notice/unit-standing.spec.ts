import { standingNotices, type UnitStanding } from './unit-standing.js';

const SETTLED: UnitStanding = {
  profileComplete: true,
  permissions: ['ACTIVE'],
  pendingAssociations: 0,
  staleSlots: [],
  toldStaleSlots: [],
};

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

  it('AC-27 name the attachments to renew; only a name more is news', () => {
    const stale = ['UNIT_TAX_VOUCHER', 'UNIT_INTEGRITY_STATEMENT'] as const;
    expect(standing({ staleSlots: stale })).toEqual(['N-22 请更新单位附件：单位缴纳税费凭证、单位诚信声明']);
    const newsAfter = (...toldStaleSlots: readonly string[]) =>
      standingNotices({ ...SETTLED, staleSlots: stale, toldStaleSlots }).map(({ isNews }) => isNews);
    expect(newsAfter('UNIT_TAX_VOUCHER')).toEqual([false, false, false, true]);
    expect(newsAfter(...stale, 'UNIT_HANDLER_ID')).toEqual([false, false, false, false]);
  });
});
