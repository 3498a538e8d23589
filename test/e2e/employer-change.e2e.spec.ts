import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { AssociationView } from '../../services/api/associations/association.views.js';
import { expectRefused, refusalCodes, type Answer, type ApiClient } from '../support/api-client.js';
import {
  decideAs,
  freezeAt,
  inStatus,
  passedBy,
  passLevels,
  permitsOf,
  read,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { textOf } from '../support/pdf-text.js';
import { eventually } from '../support/eventually.js';
import {
  insuranceMonths,
  pdfUpload,
  profile,
  readUnit,
  requestAssociation,
  succeeded,
  trialClient,
  uploadFile,
  uploadUnitFiles,
} from '../support/people.js';
import { permitHolder, prepareRenewal, renewalOf, type PermitHolder } from '../support/renewals.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUnit } from '../support/units.js';

let stack: Stack;
let cast: Cast;
let unit2: ApiClient;
let uscc2: string;
let chaoyang: readonly ApiClient[];
let holders: readonly PermitHolder[];
const [CHANGER, STRANGER, THIRD, SKIPPER, LATE, BOTH] = [0, 1, 2, 3, 4, 5];

const holder = (index: number | undefined): PermitHolder => {
  const found = holders[index ?? -1];
  if (found === undefined) throw new Error(`no holder ${index}`);
  return found;
};
const at = (time: string) => freezeAt(cast, `${time}+08:00`);

beforeAll(async () => {
  stack = await startStack({ startAt: '2022-03-05' });
  cast = await signInCast(stack);
  unit2 = await trialClient(stack, 'unit2');
  chaoyang = [
    await trialClient(stack, 'chaoyang-first'),
    await trialClient(stack, 'chaoyang-second'),
    cast.reviewers.MUNICIPAL,
    cast.reviewers.FINAL,
  ];
  await at('2022-03-05T10:00:00');
  await uploadUnitFiles(cast.unit);
  await uploadUnitFiles(unit2);
  ({ uscc: uscc2 } = await readUnit(unit2));
  holders = await Promise.all(Array.from({ length: 6 }, () => permitHolder(cast)));
}, 120_000);
afterAll(() => stack?.stop());

function endLink({ associationId }: PermitHolder, leaveDate: string): Promise<Answer<AssociationView>> {
  return cast.unit.post(`/api/v1/associations/${associationId}/termination`, {
    leaveDate,
    endReason: 'RESIGNED',
  });
}

/** Linked to U2 with a contract that begins on that day, and the files that a change of employer asks for. */
async function joinUnit2(person: PermitHolder, startDate: string, endDate = '2030-06-30'): Promise<void> {
  const id = await requestAssociation(person, unit2);
  const contract = { position: '架构师', startDate, endDate };
  succeeded(
    await unit2.upload(`/api/v1/associations/${id}/confirmation`, await pdfUpload('劳动合同', contract)),
  );
  await uploadFile(person.client, 'EMP_LEAVE_CERT');
}

async function months(person: PermitHolder, uscc: string, today: string, from: string): Promise<void> {
  const all = insuranceMonths((await readUnit(cast.unit)).uscc, knownDate(today));
  const changed = all.map((row) =>
    row.month >= from ? { ...row, insuranceUnitUscc: uscc, taxUnitUscc: uscc, contractUnitUscc: uscc } : row,
  );
  succeeded(await person.client.put('/api/v1/employees/me/insurance-months', { months: changed }));
}

async function draftChange(unit: ApiClient, { employeeId }: PermitHolder): Promise<ApplicationView> {
  const draft = { type: 'EMPLOYER_CHANGE', permitType: 'BEIJING_WORK_RESIDENCE', employeeId };
  return succeeded(await unit.post<ApplicationView>('/api/v1/applications', draft));
}

function submitChange(unit: ApiClient, id: string, declared: object = {}): Promise<Answer<ApplicationView>> {
  return unit.post(`/api/v1/applications/${id}/submission`, { selfChecked: true, ...declared });
}

async function changeOf(person: PermitHolder, declared: object = {}): Promise<Answer<ApplicationView>> {
  return submitChange(unit2, (await draftChange(unit2, person)).id, declared);
}

describe('while the permit is at U1', () => {
  it('AC-84 U2, which had E before, is told PERMIT_NOT_SUSPENDED; a unit that never had E learns nothing', async () => {
    const person = holder(STRANGER);
    const stranger = {
      type: 'EMPLOYER_CHANGE',
      permitType: 'BEIJING_WORK_RESIDENCE',
      employeeId: person.employeeId,
    };
    expectRefused(await unit2.post('/api/v1/applications', stranger), 'FORBIDDEN_SCOPE');
    await stack.sql(
      `insert into association (id, unit_id, employee_id, status, requested_at, ended_on, end_reason)
       select gen_random_uuid(), u.id, $1, 'ENDED', now(), '2015-01-01', 'RESIGNED' from unit u where u.uscc = $2`,
      [person.employeeId, uscc2],
    );
    const refused = await changeOf(person);
    expectRefused(refused, 'PERMIT_NOT_SUSPENDED', { status: 'VALID' });
    expect(refusalCodes(refused)).toContain('ASSOC_NOT_ACTIVE');
  });
});

describe('after U1 has ended the link', () => {
  it('AC-50 AC-81 the permit is 挂起, cannot be renewed, and E may request another unit', async () => {
    await at('2022-03-07T10:00:00');
    const person = holder(CHANGER);
    expect(succeeded(await endLink(person, '2022-03-07')).status).toBe('ENDED');
    expect(await permitsOf(person)).toMatchObject([{ status: 'SUSPENDED', statusLabel: '挂起' }]);
    const renewal = await renewalOf(cast.unit, person);
    expectRefused(renewal, 'PERMIT_NOT_VALID', { status: 'SUSPENDED' });
    await joinUnit2(person, '2022-03-07');
  });

  it('AC-87 all levels of the new department pass: VALID at U2, V unchanged, both units in the history, the form shows U2', async () => {
    const person = holder(CHANGER);
    const submitted = succeeded(await changeOf(person));
    expect(submitted).toMatchObject({
      status: 'IN_REVIEW',
      stage: '区级初审',
      departmentName: '朝阳区人社局',
    });
    expect(submitted.hints.map(({ code }) => code)).toEqual(['H-INSURANCE-LATER']);
    await passedBy(chaoyang, submitted.id);
    await inStatus(unit2, submitted.id, 'APPROVED');
    const [permit] = await permitsOf(person);
    expect(permit).toMatchObject({ status: 'VALID', validFrom: '2022-03-05', validUntil: '2025-03-04' });
    expect(permit?.unitHistory).toEqual([
      { unitName: '北京云程信息技术有限公司', from: '2022-03-05', to: '2022-03-07' },
      { unitName: '北京远见数据科技有限公司', from: '2022-03-07', to: null },
    ]);
    const form = await eventually('the form', async () => {
      const answer = await person.client.get(`/api/v1/applications/${submitted.id}/confirmation-form`);
      return answer.status === 200 ? answer.bytes : null;
    });
    expect(await textOf(form)).toContain('北京远见数据科技有限公司');
    const again = await changeOf(person);
    expectRefused(again, 'PERMIT_NOT_SUSPENDED');
    expect(refusalCodes(again)).toContain('EMPCHG_SAME_UNIT');
  });

  it('AC-88 insurance paid by a third company → EMPCHG_UNIT_MISMATCH naming the months', async () => {
    const person = holder(THIRD);
    succeeded(await endLink(person, '2022-03-07'));
    await at('2022-05-10T10:00:00');
    await joinUnit2(person, '2022-03-08');
    await months(person, '91110105MA01ABCD5F', '2022-05-10', '2022-04');
    expectRefused(await changeOf(person), 'EMPCHG_UNIT_MISMATCH', { months: ['2022-04'] });
    await months(person, uscc2, '2022-05-10', '2022-04');
    const accepted = succeeded(await changeOf(person));
    expect(accepted.hints.map(({ code }) => code)).toEqual(['H-SUSPENDED-60D']);
  });

  it('AC-88 another employer between U1 and U2 → EMPCHG_CHAIN_GAP naming it', async () => {
    const person = holder(SKIPPER);
    succeeded(await endLink(person, '2022-03-07'));
    await joinUnit2(person, '2022-05-01');
    const workHistory = [
      ...profile().workHistory.map((each) => ({ ...each, to: each.to ?? '2022-03-07' })),
      { from: '2022-03-08', to: '2022-04-30', employer: '北京过渡科技有限公司', position: '顾问' },
      { from: '2022-05-01', employer: '北京远见数据科技有限公司', position: '架构师' },
    ];
    const { version } = succeeded(await person.client.get<{ version: number }>('/api/v1/employees/me'));
    const changed = { ...profile(), workHistory };
    succeeded(await person.client.put('/api/v1/employees/me', changed, { ifMatch: version }));
    expectRefused(await changeOf(person), 'EMPCHG_CHAIN_GAP', { employers: ['北京过渡科技有限公司'] });
  });

  it('AC-89 a LIMITED permission is enough, none is PERM_NOT_ACTIVE', async () => {
    const person = holder(STRANGER);
    succeeded(await endLink(person, '2022-05-10'));
    const unit = await newUnit(stack);
    await stack.sql(
      `insert into association (id, unit_id, employee_id, status, requested_at, ended_on, end_reason)
       values (gen_random_uuid(), $1, $2, 'ENDED', now(), '2015-01-01', 'RESIGNED')`,
      [unit.id, person.employeeId],
    );
    const draft = {
      type: 'EMPLOYER_CHANGE',
      permitType: 'BEIJING_WORK_RESIDENCE',
      employeeId: person.employeeId,
    };
    expectRefused(await unit.client.post('/api/v1/applications', draft), 'PERM_NOT_ACTIVE');
    await stack.sql(
      `update business_permission set scope = 'LIMITED' where unit_id = (select id from unit where uscc = $1)`,
      [uscc2],
    );
    await joinUnit2(person, '2022-05-10');
    const { id } = succeeded(await changeOf(person));
    await passedBy(chaoyang, id);
    await inStatus(unit2, id, 'APPROVED');
    expect(await permitsOf(person)).toMatchObject([{ status: 'VALID' }]);
  });
});

describe('near the end, V = 2025-03-04', () => {
  it('AC-52 AC-90 renewal and change both due: U1 renews first, then disassociates, then U2 applies', async () => {
    await at('2025-01-20T10:00:00');
    const person = holder(BOTH);
    const refused = await endLink(person, '2025-01-20');
    expectRefused(refused, 'DIS_RENEWAL_FIRST', { lastSubmissionOn: '2025-01-27' });
    await prepareRenewal(person, cast.unit);
    const renewal = succeeded(await renewalOf(cast.unit, person));
    expectRefused(await endLink(person, '2025-01-20'), 'DIS_IN_FLIGHT');
    await passLevels(cast, renewal.id);
    await inStatus(cast.unit, renewal.id, 'APPROVED');
    expect(succeeded(await endLink(person, '2025-01-20')).status).toBe('ENDED');
    await joinUnit2(person, '2025-01-20');
    const change = succeeded(await changeOf(person));
    await passedBy(chaoyang, change.id);
    await inStatus(unit2, change.id, 'APPROVED');
    expect(await permitsOf(person)).toMatchObject([
      { status: 'VALID', validFrom: '2025-03-05', validUntil: '2028-03-04' },
    ]);
  });

  it('AC-86 submission on L, 2025-01-27, is accepted, on 2025-01-28 EMPCHG_TOO_LATE unless acknowledged', async () => {
    const person = holder(LATE);
    await at('2025-01-27T10:00:00');
    succeeded(
      await cast.unit.post(`/api/v1/associations/${person.associationId}/termination`, {
        leaveDate: '2025-01-27',
        endReason: 'RESIGNED',
        waiveRenewal: true,
        waiverReason: '员工自愿',
      }),
    );
    await joinUnit2(person, '2025-01-27');
    const { id } = await draftChange(unit2, person);
    const accepted = succeeded(await submitChange(unit2, id));
    expect(accepted.status).toBe('IN_REVIEW');
    await decideAs(chaoyang[0] ?? unit2, id, { outcome: 'REJECT', opinion: '离职证明不清晰' });
    await at('2025-01-28T10:00:00');
    const { id: fresh } = await draftChange(unit2, person);
    expectRefused(await submitChange(unit2, fresh), 'EMPCHG_TOO_LATE', { lastSubmissionOn: '2025-01-27' });
    const again = succeeded(await unit2.post<ApplicationView>(`/api/v1/applications/${id}/reinitiation`));
    const late = succeeded(await submitChange(unit2, again.id));
    expect(late.hints.map(({ code }) => code)).toContain('H-LATE-RESUBMIT');
    expect((await read(unit2, late.id)).previousApplicationId).toBe(id);
  });
});
