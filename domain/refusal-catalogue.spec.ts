import {
  isRefusalCode,
  REFUSAL_CATALOGUE,
  REFUSAL_CODES,
  refusalStatus,
  refusalText,
} from './refusal-catalogue.js';
import { orderRefusals } from './refusal-order.js';
import { refusal } from './refusal.js';

describe('the refusal catalogue', () => {
  it('gives every code an error status and a text in both languages', () => {
    for (const code of REFUSAL_CODES) {
      expect(refusalStatus(code)).toBeGreaterThanOrEqual(400);
      expect(refusalText(code, {}, 'zh')).toMatch(/\p{Script=Han}/u);
      expect(refusalText(code, {}, 'en')).toMatch(/^[A-Z"][ -~]*$/);
    }
    expect(REFUSAL_CODES).toHaveLength(Object.keys(REFUSAL_CATALOGUE).length);
    expect(isRefusalCode('toString')).toBe(false);
  });

  it('leaves neither braces nor a bare colon where facts are missing', () => {
    for (const code of REFUSAL_CODES) {
      for (const language of ['zh', 'en'] as const)
        expect(refusalText(code, {}, language)).not.toMatch(/[{}]|[：:]$/);
    }
  });

  it('fills in facts, lists joined in the manner of the language', () => {
    const facts = { lastSubmissionOn: '2021-07-08', reason: '违规', months: ['2022-03', '2022-04'] };
    expect(refusalText('RENEWAL_TOO_LATE', facts)).toBe('已超过最晚申请日 2021-07-08，需预留20个工作日审批');
    expect(refusalText('RENEWAL_TOO_LATE', facts, 'en')).toBe('Last day was 2021-07-08');
    expect(refusalText('RESTRICTED', facts)).toBe('您已被限制办理该业务，原因：违规');
    expect(refusalText('INSURANCE_GAP', facts)).toBe('近三年社会保险缴纳中断：2022-03、2022-04');
    expect(refusalText('TASK_ALREADY_DECIDED', { name: '王敏', at: '2021-07-09 10:00' })).toBe(
      '该环节已由 王敏 于 2021-07-09 10:00 审批',
    );
  });

  it('VERSION_CONFLICT is 412 for a failed If-Match and 409 for a lost race; others do not care', () => {
    expect([refusalStatus('VERSION_CONFLICT', true), refusalStatus('VERSION_CONFLICT')]).toEqual([412, 409]);
    expect(refusalStatus('STATE_NOT_ALLOWED', true)).toBe(409);
  });
});

describe('the order of precedence', () => {
  it('is entry, one in flight, the row of the business, then the catalogue', () => {
    const codes = [
      'WITHDRAW_TOO_LATE',
      'TITLE_DETAILS_REQUIRED',
      'ASSOC_NOT_ACTIVE',
      'APP_IN_FLIGHT_EXISTS',
      'PERM_NOT_ACTIVE',
      'ACCOUNT_DISABLED',
      'VALIDATION_FAILED',
    ] as const;
    const ordered = orderRefusals(
      codes.map((code) => refusal(code)),
      'NEW',
    ).map((each) => each.code);
    expect(ordered).toEqual([
      'ACCOUNT_DISABLED',
      'PERM_NOT_ACTIVE',
      'APP_IN_FLIGHT_EXISTS',
      'ASSOC_NOT_ACTIVE',
      'TITLE_DETAILS_REQUIRED',
      'VALIDATION_FAILED',
      'WITHDRAW_TOO_LATE',
    ]);
  });

  it('follows the row of 7.2 where it differs from the catalogue, and keeps equal codes in place', () => {
    const insurance = [
      refusal('CONTRACT_NOT_IN_FORCE'),
      refusal('RENEWAL_TOO_LATE'),
      refusal('PERMIT_NOT_VALID'),
    ];
    expect(orderRefusals(insurance, 'RENEWAL').map((each) => each.code)).toEqual([
      'PERMIT_NOT_VALID',
      'RENEWAL_TOO_LATE',
      'CONTRACT_NOT_IN_FORCE',
    ]);
    expect(orderRefusals(insurance).map((each) => each.code)).toEqual([
      'CONTRACT_NOT_IN_FORCE',
      'RENEWAL_TOO_LATE',
      'PERMIT_NOT_VALID',
    ]);
    const fields = [refusal('VALIDATION_FAILED', {}, '/b'), refusal('VALIDATION_FAILED', {}, '/a')];
    expect(orderRefusals(fields)).toEqual(fields);
  });
});
