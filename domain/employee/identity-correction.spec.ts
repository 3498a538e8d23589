import fc from 'fast-check';
import type { Decision } from '../refusal.js';
import {
  CORRECTION_LIFECYCLE,
  correctionDecision,
  correctionRequest,
  differingFields,
  isPendingCorrection,
  type CorrectionFacts,
  type CorrectionStatus,
} from './identity-correction.js';

const REGISTERED = {
  name: '李明',
  sex: 'MALE',
  birthDate: '1988-02-29',
  idType: 'RESIDENT_ID',
  idNo: '110108198802290010',
};
const PROPOSED = { ...REGISTERED, name: '李鸣' };
const FREE: CorrectionFacts = {
  registered: REGISTERED,
  proposed: PROPOSED,
  livePermitNo: null,
  inFlight: null,
  identityTaken: false,
};
const WHOLE = { reason: '登记时录入错误', hasScan: true };
const codes = (decision: Decision<true>): string[] =>
  decision.accepted ? [] : decision.refusals.map(({ code }) => code);

describe('身份信息更正', () => {
  it('is asked for by who has no permit and nothing in flight, with a scan and a reason', () => {
    expect(correctionRequest(FREE, WHOLE)).toEqual({ accepted: true, value: true });
  });

  it('names every reason against it at once', () => {
    const facts: CorrectionFacts = {
      registered: REGISTERED,
      proposed: REGISTERED,
      livePermitNo: 'J1',
      inFlight: { applicationNo: 'BA1', type: 'NEW' },
      identityTaken: true,
    };
    expect(codes(correctionRequest(facts, { reason: ' ', hasScan: false }))).toEqual([
      'HAS_LIVE_PERMIT',
      'APP_IN_FLIGHT_EXISTS',
      'NO_CHANGE',
      'VALIDATION_FAILED',
      'EMPLOYEE_ATTACHMENT_MISSING',
      'REASON_REQUIRED',
    ]);
  });

  it('is approved only while what allowed it still holds', () => {
    expect(correctionDecision(FREE, 'APPROVE', '')).toEqual({ accepted: true, value: true });
    const since = { ...FREE, livePermitNo: 'J1', inFlight: { applicationNo: 'BA1', type: 'NEW' } } as const;
    expect(codes(correctionDecision(since, 'APPROVE', ''))).toEqual([
      'HAS_LIVE_PERMIT',
      'APP_IN_FLIGHT_EXISTS',
    ]);
  });

  it('is rejected with an opinion, whatever happened since', () => {
    expect(codes(correctionDecision(FREE, 'REJECT', ' '))).toEqual(['OPINION_REQUIRED']);
    expect(correctionDecision({ ...FREE, livePermitNo: 'J1' }, 'REJECT', '与证件不符').accepted).toBe(true);
  });

  it('ends once', () => {
    for (const [status, actions] of Object.entries(CORRECTION_LIFECYCLE)) {
      const isOpen = isPendingCorrection(status as CorrectionStatus);
      expect(Object.keys(actions)).toHaveLength(isOpen ? 3 : 0);
    }
  });

  it('tells what differs, and only that', () => {
    const value = fc.constantFrom('甲', '乙');
    const identity = fc.record({ name: value, sex: value, birthDate: value, idType: value, idNo: value });
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const differing = differingFields(one, other);
        expect(differing).toEqual(differingFields(other, one));
        expect(differing.length === 0).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
