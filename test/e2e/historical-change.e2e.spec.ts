import { knownDate } from '../../domain/calendar/plain-date.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { AssociationPage } from '../../services/api/associations/association.views.js';
import type {
  HistoricalRequestList,
  OwnHistoricalRequestView,
} from '../../services/api/historical/historical.views.js';
import { expectRefused, refusalCodes, type Answer, type ApiClient } from '../support/api-client.js';
import {
  decideAs,
  freezeAt,
  inStatus,
  noticesAbout,
  passedBy,
  passLevels,
  permitsOf,
  read,
  signInCast,
  type Cast,
} from '../support/cast.js';
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
import { permitHolder, type PermitHolder } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUnit, type TestUnit } from '../support/units.js';

const BEIJING = 'BEIJING_WORK_RESIDENCE';
const REQUESTS = '/api/v1/historical-requests';
const PERIOD = { position: '顾问', startDate: '2022-03-08', endDate: '2022-04-30' };
let stack: Stack;
let cast: Cast;
let unit2: ApiClient;
let unit3: TestUnit;
let code2: string;
let uscc2: string;
let chaoyang: readonly ApiClient[];
let person: PermitHolder;
let settled: PermitHolder;
let change: ApplicationView;

beforeAll(async () => {
  stack = await startStack({ startAt: '2022-03-05' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2022-03-05T10:00:00+08:00');
  unit2 = await trialClient(stack, 'unit2');
  chaoyang = [
    await trialClient(stack, 'chaoyang-first'),
    await trialClient(stack, 'chaoyang-second'),
    cast.reviewers.MUNICIPAL,
    cast.reviewers.FINAL,
  ];
  const { uscc, associationCode } = await readUnit(unit2);
  [uscc2, code2] = [uscc, associationCode ?? ''];
  await stack.sql(
    `update business_permission set scope = 'LIMITED' where unit_id = (select id from unit where uscc = $1)`,
    [uscc2],
  );
  unit3 = await newUnit(stack);
  await openPermission(unit3.id);
  for (const unit of [cast.unit, unit2, unit3.client]) await uploadUnitFiles(unit);
  [person, settled] = await Promise.all([permitHolder(cast), permitHolder(cast)]);
  await freezeAt(cast, '2022-03-07T10:00:00+08:00');
  const leaving = { leaveDate: '2022-03-07', endReason: 'RESIGNED' };
  succeeded(await cast.unit.post(`/api/v1/associations/${person.associationId}/termination`, leaving));
  await freezeAt(cast, '2022-05-10T10:00:00+08:00');
  await joinUnit3();
}, 120_000);
afterAll(() => stack?.stop());

async function openPermission(unitId: string): Promise<void> {
  await stack.sql(`update unit set association_code = 'ABCD2345' where id = $1`, [unitId]);
  await stack.sql(
    `insert into business_permission (id, unit_id, permit_type, status, scope, supervising_department_id, opened_on)
     select gen_random_uuid(), $1, $2, 'ACTIVE', 'FULL', id, '2020-01-01' from department where name = '海淀区人社局'`,
    [unitId, BEIJING],
  );
}

/** From U1 to U2, which did nothing, to U3; insurance of April was paid by U2. */
async function joinUnit3(): Promise<void> {
  const id = await requestAssociation(person, unit3.client);
  const contract = { position: '架构师', startDate: '2022-05-01', endDate: '2030-06-30' };
  const confirmation = `/api/v1/associations/${id}/confirmation`;
  succeeded(await unit3.client.upload(confirmation, await pdfUpload('劳动合同', contract)));
  await uploadFile(person.client, 'EMP_LEAVE_CERT');
  const workHistory = [
    ...profile().workHistory.map((each) => ({ ...each, to: each.to ?? '2022-03-07' })),
    { from: '2022-03-08', to: '2022-04-30', employer: '北京远见数据科技有限公司', position: '顾问' },
    { from: '2022-05-01', employer: (await readUnit(unit3.client)).name, position: '架构师' },
  ];
  const { version } = succeeded(await person.client.get<{ version: number }>('/api/v1/employees/me'));
  const changed = { ...profile(), workHistory };
  succeeded(await person.client.put('/api/v1/employees/me', changed, { ifMatch: version }));
  await aprilPaidBy(uscc2);
}

async function aprilPaidBy(uscc: string): Promise<void> {
  const all = insuranceMonths((await readUnit(cast.unit)).uscc, knownDate('2022-05-10'));
  const months = all.map((row) =>
    row.month === '2022-04'
      ? { ...row, insuranceUnitUscc: uscc, taxUnitUscc: uscc, contractUnitUscc: uscc }
      : row,
  );
  succeeded(await person.client.put('/api/v1/employees/me/insurance-months', { months }));
}

const draft = (unit: ApiClient, more: object = {}): Promise<Answer<ApplicationView>> =>
  unit.post('/api/v1/applications', {
    type: 'EMPLOYER_CHANGE',
    permitType: BEIJING,
    employeeId: person.employeeId,
    ...more,
  });
const submit = (unit: ApiClient, id: string): Promise<Answer<ApplicationView>> =>
  unit.post(`/api/v1/applications/${id}/submission`, { selfChecked: true });
const attach = async (
  unit: ApiClient,
  id: string,
  fields: Readonly<Record<string, string>> = PERIOD,
): Promise<Answer<ApplicationView>> =>
  unit.upload(`/api/v1/applications/${id}/contract`, await pdfUpload('劳动合同', fields));
const pending = async (unit: ApiClient) => succeeded(await unit.get<HistoricalRequestList>(REQUESTS)).items;

describe('the request to a skipped employer', () => {
  it('AC-106 without it U3 is told EMPCHG_CHAIN_GAP, and U2 may apply for nobody', async () => {
    const { id } = succeeded(await draft(unit3.client));
    expectRefused(await submit(unit3.client, id), 'EMPCHG_CHAIN_GAP', {
      employers: [uscc2, '北京远见数据科技有限公司'],
    });
    expectRefused(await draft(unit2, { historical: true }), 'FORBIDDEN_SCOPE');
  });

  it('is refused for an unknown code, a permit that is 有效, and a unit without a period that is over', async () => {
    const nobody = await person.client.post(REQUESTS, { code: 'ZZZZ9999' });
    expectRefused(nobody, 'ASSOC_CODE_INVALID');
    const held = await settled.client.post(REQUESTS, { code: code2 });
    expect(refusalCodes(held)).toEqual(['VALIDATION_FAILED', 'PERMIT_NOT_SUSPENDED']);
    expectRefused(await person.client.post(REQUESTS, { code: 'ABCD2345' }), 'VALIDATION_FAILED');
  });

  it('is refused where the unit has no permission', async () => {
    const setStatus = (status: string) =>
      stack.sql(
        `update business_permission set status = $2 where unit_id = (select id from unit where uscc = $1)`,
        [uscc2, status],
      );
    await setStatus('CANCELLED');
    expectRefused(await person.client.post(REQUESTS, { code: code2 }), 'PERM_NOT_ACTIVE');
    await setStatus('ACTIVE');
  });

  it('makes no association: the person appears at U2 marked 补办, and nowhere else', async () => {
    const made = succeeded(await person.client.post<OwnHistoricalRequestView>(REQUESTS, { code: code2 }));
    expect(made).toMatchObject({
      unitName: '北京远见数据科技有限公司',
      from: '2022-03-08',
      to: '2022-04-30',
    });
    expect(await pending(unit2)).toMatchObject([
      { mark: '补办', employeeId: person.employeeId, name: person.name, applicationId: null },
    ]);
    expect(await pending(unit3.client)).toEqual([]);
    const { items } = succeeded(await unit2.get<AssociationPage>('/api/v1/associations'));
    expect(items).toEqual([]);
    expectRefused(await person.client.post(REQUESTS, { code: code2 }), 'STATE_NOT_ALLOWED');
  });
});

describe('the application of a skipped employer', () => {
  it('needs the contract of the period, which only its own unit attaches', async () => {
    expectRefused(await draft(unit2), 'FORBIDDEN_SCOPE');
    change = succeeded(await draft(unit2, { historical: true }));
    expect(change.details.historical).toBe(true);
    expect((await pending(unit2))[0]?.applicationId).toBe(change.id);
    expectRefused(await submit(unit2, change.id), 'ASSOC_CONTRACT_REQUIRED');
    expectRefused(await attach(cast.unit, change.id), 'FORBIDDEN_SCOPE');
    expectRefused(await attach(unit2, change.id, { position: '顾问' }), 'ASSOC_CONTRACT_REQUIRED', {
      fields: ['startDate', 'endDate'],
    });
    expectRefused(await attach(unit2, change.id, { ...PERIOD, endDate: '2022-05-11' }), 'VALIDATION_FAILED');
    succeeded(await attach(unit2, change.id));
    const { id } = succeeded(await draft(unit3.client));
    expectRefused(await attach(unit3.client, id), 'STATE_NOT_ALLOWED');
  });

  it('is judged by the rows of its own period, with a LIMITED permission and without a link', async () => {
    await aprilPaidBy(unit3.uscc);
    expectRefused(await submit(unit2, change.id), 'EMPCHG_UNIT_MISMATCH', { months: ['2022-04'] });
    await aprilPaidBy(uscc2);
    const submitted = succeeded(await submit(unit2, change.id));
    expect(submitted).toMatchObject({ status: 'IN_REVIEW', departmentName: '朝阳区人社局' });
    const contracts = submitted.files.filter(({ catalogueCode }) => catalogueCode === 'EMP_CONTRACT');
    expect(contracts).toHaveLength(1);
    expectRefused(await attach(unit2, change.id), 'STATE_NOT_ALLOWED');
    const { id } = succeeded(await draft(unit3.client));
    expect(refusalCodes(await submit(unit3.client, id))).toContain('APP_IN_FLIGHT_EXISTS');
  });

  it('returned, it carries the new scan; the scan of the first round stays readable', async () => {
    const [first] = (await read(unit2, change.id)).files.filter(
      ({ catalogueCode }) => catalogueCode === 'EMP_CONTRACT',
    );
    await decideAs(chaoyang[0] ?? unit2, change.id, { outcome: 'RETURN', opinion: '合同扫描件不清晰' });
    succeeded(await attach(unit2, change.id));
    const again = succeeded(await submit(unit2, change.id));
    expect(again.round).toBe(2);
    const [second] = again.files.filter(({ catalogueCode }) => catalogueCode === 'EMP_CONTRACT');
    expect(second?.fileId).not.toBe(first?.fileId);
    for (const file of [first, second]) {
      const scan = await unit2.get(`/api/v1/applications/${change.id}/files/${file?.fileId}`);
      expect(scan.status).toBe(200);
    }
  });

  it('AC-106 passed, only the history gains U2 and its period; the permit stays 挂起 and nothing is printed', async () => {
    await passedBy(chaoyang, change.id);
    await inStatus(unit2, change.id, 'APPROVED');
    const [permit] = await permitsOf(person);
    expect(permit).toMatchObject({ status: 'SUSPENDED', validUntil: '2025-03-04' });
    expect(permit?.unitHistory).toEqual([
      { unitName: '北京云程信息技术有限公司', from: '2022-03-05', to: '2022-03-07' },
      { unitName: '北京远见数据科技有限公司', from: '2022-03-08', to: '2022-04-30' },
    ]);
    expect(await pending(unit2)).toEqual([]);
    const news = await eventually('the notice', async () => {
      const notices = await noticesAbout(person.client, change.id);
      return notices.some(({ code }) => code === 'N-24') ? notices : null;
    });
    expect(news.filter(({ body }) => body.includes('确认单'))).toEqual([]);
    await eventually('the end of the process', async () => {
      const handle = stack.temporal.workflow.getHandle(`application/${change.id}`);
      return (await handle.describe()).status.name === 'COMPLETED' ? true : null;
    });
    const { documents } = await read(person.client, change.id);
    expect(documents.map(({ kind }) => kind)).not.toContain('CONFIRMATION_FORM');
    const form = await person.client.get(`/api/v1/applications/${change.id}/confirmation-form`);
    expectRefused(form, 'STATE_NOT_ALLOWED');
  });

  it("AC-106 U3's application is no longer EMPCHG_CHAIN_GAP; passed, the permit is 有效 at U3", async () => {
    const { id } = succeeded(await draft(unit3.client));
    succeeded(await submit(unit3.client, id));
    await passLevels(cast, id);
    await inStatus(unit3.client, id, 'APPROVED');
    const [permit] = await permitsOf(person);
    expect(permit?.status).toBe('VALID');
    expect(permit?.unitHistory.map(({ from, to }) => [from, to])).toEqual([
      ['2022-03-05', '2022-03-07'],
      ['2022-03-08', '2022-04-30'],
      ['2022-05-01', null],
    ]);
  });
});
