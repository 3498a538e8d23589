import { DEFAULT_CATALOGUE } from '../attachment/catalogue.js';
import fc from 'fast-check';
import type { AttachmentCode } from '../attachment/catalogue.js';
import { knownDate as on, knownMonth as month, monthsBetween } from '../calendar/plain-date.js';
import { DEFAULT_POLICY } from '../policy.js';
import type { Decision } from '../refusal.js';
import { applicationNumber, isApplicationNumber } from './application-number.js';
import { BUSINESS_TYPES } from './business-type.js';
import { entryRefusals, inFlightRefusal, type EntryFacts } from './entry-checks.js';
import { HINT_CATALOGUE, hintText } from './hints.js';
import { newEligibility, newSubmission, newUnitPass, type NewFacts } from './new-eligibility.js';

const UNIT = '91110108MA01C2D36P';
const FILES: readonly AttachmentCode[] = [
  'EMP_ID',
  'EMP_PHOTO',
  'EMP_EDU',
  'EMP_INTEGRITY_STATEMENT',
  'EMP_INCOME',
  'EMP_INSURANCE',
  'EMP_RESIDENCE',
  'EMP_CONTRACT',
];
const ENTRY: EntryFacts = {
  type: 'NEW',
  signedIn: true,
  accountDisabled: false,
  restrictionReasons: [],
  unit: { profileComplete: true, permission: { status: 'ACTIVE', scope: 'FULL' } },
};
const ELIGIBLE: NewFacts = {
  entry: ENTRY,
  permitType: 'BEIJING_WORK_RESIDENCE',
  today: on('2024-06-10'),
  submittedOn: on('2024-06-10'),
  inFlight: null,
  associationStatus: 'ACTIVE',
  contract: { startDate: on('2021-01-01'), endDate: null },
  missingProfileFields: [],
  holdsProfessionalTitle: false,
  missingTitleFields: [],
  hasFamilyMembers: false,
  catalogue: DEFAULT_CATALOGUE,
  fileCounts: Object.fromEntries(FILES.map((code) => [code, 1])),
  livePermitNo: null,
  firstContractMonth: month('2021-01'),
  records: monthsBetween(month('2021-06'), month('2024-05')).map((each) => ({
    month: each,
    insuranceUnitUscc: UNIT,
    insurancePaid: true,
    taxUnitUscc: UNIT,
    taxableIncome: 30_000,
    contractUnitUscc: UNIT,
  })),
  hints: {
    person: { birthDate: on('1988-02-29'), sex: 'MALE' },
    applicationBasis: 'DEGREE',
    hasAcademicDegree: true,
    hasWorkHistory: true,
    holdsProfessionalTitle: false,
    unitType: 'ENTERPRISE',
    referenceMonthlyIncome: 10_000,
  },
};
const UNLINKED: Partial<NewFacts> = {
  entry: { ...ENTRY, unit: null },
  associationStatus: null,
  contract: null,
};
const CONFIRMED = { selfChecked: true, insuranceTaxConfirmed: true };

const codesOf = (decision: Decision<unknown>): string[] =>
  decision.accepted ? [] : decision.refusals.map((each) => each.code);
const submit = (given: Partial<NewFacts> = {}) => newSubmission({ ...ELIGIBLE, ...given }, DEFAULT_POLICY);
const pass = (given: Partial<NewFacts> = {}, confirmations = CONFIRMED) =>
  newUnitPass({ ...ELIGIBLE, ...given }, confirmations, DEFAULT_POLICY);

describe('submitting NEW', () => {
  it('AC-57 is accepted when everything is in place, without hints', () => {
    expect(submit()).toEqual({ accepted: true, value: { hints: [] } });
  });

  it('AC-59 without a link is ASSOC_NOT_ACTIVE; what needs the link is unknown', () => {
    expect(codesOf(submit(UNLINKED))).toEqual(['ASSOC_NOT_ACTIVE']);
    const unknown = newEligibility({ ...ELIGIBLE, ...UNLINKED }, DEFAULT_POLICY).filter(
      (rule) => rule.result === 'UNKNOWN',
    );
    expect(unknown.map((rule) => rule.code)).toEqual([
      'PROFILE_INCOMPLETE',
      'PERM_NOT_ACTIVE',
      'PERM_LIMITED_NO_NEW',
      'CONTRACT_NOT_IN_FORCE',
    ]);
    expect(codesOf(submit({ associationStatus: 'PENDING' }))).toEqual(['ASSOC_NOT_ACTIVE']);
  });

  it('AC-59 names a missing statement; the contract scan is left to the unit', () => {
    const fileCounts = { ...ELIGIBLE.fileCounts, EMP_INTEGRITY_STATEMENT: 0, EMP_CONTRACT: 0 };
    const names = { names: ['员工诚信声明'], codes: ['EMP_INTEGRITY_STATEMENT'] };
    expect(submit({ fileCounts })).toEqual({
      accepted: false,
      refusals: [{ code: 'EMPLOYEE_ATTACHMENT_MISSING', facts: names }],
    });
    expect(codesOf(pass({ fileCounts: { ...ELIGIBLE.fileCounts, EMP_CONTRACT: 0 } }))).toEqual([
      'EMPLOYEE_ATTACHMENT_MISSING',
    ]);
  });

  it('AC-64 names the application in flight', () => {
    const refused = [{ code: 'APP_IN_FLIGHT_EXISTS', facts: { applicationNo: 'NE20240601000001' } }];
    expect(submit({ inFlight: { applicationNo: 'NE20240601000001', type: 'NEW' } })).toEqual({
      accepted: false,
      refusals: refused,
    });
  });

  it('AC-49 demands title details only from who holds a title', () => {
    expect(codesOf(submit({ missingTitleFields: ['titleName'] }))).toEqual([]);
    const holds = { holdsProfessionalTitle: true, fileCounts: { ...ELIGIBLE.fileCounts, EMP_TITLE: 1 } };
    expect(codesOf(submit({ ...holds, missingTitleFields: ['titleName'] }))).toEqual([
      'TITLE_DETAILS_REQUIRED',
    ]);
    expect(codesOf(submit({ ...holds, missingTitleFields: [] }))).toEqual([]);
  });

  it('lists everything that fails at once, in the order of precedence', () => {
    const decision = submit({
      entry: {
        type: 'NEW',
        signedIn: true,
        accountDisabled: true,
        restrictionReasons: ['材料不实', '停办'],
        unit: { profileComplete: false, permission: { status: 'ACTIVE', scope: 'LIMITED' } },
      },
      inFlight: { applicationNo: 'BA20240601000001', type: 'BASIC_INFO_CHANGE' },
      missingProfileFields: ['school'],
      fileCounts: {},
      contract: { startDate: on('2021-01-01'), endDate: on('2024-06-09') },
      livePermitNo: 'BJ20210000001',
      records: ELIGIBLE.records
        .slice(1)
        .map((record, index) => (index === 0 ? { ...record, taxUnitUscc: null } : record)),
      holdsProfessionalTitle: true,
      missingTitleFields: ['titleName'],
    });
    expect(codesOf(decision)).toEqual([
      'ACCOUNT_DISABLED',
      'PROFILE_INCOMPLETE',
      'RESTRICTED',
      'PERM_LIMITED_NO_NEW',
      'APP_IN_FLIGHT_EXISTS',
      'EMPLOYEE_PROFILE_INCOMPLETE',
      'EMPLOYEE_ATTACHMENT_MISSING',
      'CONTRACT_NOT_IN_FORCE',
      'HAS_LIVE_PERMIT',
      'INSURANCE_GAP',
      'INSURANCE_MISMATCH',
      'TITLE_DETAILS_REQUIRED',
    ]);
  });

  it('gives by eligibility and by submission the same codes, and never UNKNOWN alone', () => {
    const anyFacts = fc.record({
      entry: fc.constantFrom(ENTRY, { ...ENTRY, unit: null }, { ...ENTRY, accountDisabled: true }),
      associationStatus: fc.constantFrom('ACTIVE' as const, 'ENDED' as const, null),
      contract: fc.constantFrom(ELIGIBLE.contract, null),
      livePermitNo: fc.constantFrom('BJ20210000001', null),
      records: fc.subarray([...ELIGIBLE.records], { minLength: 34 }),
    });
    fc.assert(
      fc.property(anyFacts, (given) => {
        const rules = newEligibility({ ...ELIGIBLE, ...given }, DEFAULT_POLICY);
        const failed = rules.filter((rule) => rule.result === 'FAIL').map((rule) => rule.code);
        expect(codesOf(submit(given))).toEqual(failed);
        if (failed.length === 0) expect(rules.every((rule) => rule.result === 'PASS')).toBe(true);
      }),
    );
  });
});

describe("the unit's pass of NEW", () => {
  it('AC-58 AC-60 needs both confirmations', () => {
    expect(pass()).toEqual({ accepted: true, value: { hints: [] } });
    expect(codesOf(pass({}, { selfChecked: false, insuranceTaxConfirmed: true }))).toEqual([
      'UNIT_SELF_CHECK_REQUIRED',
    ]);
    expect(codesOf(pass({}, { selfChecked: false, insuranceTaxConfirmed: false }))).toEqual([
      'INSURANCE_TAX_UNCONFIRMED',
      'UNIT_SELF_CHECK_REQUIRED',
    ]);
  });

  it("AC-60 checks the months again, counted from the round's submission", () => {
    const records = ELIGIBLE.records.filter((record) => record.month !== '2022-03');
    const decision = pass({ today: on('2024-07-01'), records });
    expect(decision).toEqual({
      accepted: false,
      refusals: [{ code: 'INSURANCE_GAP', facts: { months: ['2022-03'] } }],
    });
  });

  it('is not stopped by a restriction made meanwhile, but by a LIMITED scope', () => {
    expect(codesOf(pass({ entry: { ...ENTRY, restrictionReasons: ['材料不实'] } }))).toEqual([]);
    const limited = {
      profileComplete: true,
      permission: { status: 'ACTIVE' as const, scope: 'LIMITED' as const },
    };
    expect(codesOf(pass({ entry: { ...ENTRY, unit: limited } }))).toEqual(['PERM_LIMITED_NO_NEW']);
  });
});

describe('the hints of NEW', () => {
  const hintsOf = (given: Partial<NewFacts['hints']>, facts: Partial<NewFacts> = {}) => {
    const decision = submit({ ...facts, hints: { ...ELIGIBLE.hints, ...given } });
    return decision.accepted ? decision.value.hints.map((hint) => hint.code) : null;
  };

  it('H-SERVICE-12M until twelve months at the unit are full', () => {
    const startedOn = (day: string) => hintsOf({}, { contract: { startDate: on(day), endDate: null } });
    expect([startedOn('2023-06-10'), startedOn('2023-06-11')]).toEqual([[], ['H-SERVICE-12M']]);
  });

  it('H-INCOME below the factor of the kind of unit, silent where the reference is unknown', () => {
    expect(hintsOf({ referenceMonthlyIncome: 20_001 })).toEqual(['H-INCOME']);
    expect(hintsOf({ referenceMonthlyIncome: 20_001, unitType: 'PUBLIC_INSTITUTION' })).toEqual([]);
    expect(hintsOf({ referenceMonthlyIncome: null })).toEqual([]);
  });

  it('H-DEGREE-OR-TITLE where neither is shown nor another basis claimed', () => {
    expect(hintsOf({ hasAcademicDegree: false })).toEqual(['H-DEGREE-OR-TITLE']);
    expect(hintsOf({ hasAcademicDegree: false, holdsProfessionalTitle: true })).toEqual([]);
    expect(hintsOf({ hasAcademicDegree: false, applicationBasis: 'PATENT' })).toEqual([]);
  });

  it('H-AGE above 60 for men and 55 for women', () => {
    const born = (day: string, sex: 'MALE' | 'FEMALE') => hintsOf({ person: { birthDate: on(day), sex } });
    expect([born('1963-06-11', 'MALE'), born('1963-06-10', 'MALE')]).toEqual([[], ['H-AGE']]);
    expect([born('1968-06-11', 'FEMALE'), born('1968-06-10', 'FEMALE')]).toEqual([[], ['H-AGE']]);
  });

  it('have a Chinese and an English text each', () => {
    expect(
      Object.values(HINT_CATALOGUE).every(
        (hint) => /\p{Script=Han}/u.test(hint.zh) && /^[ -~]+$/.test(hint.en),
      ),
    ).toBe(true);
    expect(hintText('H-AGE')).toBe('年龄超过参考上限');
  });
});

describe('entry checks', () => {
  it('need no permission to apply for one, and an ACTIVE one for other business', () => {
    const unit = { profileComplete: true, permission: null };
    const codes = (type: EntryFacts['type']) =>
      entryRefusals({ ...ENTRY, type, unit }).map((each) => each.code);
    expect([codes('PERMISSION_APPLY'), codes('UNIT_INFO_CHANGE'), codes('RENEWAL'), codes('NEW')]).toEqual([
      [],
      [],
      ['PERM_NOT_ACTIVE'],
      ['PERM_NOT_ACTIVE'],
    ]);
  });

  it('AC-89 admit other business with a LIMITED permission; nobody unknown enters', () => {
    const unit = {
      profileComplete: true,
      permission: { status: 'ACTIVE' as const, scope: 'LIMITED' as const },
    };
    expect(entryRefusals({ ...ENTRY, type: 'EMPLOYER_CHANGE', unit })).toEqual([]);
    expect(entryRefusals({ ...ENTRY, signedIn: false }).map((each) => each.code)).toEqual(['AUTH_REQUIRED']);
  });

  it('AC-77 answer only COVERED_BY_RENEWAL where a renewal is in flight', () => {
    expect(inFlightRefusal({ applicationNo: 'RE20240601000001', type: 'RENEWAL' })?.code).toBe(
      'COVERED_BY_RENEWAL',
    );
    expect(inFlightRefusal(null)).toBeNull();
  });
});

describe('application numbers', () => {
  it('carry prefix, day and six digits, each kind of business its own prefix', () => {
    expect(applicationNumber('NEW', on('2021-08-05'), 7)).toBe('NE20210805000007');
    expect(new Set(Object.values(BUSINESS_TYPES).map((type) => type.numberPrefix)).size).toBe(9);
    expect(['NE20210805000007', 'XX20210805000007', 'NE2021080500007'].map(isApplicationNumber)).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => applicationNumber('NEW', on('2021-08-05'), 1_000_000)).toThrow(RangeError);
  });
});
