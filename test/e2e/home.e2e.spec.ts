import { randomUUID } from 'node:crypto';
import type { EmployeeHomeView, UnitHomeView } from '../../services/api/home/home.views.js';
import type { NoticePage, NoticeView, UnreadView } from '../../services/api/notices/notices.dto.js';
import type { PolicyNoticePage } from '../../services/api/notices/policy-notices.dto.js';
import type { RestrictionView } from '../../services/api/restrictions/restriction.views.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import {
  decideAsUnit,
  decideLevel,
  draftNew,
  signInCast,
  submit,
  submitted,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import {
  completeProfile,
  confirmAssociation,
  linkEmployee,
  readUnit,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  uploadUnitFiles,
} from '../support/people.js';
import { publishPolicyNotice } from '../support/policy-notices.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let otherUnit: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  otherUnit = await trialClient(stack, 'unit2');
});
afterAll(() => stack?.stop());

async function home(client: ApiClient = cast.unit): Promise<UnitHomeView> {
  return succeeded(await client.get<UnitHomeView>('/api/v1/home'));
}
async function current(client: ApiClient, code: string): Promise<NoticeView[]> {
  const { items } = succeeded(await client.get<NoticePage>('/api/v1/notices?limit=100'));
  return items.filter((notice) => notice.code === code);
}
async function waiting(): Promise<string> {
  const employee = await registerEmployee(stack);
  await completeProfile(employee);
  return requestAssociation(employee, cast.unit);
}

describe('business in progress', () => {
  it('AC-21 is a table with header and 没有正在办理中的业务 while there is none', async () => {
    const { inProgress } = await home(otherUnit);
    expect(inProgress.columns.map(({ label }) => label)).toEqual([
      '业务编号',
      '业务类型',
      '工作居住证类型',
      '提交时间',
      '当前环节',
      '当前状态',
      '操作',
    ]);
    expect(inProgress).toMatchObject({ items: [], emptyText: '没有正在办理中的业务', nextCursor: null });
  });

  it('AC-21 shows two with type, level and status; a draft is not among them', async () => {
    const [one, two, three] = [
      await linkEmployee(await registerEmployee(stack), otherUnit),
      await linkEmployee(await registerEmployee(stack), otherUnit),
      await linkEmployee(await registerEmployee(stack), otherUnit),
    ];
    const first = await submitted(one);
    const second = await submitted(two);
    await draftNew(three);
    succeeded(await decideAsUnit(otherUnit, second.id));
    const { inProgress } = await home(otherUnit);
    expect(inProgress.emptyText).toBeNull();
    const common = { typeLabel: '新办', permitTypeLabel: '北京市工作居住证' };
    expect(inProgress.items).toMatchObject([
      {
        ...common,
        id: second.id,
        stage: '区级初审',
        statusLabel: '主管部门审批中',
        actions: [{ label: '查看' }],
      },
      {
        ...common,
        id: first.id,
        applicationNo: first.applicationNo,
        submittedAt: expect.stringMatching(/^2021-08-05T/),
        stage: '单位审批',
        statusLabel: '待单位审批',
        actions: [{ label: '查看' }, { label: '审批' }],
      },
    ]);
    const ofEmployee = succeeded(await one.client.get<EmployeeHomeView>('/api/v1/home'));
    expect(ofEmployee).toMatchObject({
      kind: 'EMPLOYEE',
      association: { status: 'ACTIVE', unitName: '北京远见数据科技有限公司' },
      permit: null,
      inProgress: { items: [{ id: first.id, actions: [{ label: '查看' }] }] },
    });
  });
});

describe('the unit’s home', () => {
  it('AC-18 AC-54 shows services, code, contacts and counts in one answer', async () => {
    const { associationCode } = await readUnit(cast.unit);
    const view = await home();
    expect(view).toMatchObject({
      kind: 'UNIT',
      associationCode,
      services: [{ label: '工作居住证' }, { label: '引进人才' }, { label: '附件管理' }],
      unit: {
        name: '北京云程信息技术有限公司',
        uscc: '91110108MA01C2D36P',
        officeAddress: '北京市海淀区知春路7号致真大厦9层',
        unitTypeLabel: '企业',
        handlers: [{ name: '王静', mobile: '13800138000', primary: true }],
        emergencyContact: { name: '赵磊', mobile: '13900139000' },
      },
    });
    expect(view.employees).toEqual({
      pendingCount: view.counts.pendingAssociations,
      activeCount: expect.any(Number),
    });
  });

  it('AC-19 shows a restricted service with its reason', async () => {
    const { id: subjectId } = await readUnit(otherUnit);
    const restriction = {
      subjectKind: 'UNIT',
      subjectId,
      service: 'TALENT_INTRODUCTION',
      reason: '提供虚假材料',
      from: '2021-08-05',
    };
    const { id } = succeeded(await cast.operator.post<RestrictionView>('/api/v1/restrictions', restriction));
    expect((await home(otherUnit)).services).toMatchObject([
      { allowed: true },
      { allowed: false, reason: '提供虚假材料' },
      { allowed: true },
    ]);
    succeeded(await cast.operator.post(`/api/v1/restrictions/${id}/lifting`, { reason: '已核实' }));
  });

  it('is for units and employees only', async () => {
    for (const client of [cast.operator, cast.auditor, cast.reviewers.FINAL]) {
      expectRefused(await client.get('/api/v1/home'), 'FORBIDDEN_ACTION');
    }
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/home'), 'AUTH_REQUIRED');
  });
});

describe('policy notices', () => {
  it('AC-16 of twelve the newest five stand on the home page with their documents, 查看更多 gives all', async () => {
    const titles: string[] = [];
    for (let number = 1; number <= 12; number += 1) {
      const title = `关于办理事项的通知（第${number}号）`;
      const published = await publishPolicyNotice(cast.operator, title);
      expect(published.status).toBe(201);
      titles.unshift(title);
    }
    const { policyNotices, counts } = await home();
    expect(policyNotices.items.map(({ title }) => title)).toEqual(titles.slice(0, 5));
    expect(counts.unreadPolicyNotices).toBe(12);
    const [newest] = policyNotices.items;
    const document = await cast.unit.get(newest?.documentUrl ?? '');
    expect(document.headers.get('content-type')).toBe('application/pdf');
    expect(document.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''/);
    expect(document.bytes.subarray(0, 5).toString()).toBe('%PDF-');

    const path = '/api/v1/policy-notices?limit=5';
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, nextCursor }: PolicyNoticePage = succeeded(
        await cast.unit.get<PolicyNoticePage>(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`),
      );
      walked.push(...items.map(({ title }) => title));
      cursor = nextCursor;
    }
    expect(walked).toEqual(titles);
    expectRefused(await cast.unit.get(`/api/v1/policy-notices/${randomUUID()}/document`), 'FORBIDDEN_SCOPE');
  });

  it('are published by the operator only, once per key, with title and document', async () => {
    expectRefused(await publishPolicyNotice(cast.unit, '通知'), 'FORBIDDEN_ACTION');
    expectRefused(await publishPolicyNotice(cast.auditor, '通知'), 'FORBIDDEN_ACTION');
    const key = randomUUID();
    const upload = {
      fields: { title: '同一通知' },
      file: { name: '通知.pdf', mediaType: 'application/pdf', bytes: Buffer.from('not a pdf') },
    };
    const wrong = await cast.operator.upload('/api/v1/policy-notices', { ...upload, fields: {} }, { key });
    expect(faultPointers(wrong)).toEqual(['/file', '/title']);
    const published = await publishPolicyNotice(cast.operator, '同一通知');
    const count = `select from policy_notice where title = '同一通知'`;
    expect(published.body).toMatchObject({ title: '同一通知', read: false, fileName: '同一通知.pdf' });
    expect(await stack.sql(count)).toHaveLength(1);
  });

  it('are read per account', async () => {
    const { id } = succeeded(await publishPolicyNotice(cast.operator, '已读标记'));
    const employee = (await registerEmployee(stack)).client;
    const unread = async (client: ApiClient) =>
      succeeded(await client.get<UnreadView>('/api/v1/notices/unread')).policy;
    const [ofUnit, ofEmployee] = [await unread(cast.unit), await unread(employee)];
    const mark = `/api/v1/policy-notices/${id}/read-mark`;
    for (const _ of ['marked', 'marked again']) {
      expect(succeeded(await cast.unit.post<UnreadView>(mark)).policy).toBe(ofUnit - 1);
    }
    expect(await unread(employee)).toBe(ofEmployee);
    expect((await home()).policyNotices.items[0]).toMatchObject({ id, read: true });
    expectRefused(
      await cast.unit.post(`/api/v1/policy-notices/${randomUUID()}/read-mark`),
      'FORBIDDEN_SCOPE',
    );
    expectRefused(await new ApiClient(stack.apiUrl).post(mark), 'AUTH_REQUIRED');
  });
});

describe('system notices', () => {
  it('AC-17 count the waiting employees in one notice that changes and leaves with them; another unit sees none', async () => {
    await uploadUnitFiles(cast.unit);
    const ids = [await waiting(), await waiting(), await waiting()];
    expect((await current(cast.unit, 'N-05')).map(({ body }) => body)).toEqual(['有 3 名员工待确认关联']);
    expect((await home()).employees.pendingCount).toBe(3);
    expect(await current(otherUnit, 'N-05')).toEqual([]);

    const [notice] = await current(cast.unit, 'N-05');
    const mark = `/api/v1/notices/${notice?.id}/read-mark`;
    expectRefused(await otherUnit.post(mark), 'FORBIDDEN_SCOPE');
    const { unreadNotices } = (await home()).counts;
    expect(succeeded(await cast.unit.post<UnreadView>(mark)).system).toBe(unreadNotices - 1);

    const [first = '', second = '', third = ''] = ids;
    await confirmAssociation(cast.unit, first);
    expect(await current(cast.unit, 'N-05')).toMatchObject([{ body: '有 2 名员工待确认关联', read: true }]);
    const another = await waiting();
    expect(await current(cast.unit, 'N-05')).toMatchObject([{ body: '有 3 名员工待确认关联', read: false }]);
    for (const id of [second, third, another]) {
      succeeded(await cast.unit.post(`/api/v1/associations/${id}/refusal`, { reason: '非本单位员工' }));
    }
    expect(await current(cast.unit, 'N-05')).toEqual([]);
    expect((await home()).employees.pendingCount).toBe(0);
  });

  it('AC-17 count right when employees ask at the same time', async () => {
    const { associationCode } = await readUnit(otherUnit);
    const employees = await Promise.all([1, 2, 3, 4].map(() => registerEmployee(stack)));
    for (const employee of employees) await completeProfile(employee);
    await Promise.all(
      employees.map(({ client }) => client.post('/api/v1/associations', { code: associationCode })),
    );
    expect((await current(otherUnit, 'N-05')).map(({ body }) => body)).toEqual(['有 4 名员工待确认关联']);
  });

  it('AC-17 of a returned application (N-11) leave with the resubmission; returns of other types follow with them', async () => {
    const employee = await linkEmployee(await registerEmployee(stack), cast.unit);
    const { id } = await submitted(employee);
    succeeded(await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion: '请补充学历证书' }));
    const told = (client: ApiClient) => async () => {
      const notices = await current(client, 'N-11');
      return notices.find(({ businessRef }) => businessRef.applicationId === id) ?? null;
    };
    expect(await eventually('N-11', told(cast.unit))).toMatchObject({
      body: '新办申请被退回修改：请补充学历证书',
    });
    expect(await eventually('N-11', told(employee.client))).not.toBeNull();
    expect(await told(otherUnit)()).toBeNull();
    succeeded(await submit(employee, id));
    expect(await told(cast.unit)()).toBeNull();
    expect(await told(employee.client)()).toBeNull();
  });

  it('of a rejected application (N-13) leave when it is started again', async () => {
    const employee = await linkEmployee(await registerEmployee(stack), cast.unit);
    const { id } = await submitted(employee);
    succeeded(await decideAsUnit(cast.unit, id));
    await decideLevel(cast, 'DISTRICT_FIRST', id, { outcome: 'REJECT', opinion: '不符合条件' });
    const told = async () => {
      const notices = await current(employee.client, 'N-13');
      return notices.find(({ businessRef }) => businessRef.applicationId === id) ?? null;
    };
    await eventually('N-13', told);
    succeeded(await employee.client.post(`/api/v1/applications/${id}/reinitiation`));
    expect(await told()).toBeNull();
  });

  it('tell a unit without permission so (N-02), from its first sign-in on', async () => {
    const id = randomUUID();
    await stack.sql(
      `insert into unit (id, uscc, name, registered_address, unit_type, account_status)
       values ($1, '91110108MA7K2M4X7J', '北京新设科技有限公司', '北京市海淀区', 'ENTERPRISE', 'COMPLETE')`,
      [id],
    );
    const client = await clientAs(stack, 'UNIT_HANDLER', { unitId: id });
    expect((await current(client, 'N-02')).map(({ body }) => body)).toEqual([
      '您尚未开通工作居住证业务办理权限',
    ]);
    expect((await home(client)).associationCode).toBeNull();
    expect(await current(cast.unit, 'N-02')).toEqual([]);
  });
});
