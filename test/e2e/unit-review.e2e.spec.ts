import { knownDate } from '../../domain/calendar/plain-date.js';
import type { InsuranceMonthView } from '../../services/api/employees/person.views.js';
import { expectRefused, faultPointers } from '../support/api-client.js';
import {
  decideAsUnit,
  draftNew,
  freezeAt,
  linkedPerson,
  noticesAbout,
  read,
  signInCast,
  submit,
  submitted,
  UNIT_PASS,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { insuranceMonths, readUnit, succeeded, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const OTHER_USCC = '91110108MA00TE5T26';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2024-06-03' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2024-06-03T10:00:00+08:00');
  person = await linkedPerson(cast);
});
afterAll(() => stack?.stop());

describe('the unit', () => {
  it('AC-58 does not pass without an opinion: RETURNED to the person, who corrects and submits again', async () => {
    const { id } = await submitted(person);
    for (const opinion of [undefined, '', ' \n ']) {
      const silent = await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion });
      expectRefused(silent, 'OPINION_REQUIRED');
      expect(faultPointers(silent)).toEqual(['/opinion']);
    }
    expect((await read(cast.unit, id)).status).toBe('UNIT_REVIEW');

    const returned = succeeded(
      await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion: '学历证书不清晰' }, { wait: 10 }),
    );
    expect(returned).toMatchObject({ status: 'RETURNED', stage: null, round: 1 });
    expect(returned.timeline.at(-1)).toMatchObject({
      level: 'UNIT',
      decisionLabel: '单位审批不通过',
      opinion: '学历证书不清晰',
      decidedByName: '王静',
    });
    const told = await eventually(
      'N-11',
      async () => (await noticesAbout(person.client, id)).find(({ code }) => code === 'N-11') ?? null,
    );
    expect(told.body).toBe('新办申请被退回修改：学历证书不清晰');

    const { version } = await read(person.client, id);
    const basis = { applicationBasis: 'AWARD' };
    succeeded(await person.client.patch(`/api/v1/applications/${id}`, basis, { ifMatch: version }));
    const again = succeeded(await submit(person, id));
    expect(again).toMatchObject({
      status: 'UNIT_REVIEW',
      round: 2,
      details: { applicationBasis: 'AWARD' },
      snapshotNo: 2,
    });
    expect(again.timeline.map(({ round, label, opinion }) => [round, label, opinion])).toEqual([
      [1, '提交申请', null],
      [1, '单位审批', '学历证书不清晰'],
      [2, '修改并重新提交', null],
      [2, '单位审批', null],
    ]);
    succeeded(await withdraw(person, id));
  });

  it('AC-58 AC-60 passes only with both confirmations, each named where it is missing', async () => {
    const { id } = await submitted(person);
    const bare = await decideAsUnit(cast.unit, id, { outcome: 'PASS' });
    expectRefused(bare, 'INSURANCE_TAX_UNCONFIRMED');
    expect(codesOf(bare)).toEqual(['INSURANCE_TAX_UNCONFIRMED', 'UNIT_SELF_CHECK_REQUIRED']);
    const unchecked = await decideAsUnit(cast.unit, id, { ...UNIT_PASS, selfChecked: false });
    expectRefused(unchecked, 'UNIT_SELF_CHECK_REQUIRED');
    const unconfirmed = await decideAsUnit(cast.unit, id, { ...UNIT_PASS, insuranceTaxConfirmed: false });
    expectRefused(unconfirmed, 'INSURANCE_TAX_UNCONFIRMED');
    expectRefused(
      await decideAsUnit(cast.unit, id, { outcome: 'REJECT', opinion: '不同意' }),
      'VALIDATION_FAILED',
    );

    const passed = succeeded(await decideAsUnit(cast.unit, id));
    expect(passed).toMatchObject({ status: 'IN_REVIEW', stage: '区级初审', snapshotNo: 2 });
    expect(passed.files.filter(({ catalogueCode }) => catalogueCode === 'EMP_CONTRACT')).toHaveLength(1);
    expectRefused(await decideAsUnit(cast.unit, id), 'STATE_NOT_ALLOWED');
    succeeded(await withdraw(person, id));
  });
});

describe('AC-60 insurance and tax of the 36 months before a submission in 2024-06', () => {
  let months: InsuranceMonthView[];
  const save = async (changed: readonly InsuranceMonthView[]) =>
    succeeded(await person.client.put('/api/v1/employees/me/insurance-months', { months: changed }));
  const month = (name: string): InsuranceMonthView => {
    const found = months.find((each) => each.month === name);
    if (found === undefined) throw new Error(`${name} is not among the months`);
    return found;
  };

  beforeAll(async () => {
    months = insuranceMonths((await readUnit(cast.unit)).uscc, knownDate('2024-06-03'));
  });

  it('begin with 2021-06 and end with 2024-05', () => {
    expect([months[0]?.month, months.at(-1)?.month, months.length]).toEqual(['2021-06', '2024-05', 36]);
  });

  it('AC-60 a month that went unpaid is a gap, listed at the submission and at the pass of the unit', async () => {
    const { id } = await draftNew(person);
    await save([{ ...month('2022-03'), insurancePaid: false }]);
    expectRefused(await submit(person, id), 'INSURANCE_GAP', { months: ['2022-03'] });
    await save([month('2022-03')]);
    succeeded(await submit(person, id));
    await save([{ ...month('2022-03'), insurancePaid: false }]);
    const refused = await decideAsUnit(cast.unit, id);
    expectRefused(refused, 'INSURANCE_GAP', { months: ['2022-03'] });
    expect(codesOf(refused)).toEqual(['INSURANCE_GAP']);
    await save([month('2022-03')]);
    succeeded(await withdraw(person, id));
  });

  it('AC-60 a missing row is the same gap', async () => {
    const { id } = await submitted(person);
    await stack.sql(
      `delete from insurance_tax_month m using employee e, account a
        where m.month = '2022-03' and m.employee_id = e.id and a.employee_id = e.id and a.user_name = $1`,
      [person.userName],
    );
    expectRefused(await decideAsUnit(cast.unit, id), 'INSURANCE_GAP', { months: ['2022-03'] });
    await save([month('2022-03')]);
    succeeded(await withdraw(person, id));
  });

  it('AC-60 a row whose tax unit differs is a mismatch; with a gap and no confirmation, all are told at once', async () => {
    const { id } = await submitted(person);
    await save([{ ...month('2023-01'), taxUnitUscc: OTHER_USCC }]);
    expectRefused(await decideAsUnit(cast.unit, id), 'INSURANCE_MISMATCH', { months: ['2023-01'] });
    await save([{ ...month('2022-03'), insurancePaid: false }]);
    const all = await decideAsUnit(cast.unit, id, { outcome: 'PASS' });
    expect(codesOf(all)).toEqual([
      'INSURANCE_GAP',
      'INSURANCE_MISMATCH',
      'INSURANCE_TAX_UNCONFIRMED',
      'UNIT_SELF_CHECK_REQUIRED',
    ]);
    await save([month('2022-03'), month('2023-01')]);
    succeeded(await decideAsUnit(cast.unit, id));
    succeeded(await withdraw(person, id));
  });

  it('AC-60 the period stays that of the submission when the unit passes a month later', async () => {
    const { id } = await submitted(person);
    await freezeAt(cast, '2024-07-02');
    succeeded(await decideAsUnit(cast.unit, id));
    succeeded(await withdraw(person, id));
    const draft = await draftNew(person);
    expectRefused(await submit(person, draft.id), 'INSURANCE_GAP', { months: ['2024-06'] });
  });
});

function codesOf({ body }: { readonly body: unknown }): string[] {
  const { errors }: { errors?: { code: string }[] } = Object(body);
  return (errors ?? []).map(({ code }) => code);
}
