import { randomUUID } from 'node:crypto';
import { knownDate } from '../../domain/calendar/plain-date.js';
import type { InsuranceMonthsView, ProfileView } from '../../services/api/employees/person.views.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import {
  completeProfile,
  insuranceMonths,
  profile,
  readUnit,
  registerEmployee,
  succeeded,
  trialClient,
  type TestEmployee,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const ME = '/api/v1/employees/me';
const MONTHS = `${ME}/insurance-months`;
const USCC = '91110108MA01C2D36P';
let stack: Stack;
let employee: TestEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  employee = await registerEmployee(stack);
});

describe('the employee’s profile', () => {
  it('names what is missing until it is complete, and shows the person his whole number', async () => {
    const before = succeeded(await employee.client.get<ProfileView>(ME));
    expect(before).toMatchObject({ name: employee.name, idNo: employee.idNo, education: null, version: 1 });
    expect(before.missingFields).toEqual([
      'ethnicity',
      'politicalStatus',
      'maritalStatus',
      'householdRegister',
      'currentAddress',
      'education',
      'studyHistory',
      'workHistory',
    ]);
    const after = await completeProfile(employee);
    expect(after).toMatchObject({
      missingFields: [],
      version: 2,
      education: { reviewStatusLabel: '待审核' },
    });
    expect(after.workHistory.map(({ from, to }) => [from, to])).toEqual([
      ['2013-08-01', '2018-06-30'],
      ['2018-07-01', null],
    ]);
    const [row] = await stack.sql<{ text: string }>(`select e::text as text from employee e where id = $1`, [
      after.id,
    ]);
    for (const secret of [employee.idNo, '13900139000', '中关村']) expect(row?.text).not.toContain(secret);
  });

  it('is changed only by who has read it, once per key', async () => {
    expectRefused(await employee.client.put(ME, profile()), 'IF_MATCH_REQUIRED');
    const key = randomUUID();
    for (const _ of ['sent', 'sent again']) {
      const answer = await employee.client.put<ProfileView>(ME, profile(), { ifMatch: 1, key });
      expect(answer.headers.get('etag')).toBe('"2"');
    }
    expectRefused(await employee.client.put(ME, profile(), { ifMatch: 1 }), 'VERSION_CONFLICT');
    const unit = await trialClient(stack, 'unit1');
    expectRefused(await unit.put(ME, profile(), { ifMatch: 1 }), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).get(ME), 'AUTH_REQUIRED');
  });

  it('answers each planted fault with its pointer, those between fields too, and writes nothing', async () => {
    const { education, ...rest } = profile();
    const faulty = {
      ...rest,
      phone: '12345678901',
      email: 'nobody',
      ethnicity: 7,
      name: '别人',
      education: { ...education, academicDegree: '院士', graduatedOn: '2010-09-01', titleLevel: '特级' },
      workHistory: [
        { from: '2015-01-01', to: '2018-06-30', employer: '甲', position: '工程师' },
        { from: '2018-06-30', employer: '乙', position: '工程师' },
        { from: '2014-02-30', employer: '丙', position: '工程师', uscc: '91110108MA01C2D36Q' },
        { from: '2014-02-01', to: '2014-01-01', employer: '', position: '工程师' },
      ],
    };
    const answer = await employee.client.put(ME, faulty, { ifMatch: 1 });
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(faultPointers(answer).toSorted()).toEqual([
      '/education/academicDegree',
      '/education/graduatedOn',
      '/education/titleLevel',
      '/email',
      '/ethnicity',
      '/name',
      '/phone',
      '/workHistory/1/from',
      '/workHistory/2/from',
      '/workHistory/2/uscc',
      '/workHistory/3/employer',
      '/workHistory/3/to',
    ]);
    expect(answer.bytes.toString('utf8')).toContain('与第 1 段工作经历时间重叠');
    expect(succeeded(await employee.client.get<ProfileView>(ME)).version).toBe(1);
  });

  it('AC-49 asks for no title details with 否, and may be saved without them with 是', async () => {
    const { education, ...rest } = profile();
    const save = async (titled: object, ifMatch: number): Promise<ProfileView> =>
      succeeded(
        await employee.client.put<ProfileView>(
          ME,
          { ...rest, education: { ...education, ...titled } },
          { ifMatch },
        ),
      );
    const holding = await save(
      { holdsProfessionalTitle: true, titleName: '高级工程师', titleLevel: '副高' },
      1,
    );
    expect(holding.education).toMatchObject({ titleName: '高级工程师', titleCertNo: null });
    const without = await save({ holdsProfessionalTitle: false, titleName: '高级工程师' }, 2);
    expect(without.education).toMatchObject({ holdsProfessionalTitle: false, titleName: null });
  });
});

describe('insurance months', () => {
  it('replace those that are named and leave the others', async () => {
    const { uscc } = await readUnit(await trialClient(stack, 'unit1'));
    const months = insuranceMonths(uscc, knownDate('2021-08-05'));
    const saved = succeeded(await employee.client.put<InsuranceMonthsView>(MONTHS, { months }));
    expect(saved.months).toHaveLength(36);
    expect(saved.months[0]?.month).toBe('2018-08');
    const changed = { month: '2021-07', insurancePaid: false, taxableIncome: 1500.5 };
    const after = succeeded(await employee.client.put<InsuranceMonthsView>(MONTHS, { months: [changed] }));
    expect(after.months).toHaveLength(36);
    expect(after.months.at(-1)).toEqual({
      month: '2021-07',
      insuranceUnitUscc: null,
      insurancePaid: false,
      taxUnitUscc: null,
      taxableIncome: '1500.50',
      contractUnitUscc: null,
    });
    expect((await employee.client.get<InsuranceMonthsView>(MONTHS)).body).toEqual(after);
    expect(
      await stack.sql(`select from insurance_tax_month where taxable_income_sealed like '%1500%'`),
    ).toEqual([]);
  });

  it('answer each planted fault with its pointer', async () => {
    const good = { month: '2021-06', insurancePaid: true, taxableIncome: '0', insuranceUnitUscc: USCC };
    const months = [
      good,
      { ...good, taxableIncome: -1 },
      { ...good, month: '2021-13', taxableIncome: '1.234', insuranceUnitUscc: 'x' },
      { month: '2021-05', insurancePaid: 'yes', taxableIncome: 1e21 },
    ];
    const answer = await employee.client.put(MONTHS, { months });
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(faultPointers(answer).toSorted()).toEqual([
      '/months/1/month',
      '/months/1/taxableIncome',
      '/months/2/insuranceUnitUscc',
      '/months/2/month',
      '/months/2/taxableIncome',
      '/months/3/insurancePaid',
      '/months/3/taxableIncome',
    ]);
    expectRefused(await employee.client.put(MONTHS, { months: 'x' }), 'VALIDATION_FAILED');
    const unit = await trialClient(stack, 'unit1');
    expectRefused(await unit.put(MONTHS, { months: [good] }), 'FORBIDDEN_ACTION');
  });
});
