import { mayAuthorize, roleOfEntrant, type AuthorizedRole, type EntrantRole } from './entrant.js';
import type { QrMethod } from './login-method.js';

const come = (method: QrMethod, role: EntrantRole, ...authorized: AuthorizedRole[]): string => {
  const decision = roleOfEntrant({ method, role }, authorized);
  return decision.accepted ? decision.value : decision.refusals[0].code;
};

describe('who comes through an identity provider', () => {
  it('by certificate comes as the unit itself', () => {
    expect(come('CERT_QR', 'CERTIFICATE_HOLDER')).toBe('UNIT_LEGAL');
  });

  it('AC-04 as legal representative needs no authorization', () => {
    expect(come('E_LICENCE', 'LEGAL_REPRESENTATIVE')).toBe('UNIT_LEGAL');
    expect(come('INSTITUTION_CERT', 'LEGAL_REPRESENTATIVE')).toBe('UNIT_LEGAL');
  });

  it('AC-04 otherwise gets the lesser of what the provider says and the unit has authorized', () => {
    expect(come('E_LICENCE', 'LICENCE_ADMIN', 'UNIT_LICENCE_ADMIN')).toBe('UNIT_LICENCE_ADMIN');
    expect(come('E_LICENCE', 'LICENCE_ADMIN', 'UNIT_HANDLER')).toBe('UNIT_HANDLER');
    expect(come('E_LICENCE', 'OPERATOR', 'UNIT_LICENCE_ADMIN')).toBe('UNIT_HANDLER');
    expect(come('INSTITUTION_CERT', 'OPERATOR', 'UNIT_HANDLER')).toBe('UNIT_HANDLER');
  });

  it('AC-04 without authorization does not come in', () => {
    for (const role of ['LICENCE_ADMIN', 'OPERATOR', 'CERTIFICATE_HOLDER'] as const) {
      expect(come('E_LICENCE', role)).toBe('AUTH_NOT_AUTHORIZED_BY_UNIT');
    }
    expect(come('INSTITUTION_CERT', 'OPERATOR')).toBe('AUTH_NOT_AUTHORIZED_BY_UNIT');
  });
});

describe('an authorization', () => {
  it.each([
    ['UNIT_LEGAL', 'E_LICENCE', 'UNIT_LICENCE_ADMIN', true],
    ['UNIT_LEGAL', 'E_LICENCE', 'UNIT_HANDLER', true],
    ['UNIT_LEGAL', 'INSTITUTION_CERT', 'UNIT_HANDLER', true],
    ['UNIT_LEGAL', 'INSTITUTION_CERT', 'UNIT_LICENCE_ADMIN', false],
    ['UNIT_LICENCE_ADMIN', 'E_LICENCE', 'UNIT_HANDLER', true],
    ['UNIT_LICENCE_ADMIN', 'E_LICENCE', 'UNIT_LICENCE_ADMIN', false],
    ['UNIT_LICENCE_ADMIN', 'INSTITUTION_CERT', 'UNIT_HANDLER', false],
    ['UNIT_HANDLER', 'E_LICENCE', 'UNIT_HANDLER', false],
    ['DEPARTMENT_ADMIN', 'E_LICENCE', 'UNIT_HANDLER', false],
  ] as const)('of %s by %s for %s: %s', (actor, method, role, may) => {
    expect(mayAuthorize(actor, method, role).accepted).toBe(may);
  });
});
