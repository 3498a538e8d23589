import { knownDate as on } from '../calendar/plain-date.js';
import type { Decision } from '../refusal.js';
import {
  associationConfirmation,
  associationRequest,
  type AssociationConfirmationFacts,
} from './association-checks.js';
import { disassociation, type DisassociationFacts } from './disassociation.js';
import { isContractInForce } from './labor-contract.js';

const codesOf = (decision: Decision<unknown>): string[] =>
  decision.accepted ? [] : decision.refusals.map((each) => each.code);

describe('a labour contract', () => {
  it('AC-79 is in force on both its days, and without end when open-ended', () => {
    const contract = { startDate: on('2021-01-01'), endDate: on('2021-12-31') };
    const days = ['2020-12-31', '2021-01-01', '2021-12-31', '2022-01-01'].map(on);
    expect(days.map((day) => isContractInForce(contract, day))).toEqual([false, true, true, false]);
    expect(isContractInForce({ ...contract, endDate: null }, on('2030-01-01'))).toBe(true);
  });
});

describe('asking for a link', () => {
  const facts = {
    missingProfileFields: [],
    codeIsKnown: true,
    unitPermissionActive: true,
    activeAnywhere: false,
  };

  it('is accepted with a complete profile and a code of a unit with permission', () => {
    expect(associationRequest(facts)).toEqual({ accepted: true, value: true });
  });

  it('lists everything that is wrong', () => {
    const wrong = {
      missingProfileFields: ['school'],
      codeIsKnown: false,
      unitPermissionActive: false,
      activeAnywhere: true,
    };
    expect(codesOf(associationRequest(wrong))).toEqual([
      'EMPLOYEE_PROFILE_INCOMPLETE',
      'ASSOC_CODE_INVALID',
      'ASSOC_ALREADY_ACTIVE',
    ]);
    expect(codesOf(associationRequest({ ...facts, unitPermissionActive: false }))).toEqual([
      'PERM_NOT_ACTIVE',
    ]);
  });
});

describe('confirming a link', () => {
  const facts: AssociationConfirmationFacts = {
    today: on('2021-08-05'),
    position: '工程师',
    startDate: on('2021-08-01'),
    endDate: null,
    openEnded: true,
    hasContractScan: true,
    missingUnitAttachments: [],
    activeElsewhere: false,
    validPermitElsewhere: false,
  };

  it('is accepted with post, dates and scan of a contract in force', () => {
    expect(associationConfirmation(facts)).toEqual({ accepted: true, value: true });
  });

  it('names the missing parts of the contract', () => {
    const decision = associationConfirmation({
      ...facts,
      position: ' ',
      startDate: null,
      openEnded: false,
      hasContractScan: false,
    });
    expect(decision).toEqual({
      accepted: false,
      refusals: [
        { code: 'ASSOC_CONTRACT_REQUIRED', facts: { fields: ['position', 'startDate', 'endDate', 'scan'] } },
      ],
    });
  });

  it('lists everything that is wrong', () => {
    const decision = associationConfirmation({
      ...facts,
      startDate: on('2021-08-06'),
      missingUnitAttachments: ['单位诚信声明'],
      activeElsewhere: true,
      validPermitElsewhere: true,
    });
    expect(codesOf(decision)).toEqual([
      'CONTRACT_NOT_IN_FORCE',
      'UNIT_ATTACHMENT_MISSING',
      'ASSOC_ALREADY_ACTIVE',
      'PERMIT_NOT_SUSPENDED',
    ]);
  });
});

describe('ending a link', () => {
  const facts: DisassociationFacts = {
    today: on('2021-06-20'),
    associationStatus: 'ACTIVE',
    contractStart: on('2020-01-01'),
    leaveDate: on('2021-06-20'),
    applicationsLeftOpen: [],
    permit: { status: 'VALID', window: { opensOn: on('2023-06-06'), lastSubmissionOn: on('2023-07-08') } },
    renewalWaiver: null,
  };
  const inWindow = { opensOn: on('2021-06-06'), lastSubmissionOn: on('2021-07-08') };

  it('AC-50 suspends a valid permit', () => {
    expect(disassociation(facts)).toEqual({ accepted: true, value: { suspendsPermit: true } });
  });

  it('AC-53 suspends nothing where there is no permit', () => {
    expect(disassociation({ ...facts, permit: null })).toEqual({
      accepted: true,
      value: { suspendsPermit: false },
    });
  });

  it('AC-51 lists an application in flight and a future leave date together', () => {
    const decision = disassociation({
      ...facts,
      applicationsLeftOpen: ['NE20210620000001'],
      leaveDate: on('2021-06-21'),
    });
    expect(codesOf(decision)).toEqual(['DIS_IN_FLIGHT', 'DIS_LEAVE_DATE']);
  });

  it('AC-52 asks to renew first inside the window, from its first day to its last', () => {
    const on4Days = ['2021-06-05', '2021-06-06', '2021-07-08', '2021-07-09'].map((day) =>
      codesOf(
        disassociation({
          ...facts,
          today: on(day),
          leaveDate: on('2021-06-01'),
          permit: { status: 'VALID', window: inWindow },
        }),
      ),
    );
    expect(on4Days).toEqual([[], ['DIS_RENEWAL_FIRST'], ['DIS_RENEWAL_FIRST'], []]);
  });

  it('may waive the renewal with a reason, and need not renew a suspended permit', () => {
    const valid = { ...facts, permit: { status: 'VALID' as const, window: inWindow } };
    expect(codesOf(disassociation({ ...valid, renewalWaiver: '本人要求' }))).toEqual([]);
    expect(codesOf(disassociation({ ...valid, renewalWaiver: ' ' }))).toEqual(['DIS_RENEWAL_FIRST']);
    expect(codesOf(disassociation({ ...valid, permit: { status: 'SUSPENDED', window: inWindow } }))).toEqual(
      [],
    );
  });

  it('needs a link, and a leave date that is not before the contract', () => {
    expect(codesOf(disassociation({ ...facts, associationStatus: 'ENDED' }))).toEqual(['ASSOC_NOT_ACTIVE']);
    expect(codesOf(disassociation({ ...facts, associationStatus: null }))).toEqual(['ASSOC_NOT_ACTIVE']);
    expect(codesOf(disassociation({ ...facts, leaveDate: null }))).toEqual(['DIS_LEAVE_DATE']);
    expect(codesOf(disassociation({ ...facts, leaveDate: on('2019-12-31') }))).toEqual(['DIS_LEAVE_DATE']);
  });
});
