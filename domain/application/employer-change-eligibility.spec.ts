import { DEFAULT_CATALOGUE } from '../attachment/catalogue.js';
import { requiredSlots } from '../attachment/required-slots.js';
import { knownDate as on, knownMonth } from '../calendar/plain-date.js';
import { DEFAULT_POLICY } from '../policy.js';
import { NOTHING_DECLARED } from './declarations.js';
import { refusalsOf } from './eligibility.js';
import { employerChangeRules, type EmployerChangeFacts } from './employer-change-eligibility.js';

const [U1, U2, U3] = ['91110108MA01C2D36P', '91110108MA00TE5T26', '12110000400000018T'];
const paidBy = (uscc: string, month: string) => ({
  month: knownMonth(month),
  insuranceUnitUscc: uscc,
  insurancePaid: true,
  taxUnitUscc: uscc,
  taxableIncome: 32_000,
  contractUnitUscc: uscc,
});

const traits = {
  permitType: 'BEIJING_WORK_RESIDENCE',
  holdsProfessionalTitle: false,
  hasFamilyMembers: false,
} as const;
const ALL_FILES = Object.fromEntries(
  requiredSlots('EMPLOYER_CHANGE', traits, DEFAULT_CATALOGUE).map((code) => [code, 1]),
);
const WITHOUT_CONTRACT = { ...ALL_FILES, EMP_CONTRACT: 0 };

/** U2 was skipped: the person left U1 on 7 March, was at U2 until the end of April, and is at U3. */
const skipped: EmployerChangeFacts = {
  entry: {
    type: 'EMPLOYER_CHANGE',
    signedIn: true,
    accountDisabled: false,
    restrictionReasons: [],
    unit: { profileComplete: true, permission: { status: 'ACTIVE', scope: 'LIMITED' } },
  },
  ...traits,
  today: on('2022-05-10'),
  submittedOn: on('2022-05-10'),
  inFlight: null,
  permit: {
    permitNo: 'BJ20220000001',
    status: 'SUSPENDED',
    validFrom: on('2022-03-05'),
    validUntil: on('2025-03-04'),
    suspendedOn: on('2022-03-07'),
    isOfThisUnit: false,
    window: {
      opensOn: on('2025-01-02'),
      lastSubmissionOn: on('2025-01-27'),
      completeBy: on('2025-03-03'),
      provisional: false,
    },
    unitHistory: [{ uscc: U1, unitName: '甲单位', from: on('2022-03-05'), to: on('2022-03-07') }],
  },
  uscc: U2,
  unitName: '乙单位',
  associationStatus: null,
  contract: { startDate: on('2022-03-08'), endDate: on('2022-04-30') },
  catalogue: DEFAULT_CATALOGUE,
  fileCounts: ALL_FILES,
  uploadedOn: {},
  firstContractMonth: null,
  records: [paidBy(U1, '2022-02'), paidBy(U2, '2022-04'), paidBy(U3, '2022-05')],
  chain: null,
  workHistory: [
    { employer: '乙单位', uscc: null, from: on('2022-03-08'), to: on('2022-04-30') },
    { employer: '丙单位', uscc: null, from: on('2022-05-01'), to: null },
  ],
  historical: true,
};
const declared = { ...NOTHING_DECLARED, selfChecked: true };
const refusedFor = (changes: Partial<EmployerChangeFacts>): string[] =>
  refusalsOf(employerChangeRules({ ...skipped, ...changes }, declared, DEFAULT_POLICY)).map(
    ({ code }) => code,
  );

describe('the application of a skipped employer', () => {
  it('AC-106 needs no link, no contract in force and no full permission', () => {
    expect(refusedFor({})).toEqual([]);
    expect(refusedFor({ historical: false })).toEqual(expect.arrayContaining(['ASSOC_NOT_ACTIVE']));
  });

  it('needs the contract of its period with its scan', () => {
    expect(refusedFor({ contract: null, fileCounts: WITHOUT_CONTRACT })).toEqual(['ASSOC_CONTRACT_REQUIRED']);
    expect(refusedFor({ fileCounts: WITHOUT_CONTRACT })).toEqual(['EMPLOYEE_ATTACHMENT_MISSING']);
  });

  it('answers for the whole months of its own period only', () => {
    const strange = [paidBy(U3, '2022-03'), paidBy(U3, '2022-04'), paidBy(U3, '2022-05')];
    const rules = employerChangeRules({ ...skipped, records: strange }, declared, DEFAULT_POLICY);
    expect(refusalsOf(rules)).toMatchObject([
      { code: 'EMPCHG_UNIT_MISMATCH', facts: { months: ['2022-04'] } },
    ]);
  });

  it('comes in its turn: nothing before it is skipped, and nothing after it stands already', () => {
    const before = { employer: '丁单位', uscc: null, from: on('2022-03-08'), to: on('2022-03-20') };
    const later = { startDate: on('2022-03-21'), endDate: on('2022-04-30') };
    expect(refusedFor({ contract: later, workHistory: [before] })).toEqual(['EMPCHG_CHAIN_GAP']);
    const earlier = { startDate: on('2021-01-01'), endDate: on('2021-12-31') };
    expect(refusedFor({ contract: earlier, records: [] })).toEqual(['EMPCHG_CHAIN_GAP']);
  });

  it('is told when the permit waits for no unit, or has been at this one last', () => {
    const { permit } = skipped;
    if (permit === null) throw new Error('no permit');
    expect(refusedFor({ permit: { ...permit, status: 'VALID' } })).toEqual(['PERMIT_NOT_SUSPENDED']);
    expect(refusedFor({ uscc: U1, records: [] })).toContain('EMPCHG_SAME_UNIT');
    expect(refusedFor({ today: on('2025-01-28') })).toEqual(['EMPCHG_TOO_LATE']);
  });
});
