import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { UnitView } from '../../services/api/units/unit.views.js';
import { expectRefused, faultPointers, refusalCodes, type ApiClient } from '../support/api-client.js';
import {
  decideAs,
  deskItem,
  freezeAt,
  inStatus,
  noticesAbout,
  passedBy,
  read,
  signInCast,
  submit,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import {
  pdfUpload,
  readUnit,
  succeeded,
  trialClient,
  uploadFile,
  uploadUnitFiles,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUnit, type TestUnit } from '../support/units.js';

let stack: Stack;
let cast: Cast;
let haidian: readonly ApiClient[];
let centre: readonly ApiClient[];

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-02' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-02T10:00:00+08:00');
  const { DISTRICT_FIRST, DISTRICT_SECOND, MUNICIPAL } = cast.reviewers;
  haidian = [DISTRICT_FIRST, DISTRICT_SECOND, MUNICIPAL];
  centre = [await trialClient(stack, 'centre-first'), await trialClient(stack, 'centre-second')];
});
afterAll(() => stack?.stop());

const APPLICATIONS = '/api/v1/applications';
const FULL = {
  type: 'PERMISSION_APPLY',
  permitType: 'BEIJING_WORK_RESIDENCE',
  requestedScope: 'FULL',
  meetsNewConditions: true,
};
const LIMITED = { ...FULL, requestedScope: 'LIMITED', meetsNewConditions: false };

async function draft(unit: ApiClient, form: object = FULL): Promise<ApplicationView> {
  return succeeded(await unit.post<ApplicationView>(APPLICATIONS, form));
}

async function submitted(unit: ApiClient, form: object = FULL): Promise<string> {
  const { id } = await draft(unit, form);
  succeeded(await submit({ client: unit }, id));
  return id;
}

async function permissionOf(unit: ApiClient, permitType = 'BEIJING_WORK_RESIDENCE') {
  const { permissions } = await readUnit(unit);
  return permissions.find((each) => each.permitType === permitType);
}

async function opened(unit: TestUnit, form: object = FULL): Promise<string> {
  await uploadUnitFiles(unit.client);
  const id = await submitted(unit.client, form);
  await passedBy(haidian, id);
  await inStatus(unit.client, id, 'APPROVED');
  return id;
}

describe('申请业务办理权限, FULL', () => {
  it('AC-30 without 单位诚信声明 UNIT_ATTACHMENT_MISSING names it, and nothing is submitted', async () => {
    const { client } = await newUnit(stack);
    await uploadFile(client, 'UNIT_TAX_VOUCHER');
    await uploadFile(client, 'UNIT_HANDLER_ID');
    const { id } = await draft(client);
    const refused = await submit({ client }, id);
    expectRefused(refused, 'UNIT_ATTACHMENT_MISSING', {
      names: ['单位诚信声明'],
      codes: ['UNIT_INTEGRITY_STATEMENT'],
    });
    expect((await read(client, id)).status).toBe('DRAFT');
    expect(await permissionOf(client)).toBeUndefined();
  });

  it('AC-28 其他材料 that is not uploaded is not reported missing', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const { id } = await draft(client);
    const eligibility = succeeded(
      await client.get<{ eligible: boolean }>(`${APPLICATIONS}/${id}/eligibility`),
    );
    expect(eligibility).toMatchObject({ eligible: true });
    expect(succeeded(await submit({ client }, id)).status).toBe('IN_REVIEW');
  });

  it('AC-31 AC-32 opens only when all levels have passed: 有效 that day, with code and N-03', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const id = await submitted(client);
    expect(await permissionOf(client)).toMatchObject({ status: 'PENDING', statusLabel: '审批中' });
    for (const reviewer of haidian.slice(0, 2)) {
      await decideAs(reviewer, id);
      expect(await permissionOf(client)).toMatchObject({ status: 'PENDING', openedOn: null });
      expect((await readUnit(client)).associationCode).toBeNull();
    }
    await decideAs(cast.reviewers.MUNICIPAL, id);
    await inStatus(client, id, 'APPROVED');

    const unit = await readUnit(client);
    expect(unit.permissions).toEqual([
      expect.objectContaining({
        status: 'ACTIVE',
        statusLabel: '有效',
        scope: 'FULL',
        supervisingDepartment: '海淀区人社局',
        openedOn: '2021-08-02',
      }),
    ]);
    expect(unit.associationCode).toMatch(/^[ABCDEFGHJKMNPQRSTUVWXYZ23456789]{8}$/);
    const told = (await noticesAbout(client, id)).find(is('N-03'));
    expect(told?.body).toBe(`业务办理权限已开通，单位关联码：${unit.associationCode}`);
    const again = await draft(client);
    expectRefused(await submit({ client }, again.id), 'PERM_ALREADY_ACTIVE', { status: 'ACTIVE' });
  });

  it('AC-33 conditions not met → PERM_CONDITION_NOT_MET', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const { id } = await draft(client, { ...FULL, meetsNewConditions: false });
    expectRefused(await submit({ client }, id), 'PERM_CONDITION_NOT_MET');
  });

  it('all missing things are named at once, and a form that is wrong names each field', async () => {
    const { client } = await newUnit(stack);
    const { id } = await draft(client, { ...FULL, meetsNewConditions: false });
    const refused = await submit({ client }, id);
    expectRefused(refused, 'UNIT_ATTACHMENT_MISSING');
    expect(refusalCodes(refused)).toEqual(['UNIT_ATTACHMENT_MISSING', 'PERM_CONDITION_NOT_MET']);
    const wrong = await client.post(APPLICATIONS, {
      type: 'PERMISSION_APPLY',
      permitType: 'BEIJING_WORK_RESIDENCE',
      applicationBasis: 'DEGREE',
    });
    expectRefused(wrong, 'VALIDATION_FAILED');
    expect(faultPointers(wrong)).toEqual(['/applicationBasis', '/meetsNewConditions', '/requestedScope']);
  });

  it('a second application meanwhile is refused; withdrawn, the permission is as before', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const id = await submitted(client);
    const { id: other } = await draft(client);
    const { applicationNo } = await read(client, id);
    expectRefused(await submit({ client }, other), 'PERM_ALREADY_ACTIVE', { applicationNo });
    expect(succeeded(await withdraw({ client }, id)).status).toBe('WITHDRAWN');
    expect(await permissionOf(client)).toMatchObject({ status: 'NOT_OPENED', statusLabel: '未开通' });
    expect(succeeded(await submit({ client }, other)).status).toBe('IN_REVIEW');
  });

  it('AC-36 returned, edited under 查询单位业务申请 and submitted again: round 2 at level 1, the first opinion still readable', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const id = await submitted(client);
    await decideAs(cast.reviewers.DISTRICT_FIRST, id);
    await decideAs(cast.reviewers.DISTRICT_SECOND, id, { outcome: 'RETURN', opinion: '请补充纳税凭证' });
    expect(await permissionOf(client)).toMatchObject({ status: 'RETURNED', statusLabel: '退回修改' });
    const told = await eventually(
      'N-04',
      async () => (await noticesAbout(client, id)).find(is('N-04')) ?? null,
    );
    expect(told).toMatchObject({ body: '业务办理权限申请退回修改：请补充纳税凭证', resolvedAt: null });

    const list = succeeded(await client.get<{ items: ApplicationView[] }>(`${APPLICATIONS}?inFlight=true`));
    expect(list.items).toEqual([expect.objectContaining({ id, lastOpinion: '请补充纳税凭证' })]);
    await uploadFile(client, 'UNIT_TAX_VOUCHER');
    const again = succeeded(await submit({ client }, id));
    expect(again).toMatchObject({ status: 'IN_REVIEW', round: 2, stage: '区级初审' });
    expect(again.timeline).toContainEqual(
      expect.objectContaining({ round: 1, decision: 'RETURN', opinion: '请补充纳税凭证' }),
    );
    expect(await permissionOf(client)).toMatchObject({ status: 'PENDING' });
    expect((await noticesAbout(client, id)).find(is('N-04'))?.resolvedAt).not.toBeNull();
  });

  it('AC-37 rejected over 单位缴纳税费凭证: the re-initiated one is prefilled, names the old one and carries the new file', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const id = await submitted(client);
    await decideAs(cast.reviewers.DISTRICT_FIRST, id, {
      outcome: 'REJECT',
      opinion: '单位缴纳税费凭证已过期',
    });
    expect(await permissionOf(client)).toMatchObject({ status: 'REJECTED', statusLabel: '审批不通过' });
    const slots = succeeded(await client.get<{ items: SlotLike[] }>('/api/v1/attachments')).items;
    const [old] = slots.find(({ code }) => code === 'UNIT_TAX_VOUCHER')?.files ?? [];
    const replacement = await pdfUpload('新税票', { replaces: old?.fileId ?? '' });
    succeeded(await client.upload('/api/v1/attachments/UNIT_TAX_VOUCHER/files', replacement));
    const made = succeeded(await client.post<ApplicationView>(`${APPLICATIONS}/${id}/reinitiation`));
    expect(made).toMatchObject({
      status: 'DRAFT',
      previousApplicationId: id,
      details: { requestedScope: 'FULL', meetsNewConditions: true },
    });
    const { files } = succeeded(await submit({ client }, made.id));
    const names = files
      .filter((file) => file.catalogueCode === 'UNIT_TAX_VOUCHER')
      .map((file) => file.fileName);
    expect(names).toContain('新税票.pdf');
    expect(await permissionOf(client)).toMatchObject({ status: 'PENDING' });
    expect((await read(client, id)).status).toBe('REJECTED');
  });
});

interface SlotLike {
  readonly code: string;
  readonly files: readonly { readonly fileId: string }[];
}

describe('LIMITED, by 承诺书', () => {
  it('AC-33 without 承诺书 COMMITMENT_LETTER_MISSING; with it in 其他材料 accepted', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const { id } = await draft(client, LIMITED);
    expectRefused(await submit({ client }, id), 'COMMITMENT_LETTER_MISSING');
    await uploadLetter(client);
    expect(succeeded(await submit({ client }, id)).status).toBe('IN_REVIEW');
  });

  it('AC-34 AC-35 NEW is refused under LIMITED; after the upgrade it is possible and openedOn is unchanged', async () => {
    const unit = await newUnit(stack);
    await uploadLetter(unit.client);
    await opened(unit, LIMITED);
    const before = await readUnit(unit.client);
    expect(before.permissions).toEqual([
      expect.objectContaining({ scope: 'LIMITED', openedOn: '2021-08-02' }),
    ]);
    const employee = await unit.linkEmployee();
    const NEW = { type: 'NEW', permitType: 'BEIJING_WORK_RESIDENCE', applicationBasis: 'DEGREE' };
    expectRefused(await employee.client.post(APPLICATIONS, NEW), 'PERM_LIMITED_NO_NEW');

    await freezeAt(cast, '2021-08-03T10:00:00+08:00');
    const id = await submitted(unit.client, FULL);
    expect(await permissionOf(unit.client)).toMatchObject({ status: 'ACTIVE', scope: 'LIMITED' });
    await passedBy(haidian, id);
    await inStatus(unit.client, id, 'APPROVED');
    const after = await readUnit(unit.client);
    expect(after.permissions).toEqual([
      expect.objectContaining({ status: 'ACTIVE', scope: 'FULL', openedOn: '2021-08-02' }),
    ]);
    expect(after.associationCode).toBe(before.associationCode);
    expect(succeeded(await employee.client.post<ApplicationView>(APPLICATIONS, NEW)).status).toBe('DRAFT');
  });

  it('a rejected upgrade leaves the permission as it was', async () => {
    const unit = await newUnit(stack);
    await uploadLetter(unit.client);
    await opened(unit, LIMITED);
    const id = await submitted(unit.client, FULL);
    await decideAs(cast.reviewers.DISTRICT_FIRST, id, { outcome: 'REJECT', opinion: '未达条件' });
    expect(await permissionOf(unit.client)).toMatchObject({ status: 'ACTIVE', scope: 'LIMITED' });
  });
});

describe('two kinds of permit, cancellation', () => {
  it('AC-38 each kind has its own row, department and route', async () => {
    const unit = await newUnit(stack);
    await opened(unit);
    const overseas = { ...FULL, permitType: 'OVERSEAS_RETURNEE_WORK_RESIDENCE' };
    const id = await submitted(unit.client, overseas);
    expect((await read(unit.client, id)).stage).toBe('中心初审');
    expect(await deskItem(cast.reviewers.DISTRICT_FIRST, id)).toBeUndefined();
    await passedBy(centre, id);
    await inStatus(unit.client, id, 'APPROVED');
    const { permissions } = await readUnit(unit.client);
    expect(
      permissions.map((each) => [each.permitTypeLabel, each.statusLabel, each.supervisingDepartment]),
    ).toEqual([
      ['北京市工作居住证', '有效', '海淀区人社局'],
      ['留学回国人员工作居住证', '有效', '北京海外学人中心（留学业务）'],
    ]);
    expect(permissions.every(({ allowedActions }) => allowedActions.some(canCancel))).toBe(true);
  });

  it('AC-39 with VALID holders PERM_CANCEL_HAS_EMPLOYEES, with one in flight PERM_CANCEL_IN_FLIGHT, both together', async () => {
    const unit = await newUnit(stack);
    await opened(unit);
    const employee = await unit.linkEmployee();
    const { id: granted } = succeeded(
      await employee.client.post<ApplicationView>(APPLICATIONS, {
        type: 'NEW',
        permitType: 'BEIJING_WORK_RESIDENCE',
        applicationBasis: 'DEGREE',
      }),
    );
    succeeded(await submit(employee, granted));
    const cancel = { type: 'PERMISSION_CANCEL', permitType: 'BEIJING_WORK_RESIDENCE', reason: '不再办理' };
    const { id } = await draft(unit.client, cancel);
    const { applicationNo } = await read(employee.client, granted);
    expectRefused(await submit({ client: unit.client }, id), 'PERM_CANCEL_IN_FLIGHT', {
      applicationNos: [applicationNo],
    });
    succeeded(
      await unit.client.post(`${APPLICATIONS}/${granted}/unit-decision`, {
        outcome: 'PASS',
        selfChecked: true,
        insuranceTaxConfirmed: true,
      }),
    );
    await passedBy([...haidian, cast.reviewers.FINAL], granted);
    await inStatus(employee.client, granted, 'APPROVED');
    const other = await unit.linkEmployee();
    const { id: waiting } = succeeded(
      await other.client.post<ApplicationView>(APPLICATIONS, {
        type: 'NEW',
        permitType: 'BEIJING_WORK_RESIDENCE',
        applicationBasis: 'DEGREE',
      }),
    );
    succeeded(await submit(other, waiting));
    const refused = await submit({ client: unit.client }, id);
    expectRefused(refused, 'PERM_CANCEL_HAS_EMPLOYEES', { count: 1 });
    expect(refusalCodes(refused)).toEqual(['PERM_CANCEL_HAS_EMPLOYEES', 'PERM_CANCEL_IN_FLIGHT']);
  });

  it('AC-39 otherwise CANCELLING, then CANCELLED, and business of that type → PERM_NOT_ACTIVE', async () => {
    const unit = await newUnit(stack);
    await opened(unit);
    const employee = await unit.linkEmployee();
    const cancel = { type: 'PERMISSION_CANCEL', permitType: 'BEIJING_WORK_RESIDENCE', reason: '不再办理' };
    const rejected = await submitted(unit.client, cancel);
    expect(await permissionOf(unit.client)).toMatchObject({
      status: 'CANCELLING',
      statusLabel: '注销审批中',
    });
    const NEW = { type: 'NEW', permitType: 'BEIJING_WORK_RESIDENCE', applicationBasis: 'DEGREE' };
    expectRefused(await employee.client.post(APPLICATIONS, NEW), 'PERM_NOT_ACTIVE');
    await decideAs(cast.reviewers.DISTRICT_FIRST, rejected, { outcome: 'RETURN', opinion: '请说明原因' });
    succeeded(await submit({ client: unit.client }, rejected));
    await decideAs(cast.reviewers.DISTRICT_FIRST, rejected, { outcome: 'REJECT', opinion: '暂不注销' });
    expect(await permissionOf(unit.client)).toMatchObject({ status: 'ACTIVE' });

    const id = await submitted(unit.client, cancel);
    await passedBy(haidian.slice(0, 2), id);
    await inStatus(unit.client, id, 'APPROVED');
    expect(await permissionOf(unit.client)).toMatchObject({ status: 'CANCELLED', statusLabel: '已注销' });
    expectRefused(await employee.client.post(APPLICATIONS, NEW), 'PERM_NOT_ACTIVE');
    const told = (await noticesAbout(unit.client, id)).find(is('N-24'));
    expect(told?.body).toBe('业务办理权限已更新');
  });

  it('an employee begins no business of the unit', async () => {
    const unit = await newUnit(stack);
    await opened(unit);
    const employee = await unit.linkEmployee();
    expectRefused(await employee.client.post(APPLICATIONS, FULL), 'FORBIDDEN_ACTION');
  });
});

describe('a permission application that stays returned', () => {
  it('N-11 again after 5 workdays, WITHDRAWN by itself after 60, the unit told why and its permission as before', async () => {
    const { client } = await newUnit(stack);
    await uploadUnitFiles(client);
    const id = await submitted(client);
    await decideAs(cast.reviewers.DISTRICT_FIRST, id, { outcome: 'RETURN', opinion: '请补充' });
    const bodies = async (): Promise<string[]> =>
      (await noticesAbout(client, id)).filter(is('N-11')).map(({ body }) => body);
    expect(await bodies()).toEqual([]);
    await freezeAt(cast, '2021-08-10T09:00:00+08:00');
    await eventually('the reminder', async () => ((await bodies()).length === 1 ? true : null));
    expect(await bodies()).toEqual(['申请业务办理权限申请被退回修改：请补充']);
    await freezeAt(cast, '2021-11-01T23:59:59.999+08:00');
    expect((await read(client, id)).status).toBe('RETURNED');
    await freezeAt(cast, '2021-11-02T00:00:00+08:00');
    const lapsed = await inStatus(client, id, 'WITHDRAWN');
    expect(lapsed.closedReason).toBe('申请业务办理权限申请退回修改后 60 个工作日内未重新提交，已自动撤回');
    expect((await bodies())[0]).toBe(lapsed.closedReason);
    expect(await permissionOf(client)).toMatchObject({ status: 'NOT_OPENED' });
  });
});

async function uploadLetter(client: ApiClient): Promise<void> {
  const letter = await pdfUpload('承诺书', { tag: 'COMMITMENT_LETTER' });
  succeeded(await client.upload<unknown>('/api/v1/attachments/UNIT_OTHER/files', letter));
}

const is =
  (code: string) =>
  (notice: { readonly code: string }): boolean =>
    notice.code === code;

function canCancel({ action, allowed }: UnitView['permissions'][number]['allowedActions'][number]): boolean {
  return action === 'cancel' && allowed;
}
