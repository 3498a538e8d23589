import { mayChangeMember, type Member, type MemberChange } from './membership.js';

const OPERATOR = { accountId: 'operator', role: 'SYSTEM_OPERATOR', departmentId: null } as const;
const ADMIN = { accountId: 'admin', role: 'DEPARTMENT_ADMIN', departmentId: 'own' } as const;
const member = (over: Partial<Member> = {}): Member => ({
  accountId: 'member',
  role: 'DISTRICT_FIRST_REVIEWER',
  active: true,
  department: { id: 'own', level: 'DISTRICT' },
  ...over,
});
const codes = (
  actor: Parameters<typeof mayChangeMember>[0],
  who: Member | null,
  change: MemberChange,
  others = 0,
): string[] => {
  const decision = mayChangeMember(actor, who, change, others);
  return decision.accepted ? [] : decision.refusals.map(({ code }) => code);
};

describe('a member', () => {
  it('is changed by the administrator of his department and by an operator, by nobody else', () => {
    const foreign = member({ department: { id: 'foreign', level: 'DISTRICT' } });
    expect(codes(ADMIN, member(), { kind: 'DISABLE' })).toEqual([]);
    expect(codes(ADMIN, foreign, { kind: 'DISABLE' })).toEqual(['FORBIDDEN_SCOPE']);
    expect(codes(ADMIN, null, { kind: 'DISABLE' })).toEqual(['FORBIDDEN_SCOPE']);
    expect(codes(OPERATOR, foreign, { kind: 'RESET_SECOND_FACTOR' })).toEqual([]);
    const auditor = member({ role: 'AUDITOR', department: null });
    expect(codes(OPERATOR, auditor, { kind: 'DISABLE' })).toEqual([]);
    expect(codes(ADMIN, auditor, { kind: 'DISABLE' })).toEqual(['FORBIDDEN_SCOPE']);
    const employee = member({ role: 'EMPLOYEE', department: null });
    expect(codes(OPERATOR, employee, { kind: 'DISABLE' })).toEqual(['FORBIDDEN_SCOPE']);
  });

  it('never changes himself', () => {
    const himself = member({ accountId: 'admin', role: 'DEPARTMENT_ADMIN' });
    for (const kind of ['DISABLE', 'ENABLE', 'RESET_SECOND_FACTOR'] as const) {
      expect(codes(ADMIN, himself, { kind }, 3)).toEqual(['STATE_NOT_ALLOWED']);
    }
  });

  it('gets a role that has tasks in his department, and another than he has', () => {
    expect(codes(ADMIN, member(), { kind: 'ROLE', role: 'DISTRICT_SECOND_REVIEWER' })).toEqual([]);
    expect(codes(ADMIN, member(), { kind: 'ROLE', role: 'FINAL_APPROVER' })).toEqual(['VALIDATION_FAILED']);
    expect(codes(ADMIN, member(), { kind: 'ROLE', role: 'DISTRICT_FIRST_REVIEWER' })).toEqual(['NO_CHANGE']);
    const auditor = member({ role: 'AUDITOR', department: null });
    expect(codes(OPERATOR, auditor, { kind: 'ROLE', role: 'FINAL_APPROVER' })).toEqual(['STATE_NOT_ALLOWED']);
  });

  it('who is the last active administrator stays one', () => {
    const last = member({ role: 'DEPARTMENT_ADMIN' });
    expect(codes(OPERATOR, last, { kind: 'DISABLE' })).toEqual(['STATE_NOT_ALLOWED']);
    expect(codes(OPERATOR, last, { kind: 'ROLE', role: 'DISTRICT_FIRST_REVIEWER' })).toEqual([
      'STATE_NOT_ALLOWED',
    ]);
    expect(codes(OPERATOR, last, { kind: 'DISABLE' }, 1)).toEqual([]);
    expect(codes(OPERATOR, last, { kind: 'RESET_SECOND_FACTOR' })).toEqual([]);
  });

  it('is disabled once and enabled once', () => {
    expect(codes(ADMIN, member({ active: false }), { kind: 'DISABLE' })).toEqual(['STATE_NOT_ALLOWED']);
    expect(codes(ADMIN, member(), { kind: 'ENABLE' })).toEqual(['STATE_NOT_ALLOWED']);
    expect(codes(ADMIN, member({ active: false }), { kind: 'ENABLE' })).toEqual([]);
  });
});
