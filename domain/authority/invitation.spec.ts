import { mayInvite, type DepartmentLevel, type DepartmentRole } from './invitation.js';
import { DEPARTMENT_ROLES } from './roles.js';

const OPERATOR = { role: 'SYSTEM_OPERATOR', departmentId: null } as const;
const ADMIN = { role: 'DEPARTMENT_ADMIN', departmentId: 'own' } as const;
const invited = (role: DepartmentRole, level: DepartmentLevel): boolean =>
  mayInvite(OPERATOR, role, { id: 'own', level }).accepted;

describe('an invitation', () => {
  it('of an administrator is for his own department, of an operator for any that exists', () => {
    const own = { id: 'own', level: 'DISTRICT' } as const;
    const foreign = { id: 'foreign', level: 'DISTRICT' } as const;
    expect(mayInvite(ADMIN, 'DEPARTMENT_ADMIN', own).accepted).toBe(true);
    expect(mayInvite(ADMIN, 'DEPARTMENT_ADMIN', foreign)).toMatchObject({
      refusals: [{ code: 'FORBIDDEN_SCOPE' }],
    });
    expect(mayInvite(OPERATOR, 'DEPARTMENT_ADMIN', foreign).accepted).toBe(true);
    expect(mayInvite(OPERATOR, 'DEPARTMENT_ADMIN', null)).toMatchObject({
      refusals: [{ code: 'FORBIDDEN_SCOPE' }],
    });
  });

  it('names a role that has tasks in that kind of department', () => {
    const rolesOf = (level: DepartmentLevel) => DEPARTMENT_ROLES.filter((role) => invited(role, level));
    const district = ['DISTRICT_FIRST_REVIEWER', 'DISTRICT_SECOND_REVIEWER', 'DEPARTMENT_ADMIN'];
    expect(rolesOf('DISTRICT')).toEqual(district);
    expect(rolesOf('CENTRE')).toEqual(district);
    expect(rolesOf('MUNICIPAL')).toEqual(['MUNICIPAL_REVIEWER', 'FINAL_APPROVER', 'DEPARTMENT_ADMIN']);
  });
});
