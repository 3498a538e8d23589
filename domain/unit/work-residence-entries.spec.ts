import {
  businessClosedBy,
  entryClosedBy,
  WORK_RESIDENCE_ENTRIES,
  WORK_RESIDENCE_ENTRY_CODES,
  type WorkResidenceFacts,
} from './work-residence-entries.js';

const OPEN: WorkResidenceFacts = {
  profileComplete: true,
  restrictionReasons: [],
  permissions: { BEIJING_WORK_RESIDENCE: { status: 'ACTIVE', scope: 'LIMITED' } },
};
const closed = (facts: Partial<WorkResidenceFacts>) =>
  Object.fromEntries(
    WORK_RESIDENCE_ENTRY_CODES.map((entry) => [
      entry,
      entryClosedBy(entry, { ...OPEN, ...facts }).map(({ code }) => code),
    ]),
  );

describe('可办业务列表', () => {
  it('has six entries in the order of the screen', () => {
    expect(WORK_RESIDENCE_ENTRY_CODES.map((entry) => WORK_RESIDENCE_ENTRIES[entry].label)).toEqual([
      '审批员工证件申请',
      '办理员工证件续签',
      '查询员工业务申请',
      '查询单位业务申请',
      '单位主管部门变更',
      '待办理聘用单位变更员工',
    ]);
  });

  it('is open as a whole to a unit with an active right, a LIMITED one too', () => {
    expect(Object.values(closed({})).flat()).toEqual([]);
  });

  it('closes what begins business without a right, and leaves reading and review open', () => {
    expect(closed({ permissions: {} })).toEqual({
      UNIT_REVIEW: [],
      RENEWAL: ['PERM_NOT_ACTIVE'],
      EMPLOYEE_APPLICATIONS: [],
      UNIT_APPLICATIONS: [],
      SUPERVISING_DEPT_CHANGE: ['PERM_NOT_ACTIVE'],
      EMPLOYER_CHANGE: ['PERM_NOT_ACTIVE'],
    });
  });

  it('names every reason of a restriction with the missing right', () => {
    const facts = { ...OPEN, restrictionReasons: ['虚假材料', '欠缴社保'], permissions: {} };
    expect(entryClosedBy('RENEWAL', facts)).toEqual([
      { code: 'RESTRICTED', facts: { reason: '虚假材料；欠缴社保' } },
      { code: 'PERM_NOT_ACTIVE', facts: {} },
    ]);
  });

  it('the right for the overseas kind alone opens renewals, not the change of department', () => {
    const overseas = { OVERSEAS_RETURNEE_WORK_RESIDENCE: { status: 'ACTIVE', scope: 'FULL' } } as const;
    expect(closed({ permissions: overseas })).toMatchObject({
      RENEWAL: [],
      SUPERVISING_DEPT_CHANGE: ['PERM_NOT_ACTIVE'],
    });
    const facts = { ...OPEN, permissions: overseas };
    expect(businessClosedBy('RENEWAL', 'BEIJING_WORK_RESIDENCE', facts)).toHaveLength(1);
    expect(businessClosedBy('RENEWAL', 'OVERSEAS_RETURNEE_WORK_RESIDENCE', facts)).toEqual([]);
  });
});
