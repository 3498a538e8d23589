import type { EligibilityView } from '../../services/api/applications/application.views.js';
import type { ComparisonView } from '../../services/api/applications/comparison.views.js';
import type { AttachmentListView } from '../../services/api/attachments/attachment.views.js';
import type { RenewalCandidatePage } from '../../services/api/work-residence/work-residence.views.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { expectRefused, refusalCodes, type ApiClient } from '../support/api-client.js';
import {
  claimed,
  decideAs,
  freezeAt,
  inStatus,
  passLevels,
  permitsOf,
  release,
  signInCast,
  submit,
  type Cast,
} from '../support/cast.js';
import {
  insuranceMonths,
  pdfUpload,
  profile,
  readUnit,
  succeeded,
  trialClient,
  uploadUnitFiles,
} from '../support/people.js';
import {
  draftRenewal,
  permitHolder,
  prepareRenewal,
  renewFile,
  submitRenewal,
  type PermitHolder,
} from '../support/renewals.js';
import { reveal, revealedAt } from '../support/reveal.js';
import { startStack, type Stack } from '../support/stack.js';

const OLD_ADDRESS = profile().currentAddress;
const NEW_ADDRESS = '北京市朝阳区建国路88号';

let stack: Stack;
let cast: Cast;
/** Both valid until V = 2025-09-15, with O = 2025-07-16 and L = 2025-08-15. */
let moved: PermitHolder;
let spoiled: PermitHolder;
let renewalId: string;

const at = (day: string) => freezeAt(cast, `${day}T10:00:00+08:00`);

beforeAll(async () => {
  stack = await startStack({ startAt: '2022-09-16' });
  cast = await signInCast(stack);
  await at('2022-09-16');
  const parameters = { incomeFromMonth: '2022-01' };
  const publication = { effectiveFrom: '2022-09-16', reason: '按办理指南', parameters };
  succeeded(await cast.operator.post('/api/v1/policies', publication));
  await uploadUnitFiles(cast.unit);
  [moved, spoiled] = await Promise.all([permitHolder(cast), permitHolder(cast)]);
  await at('2025-06-20');
  await newContract(spoiled, '2018-07-01', '2025-06-30');
  await at('2025-07-21');
}, 120_000);
afterAll(() => stack?.stop());

async function newContract(person: PermitHolder, startDate: string, endDate: string): Promise<void> {
  const terms = await pdfUpload('劳动合同', { position: '高级工程师', startDate, endDate });
  succeeded(await cast.unit.upload(`/api/v1/associations/${person.associationId}/contract`, terms));
}

async function compared(client: ApiClient, id: string, against = 'APPROVED'): Promise<ComparisonView> {
  const path = `/api/v1/applications/${id}/comparison?against=${against}`;
  return succeeded(await client.get<ComparisonView>(path));
}

const differing = ({ fields }: ComparisonView) =>
  fields.filter(({ differs }) => differs).map(({ label, before, now }) => [label, before, now]);

/** Both values of the field that differs, in full. */
async function addressesIn(client: ApiClient, id: string): Promise<unknown[]> {
  const asked = { against: 'APPROVED', classes: ['ADDRESS'] };
  const whole = await revealedAt(client, `/api/v1/applications/${id}`, asked);
  return [whole['/comparison/fields/0/before'], whole['/comparison/fields/0/now']];
}

async function isMarkedUpdated({ permitId }: PermitHolder): Promise<boolean | undefined> {
  const { items } = succeeded(await cast.unit.get<RenewalCandidatePage>('/api/v1/work-residence/renewals'));
  return items.find((each) => each.permitId === permitId)?.employeeUpdated;
}

describe('a renewal with old files', () => {
  it('AC-75 income proof of before O − 30 days → RENEWAL_ATTACHMENT_NOT_UPDATED with the period that is asked for', async () => {
    const { id } = await draftRenewal(cast.unit, moved);
    renewalId = id;
    const refused = await submitRenewal(cast.unit, id);
    expectRefused(refused, 'RENEWAL_ATTACHMENT_NOT_UPDATED', {
      names: ['员工诚信声明', '应税收入证明'],
      incomeFrom: '2022-01',
      incomeTo: '2025-06',
    });
    const { items } = succeeded(await moved.client.get<AttachmentListView>('/api/v1/attachments'));
    const { hintText } = items.find(({ code }) => code === 'EMP_INCOME') ?? {};
    for (const asked of [
      '《申报收入查询记录》',
      '《申请人所得税纳税记录》',
      '每页加盖单位财务章',
      '经核真实有效',
      '签字',
    ]) {
      expect(hintText).toContain(asked);
    }
  });

  it('eligibility names each rule with its cure, its source and the dates of the permit', async () => {
    const path = `/api/v1/applications/${renewalId}/eligibility`;
    const { eligible, rules, dates } = succeeded(await cast.unit.get<EligibilityView>(path));
    expect(eligible).toBe(false);
    expect(dates).toEqual({
      validUntil: '2025-09-15',
      completeBy: '2025-09-14',
      opensOn: '2025-07-16',
      lastSubmissionOn: '2025-08-15',
      provisional: false,
    });
    expect(rules.find(({ code }) => code === 'RENEWAL_ATTACHMENT_NOT_UPDATED')).toMatchObject({
      result: 'FAIL',
      cure: expect.stringContaining('财务章'),
      source: expect.stringContaining('§8'),
    });
    expect(rules.filter(({ cure, source }) => cure === '' || source === '')).toEqual([]);
  });
});

describe('an employee who has updated his data', () => {
  it('AC-76 the unit sees approved and updated data side by side, marked, with 员工已更新信息', async () => {
    expect(await isMarkedUpdated(moved)).toBe(false);
    expect(await compared(cast.unit, renewalId)).toMatchObject({ employeeUpdated: false, newFiles: [] });
    const { body } = await moved.client.get<{ version: number }>('/api/v1/employees/me');
    const edited = { ...profile(), currentAddress: NEW_ADDRESS };
    succeeded(await moved.client.put('/api/v1/employees/me', edited, { ifMatch: body.version }));
    await prepareRenewal(moved, cast.unit);
    const comparison = await compared(cast.unit, renewalId);
    expect(comparison).toMatchObject({ against: 'APPROVED', hasBefore: true, employeeUpdated: true });
    expect(differing(comparison)).toEqual([['现居住地址', '北京市海淀区***', '北京市朝阳区***']]);
    expect(await addressesIn(cast.unit, renewalId)).toEqual([OLD_ADDRESS, NEW_ADDRESS]);
    expect(comparison.fields[0]?.field).toBe('currentAddress');
    expect(comparison.newFiles.map(({ name }) => name)).toEqual(['员工诚信声明', '应税收入证明']);
    expect(await isMarkedUpdated(moved)).toBe(true);
  });

  it('a draft is its initiator’s: the employee and other units learn nothing of its comparison', async () => {
    const path = `/api/v1/applications/${renewalId}/comparison`;
    expectRefused(await moved.client.get(path), 'FORBIDDEN_SCOPE');
    expectRefused(await cast.reviewers.DISTRICT_FIRST.get(path), 'FORBIDDEN_SCOPE');
    expectRefused(await cast.unit.get(`${path}?against=LUCK`), 'VALIDATION_FAILED');
  });

  it('AC-76 without verification → RENEWAL_NOT_VERIFIED; verified it is accepted', async () => {
    const refused = await submitRenewal(cast.unit, renewalId, { verifiedOnEmployeeSide: false });
    expectRefused(refused, 'RENEWAL_NOT_VERIFIED');
    expect(succeeded(await submitRenewal(cast.unit, renewalId)).status).toBe('IN_REVIEW');
  });

  it('a reviewer of a later round sees what changed since the last one; the number is masked for him and the unit', async () => {
    const reviewer = cast.reviewers.DISTRICT_FIRST;
    expect(await compared(reviewer, renewalId, 'ROUND')).toMatchObject({ hasBefore: false, newFiles: [] });
    await decideAs(reviewer, renewalId, { outcome: 'RETURN', opinion: '收入证明缺财务章' });
    await inStatus(cast.unit, renewalId, 'RETURNED');
    await renewFile(moved.client, 'EMP_INCOME');
    succeeded(await submitRenewal(cast.unit, renewalId));
    const since = await compared(reviewer, renewalId, 'ROUND');
    expect(since).toMatchObject({ against: 'ROUND', hasBefore: true, beforeRound: 1 });
    expect(differing(since)).toEqual([]);
    expect(since.newFiles.map(({ catalogueCode }) => catalogueCode)).toEqual(['EMP_INCOME']);
    const shownTo = async (client: ApiClient) =>
      (await compared(client, renewalId)).fields.find(({ field }) => field === 'idNo')?.now;
    const masked = `${moved.idNo.slice(0, 6)}********${moved.idNo.slice(-4)}`;
    for (const client of [reviewer, cast.unit]) expect(await shownTo(client)).toBe(masked);
    const { taskId } = await claimed(reviewer, renewalId);
    const task = `/api/v1/review-tasks/${taskId}`;
    const whole = await revealedAt(reviewer, task, { against: 'ROUND', classes: ['IDENTITY_NUMBER'] });
    expect(new Set(Object.values(whole))).toEqual(new Set([moved.idNo]));
    expect(Object.keys(whole)).toContain('/content/person/idNo');
    expect(Object.keys(whole).filter((pointer) => pointer.startsWith('/comparison/fields/'))).toHaveLength(2);
    succeeded(await release(reviewer, taskId));
  });

  it('AC-76 after approval the new address is effective without an information change', async () => {
    await passLevels(cast, renewalId);
    await inStatus(cast.unit, renewalId, 'APPROVED');
    expect(await permitsOf(moved)).toMatchObject([{ validUntil: '2028-09-15' }]);
    expect(await isMarkedUpdated(moved)).toBe(false);
    const draft = {
      type: 'BUSINESS_INFO_CHANGE',
      permitType: 'BEIJING_WORK_RESIDENCE',
      changes: [{ field: 'currentAddress' }],
    };
    const { id } = succeeded(await moved.client.post<{ id: string }>('/api/v1/applications', draft));
    expectRefused(await submit(moved, id), 'NO_CHANGE');
    expect(differing(await compared(cast.unit, renewalId)).map(([label]) => label)).toEqual(['现居住地址']);
    // what is closed needs nobody's number
    expectRefused(await reveal(cast.unit, `/api/v1/applications/${renewalId}`), 'STATE_NOT_ALLOWED');
  });
});

describe('the months and the contract of a renewal', () => {
  const putMonths = async (change: (month: string) => object): Promise<void> => {
    const { uscc } = await readUnit(cast.unit);
    const months = insuranceMonths(uscc, knownDate('2025-07-21')).map((row) => ({
      ...row,
      ...change(row.month),
    }));
    succeeded(await spoiled.client.put('/api/v1/employees/me/insurance-months', { months }));
  };

  it('AC-78 a month without taxable income → INCOME_ZERO_MONTH naming it', async () => {
    await prepareRenewal(spoiled, cast.unit);
    ({ id: renewalId } = await draftRenewal(cast.unit, spoiled));
    await putMonths((month) => (month === '2024-03' ? { taxableIncome: '0.00' } : {}));
    const refused = await submitRenewal(cast.unit, renewalId);
    expect(refusalCodes(refused)).toEqual(['CONTRACT_NOT_IN_FORCE', 'INCOME_ZERO_MONTH']);
    expect(refused.bytes.toString('utf8')).toContain('2024-03');
  });

  it('AC-78 an employer that never held the permit → RENEWAL_EMPLOYER_CHAIN', async () => {
    const { uscc: other } = await readUnit(await trialClient(stack, 'unit2'));
    const elsewhere = { insuranceUnitUscc: other, taxUnitUscc: other, contractUnitUscc: other };
    await putMonths((month) => (month === '2024-05' ? elsewhere : {}));
    expect(refusalCodes(await submitRenewal(cast.unit, renewalId))).toEqual([
      'CONTRACT_NOT_IN_FORCE',
      'RENEWAL_EMPLOYER_CHAIN',
    ]);
  });

  it('AC-79 an expired contract → CONTRACT_NOT_IN_FORCE until the unit uploads the new one', async () => {
    await putMonths(() => ({}));
    expectRefused(await submitRenewal(cast.unit, renewalId), 'CONTRACT_NOT_IN_FORCE', {
      startDate: '2018-07-01',
      endDate: '2025-06-30',
    });
    await newContract(spoiled, '2025-07-01', '2028-06-30');
    expect(succeeded(await submitRenewal(cast.unit, renewalId)).status).toBe('IN_REVIEW');
  });
});
