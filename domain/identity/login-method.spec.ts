import { DEFAULT_POLICY, LOGIN_METHODS, type LoginMethod } from '../policy.js';
import { judgeLoginMethod } from './login-method.js';

const ENTERPRISE = '91110108MA01C2D36P';
const INSTITUTION = '12110000400000018T';
const codes = (
  method: LoginMethod,
  uscc: string | null,
  admitted: readonly LoginMethod[] = LOGIN_METHODS,
): string[] => {
  const decision = judgeLoginMethod(method, { ...DEFAULT_POLICY, loginMethods: admitted }, uscc);
  return decision.accepted ? [] : decision.refusals.map(({ code }) => code);
};

describe('a method of sign-in', () => {
  it('AC-06 is refused where the policy does not admit it', () => {
    const admitted: LoginMethod[] = ['CERT_USBKEY', 'CERT_QR', 'E_LICENCE', 'INSTITUTION_CERT'];
    expect(codes('PASSWORD', ENTERPRISE, admitted)).toEqual(['AUTH_METHOD_DISABLED']);
    expect(codes('CERT_USBKEY', ENTERPRISE, admitted)).toEqual([]);
  });

  it('AC-05 fits the kind of the unit', () => {
    expect(codes('INSTITUTION_CERT', INSTITUTION)).toEqual([]);
    expect(codes('INSTITUTION_CERT', ENTERPRISE)).toEqual(['AUTH_METHOD_UNIT_TYPE']);
    expect(codes('E_LICENCE', INSTITUTION)).toEqual(['AUTH_METHOD_UNIT_TYPE']);
    expect(codes('E_LICENCE', ENTERPRISE)).toEqual([]);
  });

  it.each(['CERT_USBKEY', 'CERT_QR', 'PASSWORD'] as const)('%s fits every unit', (method) => {
    expect([codes(method, INSTITUTION), codes(method, ENTERPRISE), codes(method, null)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('is refused for both reasons at once', () => {
    expect(codes('E_LICENCE', INSTITUTION, [])).toEqual(['AUTH_METHOD_DISABLED', 'AUTH_METHOD_UNIT_TYPE']);
  });
});
