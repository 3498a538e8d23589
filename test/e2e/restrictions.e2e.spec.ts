import { randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { MeView } from '../../services/api/identity/identity.views.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import type { RestrictionPage, RestrictionView } from '../../services/api/restrictions/restriction.views.js';
import type {
  ServiceEntryView,
  TalentServiceListView,
} from '../../services/api/talent-services/talent-service.views.js';
import type { UnitChangeView } from '../../services/api/units/profile.views.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers, sortedStatuses } from '../support/api-client.js';
import {
  decideAsUnit,
  decideLevel,
  draftNew,
  freezeAt,
  signInCast,
  submit,
  submitted,
  type Cast,
} from '../support/cast.js';
import {
  linkEmployee,
  readUnit,
  registerEmployee,
  residentNumber,
  succeeded,
  trialClient,
  type LinkedEmployee,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const LIST = '/api/v1/restrictions';
const FALSE_MATERIAL = '提供虚假材料';
let stack: Stack;
let cast: Cast;
let haidian: ApiClient;
let unitId: string;
let employee: LinkedEmployee;
let employeeId: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  cast = await signInCast(stack);
  haidian = await trialClient(stack, 'haidian-admin');
  unitId = (await readUnit(cast.unit)).id;
  employee = await linkEmployee(await registerEmployee(stack), cast.unit);
  const { account } = succeeded(await employee.client.get<MeView>('/api/v1/me'));
  employeeId = account.employee?.id ?? '';
});
afterAll(() => stack?.stop());
afterEach(async () => {
  const { items } = succeeded(await cast.operator.get<RestrictionPage>(`${LIST}?current=true&limit=100`));
  for (const { id } of items) await lift(id);
});

function set(change: object = {}, client: ApiClient = cast.operator, key = randomUUID()) {
  const unit = { subjectKind: 'UNIT', subjectId: unitId, service: 'WORK_RESIDENCE_PERMIT' };
  const body = { ...unit, reason: FALSE_MATERIAL, from: '2021-08-05', to: '2021-08-31', ...change };
  return client.post<RestrictionView>(LIST, body, { key });
}
function lift(id: string, client: ApiClient = cast.operator, reason = '已核实整改', key = randomUUID()) {
  return client.post<RestrictionView>(`${LIST}/${id}/lifting`, { reason }, { key });
}
function enter(service: string, client: ApiClient = cast.unit) {
  return client.get<ServiceEntryView>(`/api/v1/services/${service}`);
}
async function noticesN25(client: ApiClient): Promise<string[]> {
  const { items } = succeeded(await client.get<NoticePage>('/api/v1/notices?limit=100'));
  return items.filter(({ code }) => code === 'N-25').map(({ body }) => body);
}

describe('the list of services', () => {
  it('AC-18 shows the three services and the code of a unit with an open permission, and null without one', async () => {
    const { associationCode } = await readUnit(cast.unit);
    const list = succeeded(await cast.unit.get<TalentServiceListView>('/api/v1/services'));
    expect(list).toEqual({
      associationCode,
      items: [
        { service: 'WORK_RESIDENCE_PERMIT', label: '工作居住证', allowed: true, reason: null },
        { service: 'TALENT_INTRODUCTION', label: '引进人才', allowed: true, reason: null },
        { service: 'ATTACHMENT_MANAGEMENT', label: '附件管理', allowed: true, reason: null },
      ],
    });
    const unopened = await clientAs(stack, 'UNIT_HANDLER', { unitId: await unopenedUnit() });
    expect(succeeded(await unopened.get<TalentServiceListView>('/api/v1/services'))).toMatchObject({
      associationCode: null,
    });
  });

  it('is for units and employees; an unknown service is nobody’s', async () => {
    expectRefused(await enter('OTHER'), 'FORBIDDEN_SCOPE');
    expectRefused(await enter('WORK_RESIDENCE_PERMIT', cast.auditor), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/services'), 'AUTH_REQUIRED');
  });

  /** A complete unit that has never had a permission. */
  async function unopenedUnit(): Promise<string> {
    const id = randomUUID();
    await stack.sql(
      `insert into unit (id, uscc, name, registered_address, unit_type, account_status)
       values ($1, $2, '北京新设科技有限公司', '北京市海淀区', 'ENTERPRISE', 'COMPLETE')`,
      [id, '91110108MA7K2M4X7J'],
    );
    return id;
  }
});

describe('a restriction', () => {
  it('AC-19 closes the entry with its reason; 附件管理 and 引进人才 stay open', async () => {
    succeeded(await set());
    expectRefused(await enter('WORK_RESIDENCE_PERMIT'), 'RESTRICTED', { reason: FALSE_MATERIAL });
    expect((await enter('WORK_RESIDENCE_PERMIT')).bytes.toString('utf8')).toContain(
      `您已被限制办理该业务，原因：${FALSE_MATERIAL}`,
    );
    expect(succeeded(await enter('TALENT_INTRODUCTION'))).toMatchObject({
      link: '/talent-introduction',
      label: '引进人才',
    });
    expect(succeeded(await enter('ATTACHMENT_MANAGEMENT'))).toMatchObject({ link: '/attachments' });
    expect((await cast.unit.get('/api/v1/attachments')).status).toBe(200);
    const { items } = succeeded(await cast.unit.get<TalentServiceListView>('/api/v1/services'));
    expect(items.map(({ allowed, reason }) => [allowed, reason])).toEqual([
      [false, FALSE_MATERIAL],
      [true, null],
      [true, null],
    ]);
  });

  it('bars a new application with the stored reason, of the unit and of the person', async () => {
    await set();
    const draft = { type: 'NEW', permitType: 'BEIJING_WORK_RESIDENCE', applicationBasis: 'DEGREE' };
    const drafted = () => employee.client.post<ApplicationView>('/api/v1/applications', draft);
    expectRefused(await drafted(), 'RESTRICTED', { reason: FALSE_MATERIAL });
    const own = { subjectKind: 'EMPLOYEE', subjectId: employeeId, service: 'ALL', reason: '核查中' };
    const { id } = succeeded(await set(own));
    expectRefused(await drafted(), 'RESTRICTED', { reason: `${FALSE_MATERIAL}；核查中` });
    expect(await noticesN25(employee.client)).toEqual(['您已被限制办理全部业务：核查中']);
    await lift(id);
    expect(await noticesN25(employee.client)).toEqual(['限制已解除']);
  });

  it('bars the submission of a draft, but does not stop an application that runs', async () => {
    const running = await submitted(employee);
    const other = await linkEmployee(await registerEmployee(stack), cast.unit);
    const draft = await draftNew(other);
    await set();
    expectRefused(await submit(other, draft.id), 'RESTRICTED', { reason: FALSE_MATERIAL });
    const returned = { outcome: 'RETURN', opinion: '请更新材料' };
    succeeded(await decideAsUnit(cast.unit, running.id, returned));
    expect(succeeded(await submit(employee, running.id))).toMatchObject({ status: 'UNIT_REVIEW', round: 2 });
    expect(succeeded(await decideAsUnit(cast.unit, running.id))).toMatchObject({ status: 'IN_REVIEW' });
  });

  it('bars a change of unit data that a department looks at; what changes at once, and a running one, go on', async () => {
    const change = (body: object) =>
      cast.unit.patch<UnitChangeView>('/api/v1/units/mine', { ...body, selfChecked: true });
    const { id: first } = succeeded(await set());
    expectRefused(await change({ registeredCapital: '20000000' }), 'RESTRICTED', { reason: FALSE_MATERIAL });
    expect(succeeded(await change({ officeAddress: '北京市海淀区新址2号' })).applicationId).toBeNull();
    await lift(first);
    const { applicationId } = succeeded(await change({ registeredCapital: '20000000' }));
    const id = applicationId ?? '';
    await set();
    await decideLevel(cast, 'DISTRICT_FIRST', id, { outcome: 'RETURN', opinion: '请附验资报告' });
    const again = `/api/v1/applications/${id}/submission`;
    const resubmitted = await cast.unit.post<ApplicationView>(again, { selfChecked: true });
    expect(succeeded(resubmitted)).toMatchObject({ status: 'IN_REVIEW', round: 2 });
    await decideLevel(cast, 'DISTRICT_FIRST', id);
    expect(succeeded(await cast.unit.get<ApplicationView>(`/api/v1/applications/${id}`)).stage).toBe(
      '流转中',
    );
  });

  it('names its subject by code of the unit or number of the person too, and shows whose it is', async () => {
    const { uscc, name } = await readUnit(cast.unit);
    const byCode = succeeded(await set({ subjectId: null, uscc: uscc.toLowerCase() }));
    expect(byCode).toMatchObject({
      subjectId: unitId,
      subjectName: name,
      subjectUscc: uscc,
      subjectIdNo: null,
    });
    const person = { subjectKind: 'EMPLOYEE', subjectId: null, idNo: employee.idNo };
    const byNumber = succeeded(await set(person, haidian));
    const masked = `${employee.idNo.slice(0, 6)}********${employee.idNo.slice(-4)}`;
    expect(byNumber).toMatchObject({
      subjectId: employeeId,
      subjectName: employee.name,
      subjectUscc: null,
      subjectIdNo: masked,
    });

    const none = await set({ subjectId: null });
    expectRefused(none, 'VALIDATION_FAILED');
    expect(faultPointers(none)).toEqual(['/subjectId']);
    const other = await set({ uscc, idNo: employee.idNo });
    expectRefused(other, 'VALIDATION_FAILED');
    expect(faultPointers(other)).toEqual(['/idNo', '/uscc']);
    expect(faultPointers(await set({ subjectId: null, uscc: '91110108MA00TE5T27' }))).toEqual(['/uscc']);
    const chaoyang = await clientAs(stack, 'DEPARTMENT_ADMIN');
    expectRefused(await set({ subjectId: null, uscc }, chaoyang), 'FORBIDDEN_SCOPE');
    expectRefused(await set({ ...person, idNo: residentNumber() }), 'FORBIDDEN_SCOPE');
    const logged = await stack.sql(
      `select 1 from audit_event where (after::text || coalesce(before::text, '')) like '%' || $1 || '%'`,
      [employee.idNo],
    );
    expect(logged).toEqual([]);
  });

  it('tells the unit when it is set and when it is lifted (N-25)', async () => {
    const { id } = succeeded(await set());
    expect(await noticesN25(cast.unit)).toContain(`您已被限制办理工作居住证：${FALSE_MATERIAL}`);
    await lift(id);
    const told = await noticesN25(cast.unit);
    expect(told).toContain('限制已解除');
    expect(told).not.toContain(`您已被限制办理工作居住证：${FALSE_MATERIAL}`);
    expect((await enter('WORK_RESIDENCE_PERMIT')).status).toBe(200);
  });

  it('needs its fields, a reason and days in order, all told at once', async () => {
    const wrong = await set({ subjectKind: 'CITY', subjectId: '1', service: 'X', from: 'today', to: 'x' });
    expect(faultPointers(wrong)).toEqual(['/from', '/service', '/subjectId', '/subjectKind', '/to']);
    const early = await set({ reason: ' ', to: '2021-08-04' });
    expectRefused(early, 'VALIDATION_FAILED');
    expect(faultPointers(early)).toEqual(['/reason', '/to']);
    expectRefused(await set({ reason: '' }), 'REASON_REQUIRED');
    const { id } = succeeded(await set());
    expectRefused(await lift(id, cast.operator, ''), 'REASON_REQUIRED');
  });

  it('is one act per key, is lifted once, and both stand in the audit trail', async () => {
    const key = randomUUID();
    const [first, again] = [await set({}, cast.operator, key), await set({}, cast.operator, key)];
    expect(again.body).toEqual(first.body);
    const { id } = first.body;
    const lifted = await Promise.all([lift(id), lift(id)]);
    expect(sortedStatuses(lifted)).toEqual([200, 409]);
    expectRefused(await lift(id), 'STATE_NOT_ALLOWED', { state: 'LIFTED' });
    const path = `/api/v1/audit-events?entity=restriction&entityId=${id}`;
    const { items } = succeeded(await cast.auditor.get<AuditPage>(path));
    expect(items.map(({ action, reason }) => [action, reason])).toEqual([
      ['restriction.lift', '已核实整改'],
      ['restriction.set', FALSE_MATERIAL],
    ]);
  });

  it('is set by a department for its own units and their people only', async () => {
    const chaoyang = await clientAs(stack, 'DEPARTMENT_ADMIN');
    const ofUnit = succeeded(await set({}, haidian));
    const ofPerson = succeeded(await set({ subjectKind: 'EMPLOYEE', subjectId: employeeId }, haidian));
    expect(ofPerson).toMatchObject({ subjectName: employee.name, stateLabel: '生效中' });
    expectRefused(await set({}, chaoyang), 'FORBIDDEN_SCOPE');
    expectRefused(await lift(ofUnit.id, chaoyang), 'FORBIDDEN_SCOPE');
    const stranger = (await registerEmployee(stack)).client;
    const { account } = succeeded(await stranger.get<MeView>('/api/v1/me'));
    const ofStranger = { subjectKind: 'EMPLOYEE', subjectId: account.employee?.id };
    expectRefused(await set(ofStranger, haidian), 'FORBIDDEN_SCOPE');
    expectRefused(await set({ subjectId: randomUUID() }), 'FORBIDDEN_SCOPE');
    for (const client of [cast.unit, employee.client, cast.auditor]) {
      expectRefused(await set({}, client), 'FORBIDDEN_ACTION');
      expectRefused(await lift(ofUnit.id, client), 'FORBIDDEN_ACTION');
    }
    expectRefused(await set({}, new ApiClient(stack.apiUrl)), 'AUTH_REQUIRED');

    const listed = async (client: ApiClient, query: string) =>
      succeeded(await client.get<RestrictionPage>(`${LIST}?${query}`)).items.map(({ id }) => id);
    expect(await listed(haidian, 'current=true')).toEqual([ofPerson.id, ofUnit.id]);
    expect(await listed(cast.auditor, 'current=true&subjectKind=UNIT')).toEqual([ofUnit.id]);
    expect(await listed(chaoyang, '')).toEqual([]);
    const first = succeeded(await haidian.get<RestrictionPage>(`${LIST}?current=true&limit=1`));
    expect(await listed(haidian, `current=true&limit=1&cursor=${first.nextCursor}`)).toEqual([ofUnit.id]);
    expectRefused(await cast.unit.get(LIST), 'FORBIDDEN_ACTION');
  });

  it('AC-20 on 引进人才 leaves 工作居住证 open, and the day after its last day all is open again', async () => {
    const { id } = succeeded(await set({ service: 'TALENT_INTRODUCTION', to: '2021-08-06' }));
    expectRefused(await enter('TALENT_INTRODUCTION'), 'RESTRICTED', { reason: FALSE_MATERIAL });
    expect((await enter('WORK_RESIDENCE_PERMIT')).status).toBe(200);
    await freezeAt(cast, '2021-08-06T15:59:59.999Z');
    expectRefused(await enter('TALENT_INTRODUCTION'), 'RESTRICTED');
    expect(await noticesN25(cast.unit)).toContain(`您已被限制办理引进人才：${FALSE_MATERIAL}`);
    await freezeAt(cast, '2021-08-06T16:00:00Z');
    expect(succeeded(await enter('TALENT_INTRODUCTION'))).toMatchObject({ label: '引进人才' });
    expect(await noticesN25(cast.unit)).not.toContain(`您已被限制办理引进人才：${FALSE_MATERIAL}`);
    expectRefused(await lift(id), 'STATE_NOT_ALLOWED', { state: 'ENDED' });
  });
});
