import { randomUUID } from 'node:crypto';
import type {
  AssociationDetailView,
  AssociationPage,
  AssociationView,
  OwnAssociationsView,
  OwnAssociationView,
} from '../../services/api/associations/association.views.js';
import type { AttachmentListView } from '../../services/api/attachments/attachment.views.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import {
  completeProfile,
  confirmAssociation,
  CONTRACT_FIELDS,
  pdfUpload,
  readUnit,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  uploadFile,
  uploadUnitFiles,
  type TestEmployee,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const LIST = '/api/v1/associations';
let stack: Stack;
let unit: ApiClient;
let otherUnit: ApiClient;
let employee: TestEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  unit = await trialClient(stack, 'unit1');
  otherUnit = await trialClient(stack, 'unit2');
  await uploadUnitFiles(unit);
  await uploadUnitFiles(otherUnit);
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  employee = await registerEmployee(stack);
  await completeProfile(employee);
});

async function ask(code: string | null, key = randomUUID()) {
  return employee.client.post<OwnAssociationView>(LIST, { code }, { key });
}
async function codeOf(client: ApiClient): Promise<string | null> {
  return (await readUnit(client)).associationCode;
}
async function mine(): Promise<OwnAssociationsView> {
  return succeeded(await employee.client.get<OwnAssociationsView>(`${LIST}/mine`));
}
async function listed(client: ApiClient, query: string): Promise<AssociationView[]> {
  return [...succeeded(await client.get<AssociationPage>(`${LIST}?${query}`)).items];
}
async function noticeBodies(client: ApiClient): Promise<string[]> {
  const { body } = await client.get<NoticePage>('/api/v1/notices?limit=100');
  return body.items.map(({ code, body: text, businessRef }) =>
    [code, text, businessRef.associationId ?? ''].join(' ').trim(),
  );
}
async function confirmation(
  id: string,
  fields: Record<string, string> = CONTRACT_FIELDS,
  key = randomUUID(),
) {
  return unit.upload<AssociationView>(`${LIST}/${id}/confirmation`, await pdfUpload('劳动合同', fields), {
    key,
  });
}
/** A form without a file. */
async function withoutFile(client: ApiClient, path: string, fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const headers = { authorization: `Bearer ${client.token}`, 'idempotency-key': randomUUID() };
  const response = await fetch(new URL(path, stack.apiUrl), { method: 'POST', body: form, headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: undefined, bytes };
}

describe('the unit’s tile', () => {
  it('shows code, contacts, permissions with department and opening day, and counts, to its own people only', async () => {
    expect(await readUnit(unit)).toMatchObject({
      name: '北京云程信息技术有限公司',
      unitTypeLabel: '企业',
      associationCode: expect.stringMatching(/^[A-Z2-9]{8}$/),
      handlers: [{ name: '王静', mobile: '13800138000', primary: true }],
      emergencyContact: { name: '赵磊' },
      permissions: [
        {
          permitTypeLabel: '北京市工作居住证',
          statusLabel: '有效',
          scope: 'FULL',
          supervisingDepartment: '海淀区人社局',
          openedOn: '2008-04-26',
        },
      ],
      pendingCount: 0,
    });
    expectRefused(await employee.client.get('/api/v1/units/mine'), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/units/mine'), 'AUTH_REQUIRED');
  });
});

describe('a request for the link', () => {
  it('AC-40 stands in the unit’s list with masked number and telephone and raises its pending count', async () => {
    const before = await readUnit(unit);
    const key = randomUUID();
    const requested = succeeded(await ask(before.associationCode, key));
    expect(requested).toMatchObject({ status: 'PENDING', statusLabel: '待确认', unitName: before.name });
    expect((await ask(before.associationCode, key)).body).toEqual(requested);
    expect(await readUnit(unit)).toMatchObject({ pendingCount: before.pendingCount + 1 });
    const [row] = await listed(unit, 'status=PENDING');
    const { idNo, name } = employee;
    const masked = `${idNo.slice(0, 6)}********${idNo.slice(-4)}`;
    expect(row).toMatchObject({
      id: requested.id,
      name,
      idNo: masked,
      phone: '139****9000',
      permitStatus: null,
    });
    expect(await noticeBodies(unit)).toContain(`N-05 有 ${before.pendingCount + 1} 名员工待确认关联`);
  });

  it('AC-40 needs a code of a unit and a complete profile, and tells all that is missing', async () => {
    expectRefused(await ask('ZZZZ9999'), 'ASSOC_CODE_INVALID');
    expectRefused(await ask('no code'), 'ASSOC_CODE_INVALID');
    expectRefused(await ask(null), 'VALIDATION_FAILED');
    employee = await registerEmployee(stack);
    const answer = await ask('ZZZZ9999');
    expectRefused(answer, 'ASSOC_CODE_INVALID');
    expect(answer.bytes.toString('utf8')).toContain('EMPLOYEE_PROFILE_INCOMPLETE');
    expectRefused(await unit.post(LIST, { code: await codeOf(unit) }), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).post(LIST, { code: 'x' }), 'AUTH_REQUIRED');
  });

  it('AC-41 to another unit takes the first one back', async () => {
    const first = await requestAssociation(employee, unit);
    expectRefused(await ask(await codeOf(unit)), 'STATE_NOT_ALLOWED');
    const second = succeeded(await ask(await codeOf(otherUnit)));
    const { current, history } = await mine();
    expect(current).toMatchObject({ id: second.id, status: 'PENDING' });
    expect(history).toMatchObject([{ id: first, status: 'WITHDRAWN', statusLabel: '已撤回' }]);
    expectRefused(await confirmation(first), 'STATE_NOT_ALLOWED');
    const waiting = (await readUnit(unit)).pendingCount;
    const counted = (await noticeBodies(unit)).filter((text) => text.startsWith('N-05'));
    expect(counted).toEqual(waiting === 0 ? [] : [`N-05 有 ${waiting} 名员工待确认关联`]);
  });

  it('is withdrawn by its employee, while nobody has decided', async () => {
    const id = await requestAssociation(employee, unit);
    const path = `${LIST}/${id}/withdrawal`;
    expectRefused(await (await registerEmployee(stack)).client.post(path), 'FORBIDDEN_SCOPE');
    expectRefused(await unit.post(path), 'FORBIDDEN_ACTION');
    expect(succeeded(await employee.client.post(path))).toMatchObject({ status: 'WITHDRAWN' });
    expectRefused(await employee.client.post(path), 'STATE_NOT_ALLOWED');
  });

  it('AC-46 is found by part of the name, by number whole or last four, and by day', async () => {
    employee = await registerEmployee(stack, { name: '欧阳·静' });
    await completeProfile(employee);
    const id = await requestAssociation(employee, unit);
    const ids = async (query: string): Promise<string[]> => (await listed(unit, query)).map((row) => row.id);
    expect(await ids('status=PENDING&name=阳')).toEqual([id]);
    for (const name of ['欧', '阳静', 'ouyang', 'OuYangJing', 'oyj', 'jing']) {
      expect(await ids(`status=PENDING&name=${name}`)).toContain(id);
    }
    for (const name of ['%25', 'ouyan', '欧静', 'ojy']) expect(await ids(`name=${name}`)).toEqual([]);
    expect(await ids(`idNo=${employee.idNo}`)).toEqual([id]);
    expect(await ids(`idNo=${employee.idNo.slice(-4).toLowerCase()}`)).toContain(id);
    expect(await ids(`idNo=${employee.idNo.slice(0, 10)}`)).toEqual([]);
    expect(await ids('requestedFrom=2021-08-05&requestedTo=2021-08-05&name=阳')).toEqual([id]);
    expect(await ids('requestedFrom=2021-08-06')).toEqual([]);
    expect(await ids('requestedTo=2021-08-04')).toEqual([]);
    expect(await ids('status=ACTIVE&name=阳')).toEqual([]);
    expect((await listed(otherUnit, 'name=阳')).length).toBe(0);
    const faulty = await unit.get(
      `${LIST}?status=ENDED&requestedFrom=2021-08-05&requestedTo=2021-08-04&idNo=1`,
    );
    expect(faultPointers(faulty).toSorted()).toEqual(['/idNo', '/requestedTo', '/status']);
    const first = succeeded(await unit.get<AssociationPage>(`${LIST}?limit=1`));
    const next = succeeded(await unit.get<AssociationPage>(`${LIST}?limit=1&cursor=${first.nextCursor}`));
    expect(next.items[0]?.id).not.toBe(first.items[0]?.id);
  });
});

describe('confirmation by the unit', () => {
  it('AC-42 needs scan, dates and post, all named at once; then the link is active', async () => {
    const id = await requestAssociation(employee, unit);
    const before = await readUnit(unit);
    const path = `${LIST}/${id}/confirmation`;
    const fields = ['position', 'startDate', 'endDate', 'scan'];
    expectRefused(await withoutFile(unit, path, {}), 'ASSOC_CONTRACT_REQUIRED', { fields });
    expectRefused(await withoutFile(unit, path, CONTRACT_FIELDS), 'ASSOC_CONTRACT_REQUIRED', {
      fields: ['scan'],
    });
    const over = { ...CONTRACT_FIELDS, endDate: '2021-08-04' };
    expectRefused(await confirmation(id, over), 'CONTRACT_NOT_IN_FORCE');
    const wrong = await confirmation(id, {
      startDate: 'x',
      endDate: '2021-01-01',
      openEnded: 'true',
      other: 'y',
    });
    expect(faultPointers(wrong).toSorted()).toEqual(['/openEnded', '/other', '/startDate']);
    const backwards = await confirmation(id, { ...CONTRACT_FIELDS, endDate: CONTRACT_FIELDS.startDate });
    expect(faultPointers(backwards)).toEqual(['/endDate']);

    const confirmed = succeeded(await confirmation(id));
    expect(confirmed).toMatchObject({
      status: 'ACTIVE',
      statusLabel: '已关联',
      contract: { ...CONTRACT_FIELDS, openEnded: false },
    });
    const { pendingCount, activeCount } = await readUnit(unit);
    expect([pendingCount, activeCount]).toEqual([before.pendingCount - 1, before.activeCount + 1]);
    expect(await noticeBodies(employee.client)).toContain(`N-06 已与 ${before.name} 关联 ${id}`);
    const counted = (await noticeBodies(unit)).filter((text) => text.startsWith('N-05'));
    expect(counted).toEqual(pendingCount === 0 ? [] : [`N-05 有 ${pendingCount} 名员工待确认关联`]);
  });

  it('AC-42 is one act per key, and a second one loses', async () => {
    const id = await requestAssociation(employee, unit);
    const upload = await pdfUpload('劳动合同', CONTRACT_FIELDS);
    const key = randomUUID();
    const path = `${LIST}/${id}/confirmation`;
    const answers = await Promise.all([1, 2, 3].map(() => unit.upload(path, upload, { key })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expectRefused(await confirmation(id), 'ASSOC_ALREADY_ACTIVE');
    const rows = await stack.sql('select from labor_contract where association_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('AC-44 of two at the same time has one winner, the other gets ASSOC_ALREADY_ACTIVE', async () => {
    const id = await requestAssociation(employee, unit);
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(() => confirmation(id)));
    const lost = answers.filter(({ status }) => status !== 200);
    expect(lost).toHaveLength(3);
    for (const answer of lost) expectRefused(answer, 'ASSOC_ALREADY_ACTIVE');
    expectRefused(await ask(await codeOf(otherUnit)), 'ASSOC_ALREADY_ACTIVE');
    expectRefused(await ask(await codeOf(unit)), 'ASSOC_ALREADY_ACTIVE');
  });

  it('AC-45 is refused without 单位缴纳税费凭证', async () => {
    const { items } = succeeded(await unit.get<AttachmentListView>('/api/v1/attachments?q=税费'));
    for (const { fileId } of items[0]?.files ?? [])
      succeeded(await unit.delete(`/api/v1/attachments/files/${fileId}`));
    const id = await requestAssociation(employee, unit);
    expectRefused(await confirmation(id), 'UNIT_ATTACHMENT_MISSING', { names: ['单位缴纳税费凭证'] });
    const none = await withoutFile(unit, `${LIST}/${id}/confirmation`, {});
    expectRefused(none, 'UNIT_ATTACHMENT_MISSING');
    await uploadFile(unit, 'UNIT_TAX_VOUCHER');
    expect(succeeded(await confirmation(id))).toMatchObject({ status: 'ACTIVE' });
  });

  it('is the unit’s own only', async () => {
    const id = await requestAssociation(employee, unit);
    const upload = await pdfUpload('劳动合同', CONTRACT_FIELDS);
    const path = `${LIST}/${id}/confirmation`;
    expectRefused(await otherUnit.upload(path, upload), 'FORBIDDEN_SCOPE');
    expectRefused(await employee.client.upload(path, upload), 'FORBIDDEN_ACTION');
    expectRefused(await unit.upload(`${LIST}/${randomUUID()}/confirmation`, upload), 'FORBIDDEN_SCOPE');
    expectRefused(await (await clientAs(stack, 'AUDITOR')).upload(path, upload), 'FORBIDDEN_ACTION');
  });
});

describe('refusal by the unit', () => {
  it('AC-43 needs a reason, tells it to the employee, and he may ask again', async () => {
    const id = await requestAssociation(employee, unit);
    const path = `${LIST}/${id}/refusal`;
    expectRefused(await unit.post(path, {}), 'REASON_REQUIRED');
    expectRefused(await unit.post(path, { reason: '  ' }), 'REASON_REQUIRED');
    expectRefused(await otherUnit.post(path, { reason: '非本单位员工' }), 'FORBIDDEN_SCOPE');
    expectRefused(await employee.client.post(path, { reason: 'x' }), 'FORBIDDEN_ACTION');
    const refused = succeeded(await unit.post<AssociationView>(path, { reason: '非本单位员工' }));
    expect(refused).toMatchObject({ status: 'REJECTED', rejectReason: '非本单位员工', phone: null });
    expectRefused(await unit.post(path, { reason: '再次' }), 'STATE_NOT_ALLOWED');
    expectRefused(await unit.get(`${LIST}/${id}`), 'FORBIDDEN_SCOPE');
    expect(await noticeBodies(employee.client)).toContain(`N-07 关联申请被拒绝：非本单位员工 ${id}`);
    const again = await requestAssociation(employee, unit);
    expect(await mine()).toMatchObject({
      current: { id: again },
      history: [{ id, rejectReason: '非本单位员工' }],
    });
  });
});

describe('an active employee', () => {
  let id: string;

  beforeEach(async () => {
    id = await requestAssociation(employee, unit);
    await confirmAssociation(unit, id);
  });

  it('AC-47 is shown with his data, education with 审核状态, work history and business in progress', async () => {
    const detail = succeeded(await unit.get<AssociationDetailView>(`${LIST}/${id}`));
    expect(detail).toMatchObject({
      contract: { position: CONTRACT_FIELDS.position },
      person: {
        name: employee.name,
        householdRegister: '河北省石家庄市长安区***',
        phone: '139****9000',
        education: { school: '北京理工大学', reviewStatusLabel: '待审核' },
        workHistory: [{ from: '2013-08-01' }, { to: null }],
      },
      applications: [],
    });
    expect(detail.person.idNo).toBe(detail.idNo);
    expect(JSON.stringify(detail)).not.toContain(employee.idNo);
    const scan = `/api/v1/attachments/files/${detail.contract?.scanFileId}`;
    for (const client of [unit, employee.client]) expect((await client.get(scan)).status).toBe(200);
    expectRefused(await otherUnit.get(scan), 'FORBIDDEN_SCOPE');
    expectRefused(await employee.client.delete(scan), 'FORBIDDEN_ACTION');
    expectRefused(await otherUnit.get(`${LIST}/${id}`), 'FORBIDDEN_SCOPE');
    expectRefused(await employee.client.get(`${LIST}/${id}`), 'FORBIDDEN_ACTION');
  });

  it('AC-48 gets post, dates and scan updated at once, and the old scan stays in history', async () => {
    const path = `${LIST}/${id}/contract`;
    const [before] = await listed(unit, `idNo=${employee.idNo}`);
    const post = await withoutFile(unit, path, { position: '技术总监' });
    expect(post.status).toBe(200);
    const scan = await pdfUpload('新合同', { startDate: '2021-01-01', openEnded: 'true' });
    const updated = succeeded(await unit.upload<AssociationView>(path, scan));
    expect(updated.contract).toMatchObject({
      position: '技术总监',
      startDate: '2021-01-01',
      endDate: null,
      openEnded: true,
    });
    expect(updated.contract?.scanFileId).not.toBe(before?.contract?.scanFileId);
    const old = `/api/v1/attachments/files/${before?.contract?.scanFileId}`;
    expect((await unit.get(old)).status).toBe(200);
    const contracts = `select is_current from labor_contract where association_id = $1 order by is_current`;
    expect(await stack.sql(contracts, [id])).toEqual([
      { is_current: false },
      { is_current: false },
      { is_current: true },
    ]);
    const { items } = succeeded(
      await employee.client.get<AttachmentListView>('/api/v1/attachments?q=劳动合同'),
    );
    expect(items).toMatchObject([{ status: 'UPLOADED', files: [{ fileName: '新合同.pdf' }] }]);
  });

  it('AC-48 keeps a contract that is in force, and only his unit changes it', async () => {
    const path = `${LIST}/${id}/contract`;
    expectRefused(await withoutFile(unit, path, {}), 'NO_CHANGE');
    expectRefused(await withoutFile(unit, path, { startDate: '2021-08-06' }), 'CONTRACT_NOT_IN_FORCE');
    const upload = await pdfUpload('合同');
    expectRefused(await employee.client.upload(path, upload), 'FORBIDDEN_ACTION');
    expectRefused(await otherUnit.upload(path, upload), 'FORBIDDEN_SCOPE');
    const waiting = await registerEmployee(stack);
    await completeProfile(waiting);
    const pending = await requestAssociation(waiting, unit);
    expectRefused(await unit.upload(`${LIST}/${pending}/contract`, upload), 'STATE_NOT_ALLOWED');
  });
});
