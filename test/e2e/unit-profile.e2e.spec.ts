import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { DeskPage, ReviewTaskView } from '../../services/api/review/review.views.js';
import type { RegistryReport } from '../../services/api/units/registry.dto.js';
import type { UnitChangeView, UnitProfileView } from '../../services/api/units/profile.views.js';
import { applicationWorkflowId } from '../../workflows/ids.js';
import { expectRefused, faultPointers, type ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { succeeded, trialClient, uploadFile } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const PROFILE = '/api/v1/units/mine/profile';

const general = {
  officeAddress: '北京市朝阳区望京东路1号A座',
  registrationDistrict: '110105',
  taxDistrict: '110105',
  establishedOn: '2019-03-01',
  registeredCapital: '5000000',
  annualTax: 800000.5,
  industry: '工业设计',
  employeeCount: 42,
  legalRepName: '刘洋',
  legalRepIdType: 'RESIDENT_ID',
  legalRepIdNo: '11010519491231002x',
  legalRepMobile: '+86 13800138000',
  phone: '010-82525252',
  meetsNewConditions: true,
};
const contacts = {
  handlers: [
    { name: '刘洋', idType: 'RESIDENT_ID', idNo: '11010519491231002X', mobile: '13800138000', primary: true },
    {
      name: '陈晨',
      idType: 'RESIDENT_ID',
      idNo: '110108198802290010',
      mobile: '13700137000',
      primary: false,
    },
  ],
  emergencyContact: { name: '赵磊', mobile: '13900139000' },
};

describe('a unit that comes for the first time', () => {
  let stack: Stack;
  let unit: ApiClient;

  beforeAll(async () => {
    stack = await startStack({ startAt: '2021-08-05', worker: false });
    unit = await trialClient(stack, 'unit3');
  }, 60_000);
  afterAll(() => stack?.stop());

  const read = async (): Promise<UnitProfileView> => succeeded(await unit.get<UnitProfileView>(PROFILE));

  it('AC-10 sees the popup and gets PROFILE_INCOMPLETE everywhere but session, identity, wizard and its attachments', async () => {
    expect(await read()).toMatchObject({
      accountStatus: 'INCOMPLETE',
      popup: '您还未完善单位信息，请先完善',
      currentStep: 'GENERAL',
    });
    for (const path of ['/api/v1/associations?status=PENDING', '/api/v1/applications', '/api/v1/notices']) {
      expectRefused(await unit.get(path), 'PROFILE_INCOMPLETE');
    }
    for (const path of ['/api/v1/me', '/api/v1/units/mine', '/api/v1/attachments', '/api/v1/dictionaries']) {
      succeeded(await unit.get(path));
    }
  });

  it('AC-12 saves the steps in order only', async () => {
    expectRefused(await unit.put(`${PROFILE}/handlers`, contacts), 'PROFILE_STEP_MISSING', {
      step: 'GENERAL',
    });
  });

  it('AC-15 names every wrong field at once and saves nothing', async () => {
    const faulty = {
      ...general,
      taxDistrict: 'haidian',
      establishedOn: '2019-02-30',
      registeredCapital: '-1',
      legalRepIdNo: '110108199002290017',
      legalRepMobile: '12345678901',
      phone: '1',
      uscc: '91110108MA01C2D36Q',
    };
    const answer = await unit.put(`${PROFILE}/general`, faulty);
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(faultPointers(answer).toSorted((one, other) => one.localeCompare(other))).toEqual([
      '/establishedOn',
      '/legalRepIdNo',
      '/legalRepMobile',
      '/phone',
      '/registeredCapital',
      '/taxDistrict',
      '/uscc',
    ]);
    expect((await read()).general).toBeNull();
    expectRefused(
      await unit.put(`${PROFILE}/general`, { ...general, registeredCapital: null }),
      'VALIDATION_FAILED',
    );
  });

  it('AC-15 accepts and normalises 11010519491231002x and +86 13800138000', async () => {
    const { general: saved } = succeeded(await unit.put<UnitProfileView>(`${PROFILE}/general`, general));
    expect(saved).toMatchObject({
      legalRepIdNo: '11010519491231002X',
      legalRepMobile: '13800138000',
      registeredCapital: '5000000.00',
      annualTax: '800000.50',
    });
  });

  it('AC-13 finds the draft and the popup again at the next login', async () => {
    succeeded(await unit.put(`${PROFILE}/qualifications`, { qualifications: [] }));
    unit = await trialClient(stack, 'unit3');
    expect(await read()).toMatchObject({
      currentStep: 'HANDLERS',
      popup: '您还未完善单位信息，请先完善',
      general: { industry: '工业设计' },
    });
    const [row] = await stack.sql<{ sealed: string }>(
      `select string_agg(content_sealed, '') as sealed from unit_profile_draft`,
    );
    expect(row?.sealed).not.toContain('13800138000');
  });

  it('AC-55 keeps the emergency contact apart from the primary handler, and one handler primary', async () => {
    const same = { ...contacts, emergencyContact: { name: '赵磊', mobile: '13800138000' } };
    const answer = await unit.put(`${PROFILE}/handlers`, same);
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(faultPointers(answer)).toEqual(['/emergencyContact/mobile']);
    const two = { ...contacts, handlers: contacts.handlers.map((each) => ({ ...each, primary: true })) };
    expect(faultPointers(await unit.put(`${PROFILE}/handlers`, two))).toEqual(['/handlers/1/primary']);
    succeeded(await unit.put(`${PROFILE}/handlers`, contacts));
  });

  it('AC-12 submits when every step is saved and the certificate is there; then the home page opens', async () => {
    expectRefused(await unit.post(`${PROFILE}/submission`), 'PROFILE_STEP_MISSING', { step: 'ATTACHMENTS' });
    succeeded(await unit.put(`${PROFILE}/attachments`, { confirmed: true }));
    expectRefused(await unit.post(`${PROFILE}/submission`), 'PROFILE_STEP_MISSING', { label: '电子附件' });
    await uploadFile(unit, 'UNIT_CERT');
    const key = 'submit-profile-once';
    const [first, again] = [
      await unit.post<UnitProfileView>(`${PROFILE}/submission`, {}, { key }),
      await unit.post<UnitProfileView>(`${PROFILE}/submission`, {}, { key }),
    ];
    expect(succeeded(first)).toMatchObject({ accountStatus: 'COMPLETE', popup: null, currentStep: null });
    expect(succeeded(again)).toEqual(succeeded(first));
    succeeded(await unit.get('/api/v1/associations?status=PENDING'));
    expectRefused(await unit.post(`${PROFILE}/submission`), 'PROFILE_STEP_MISSING');
    expect(await stack.sql('select 1 from unit_profile_draft')).toEqual([]);
  });

  it('AC-11 退出 ends the session', async () => {
    const leaving = await trialClient(stack, 'unit3');
    succeeded(await leaving.delete('/api/v1/sessions/current'));
    expectRefused(await leaving.get('/api/v1/me'), 'AUTH_REQUIRED');
    unit = await trialClient(stack, 'unit3');
  });
});

describe('a complete unit changes its information', () => {
  let stack: Stack;
  let unit: ApiClient;

  beforeAll(async () => {
    stack = await startStack({ startAt: '2021-08-05' });
    unit = await trialClient(stack, 'unit1');
  }, 60_000);
  afterAll(() => stack?.stop());

  const read = async (): Promise<UnitProfileView> => succeeded(await unit.get<UnitProfileView>(PROFILE));
  const change = (body: object, key?: string) =>
    unit.patch<UnitChangeView>('/api/v1/units/mine', body, key === undefined ? {} : { key });

  it('AC-14 may not touch name, code or registered address, each of which is named', async () => {
    const answer = await change({ name: '新名称', uscc: '91110108MA00TE5T26', registeredAddress: '新地址' });
    expectRefused(answer, 'UNIT_FIELD_REGISTRY_OWNED');
    expect(faultPointers(answer).toSorted((one, other) => one.localeCompare(other))).toEqual([
      '/name',
      '/registeredAddress',
      '/uscc',
    ]);
  });

  it('AC-56 the office address changes at once', async () => {
    expect(succeeded(await change({ officeAddress: '北京市海淀区新址1号', phone: '010-62626262' }))).toEqual({
      applicationId: null,
    });
    expect(await read()).toMatchObject({
      general: { officeAddress: '北京市海淀区新址1号', phone: '010-62626262' },
    });
    expectRefused(await change({ officeAddress: '北京市海淀区新址1号' }), 'NO_CHANGE');
  });

  it('AC-56 registered capital becomes a UNIT_INFO_CHANGE of one level, applied when it passes', async () => {
    expectRefused(await change({ registeredCapital: '20000000' }), 'UNIT_SELF_CHECK_REQUIRED');
    const wish = { registeredCapital: '20000000', selfChecked: true };
    const { applicationId } = succeeded(await change(wish, 'capital-change-1'));
    expect(succeeded(await change(wish, 'capital-change-1')).applicationId).toBe(applicationId);
    const path = `/api/v1/applications/${applicationId}`;
    expect(succeeded(await unit.get<ApplicationView>(path))).toMatchObject({
      type: 'UNIT_INFO_CHANGE',
      status: 'IN_REVIEW',
      stage: '区级初审',
      dueOn: '2021-08-12',
    });
    expectRefused(await change({ registeredCapital: '30000000', selfChecked: true }), 'APP_IN_FLIGHT_EXISTS');
    expect(await read()).toMatchObject({ general: { registeredCapital: '10000000.00' } });

    const reviewer = await trialClient(stack, 'haidian-first');
    const { items } = succeeded(await reviewer.get<DeskPage>('/api/v1/review-tasks'));
    const taskId = items.find((item) => item.applicationId === applicationId)?.taskId;
    const task = succeeded(await reviewer.post<ReviewTaskView>(`/api/v1/review-tasks/${taskId}/claim`));
    expect(task.content).toMatchObject({
      person: null,
      changes: [{ field: 'registeredCapital', from: '10000000.00', to: '20000000.00' }],
    });
    const { claimNo, snapshotNo } = task;
    const pass = { outcome: 'PASS', claimNo, snapshotNo };
    succeeded(await reviewer.post(`/api/v1/review-tasks/${taskId}/decision`, pass, { wait: 10 }));
    await eventually('the new capital', async () => {
      const { general: current } = await read();
      return Reflect.get(current ?? {}, 'registeredCapital') === '20000000.00' ? true : null;
    });
    expect(succeeded(await unit.get<ApplicationView>(path)).status).toBe('APPROVED');
    expectRefused(await unit.get(`${path}/confirmation-form`), 'STATE_NOT_ALLOWED');
    const handle = stack.temporal.workflow.getHandle(applicationWorkflowId(applicationId ?? ''));
    await eventually('the end of its workflow', async () => {
      const { status } = await handle.describe();
      return status.name === 'COMPLETED' ? true : null;
    });
  }, 60_000);

  it('AC-55 contacts change at once', async () => {
    const answer = await unit.put<UnitProfileView>('/api/v1/units/mine/contacts', contacts);
    expect(succeeded(answer)).toMatchObject({ contacts: { emergencyContact: { mobile: '13900139000' } } });
  });

  it('AC-14 a registry update replaces name and address, tells the unit (N-24), and counts once', async () => {
    const operator = await trialClient(stack, 'operator');
    const update = {
      sourceKey: 'registry-2021-08-05-0001',
      uscc: '91110108MA01C2D36P',
      name: '北京云程信息技术集团有限公司',
      registeredAddress: '北京市海淀区中关村大街20号',
      unitType: 'ENTERPRISE',
    };
    const send = (rows: object[]) =>
      operator.post<RegistryReport>('/api/v1/registry-updates', { updates: rows });
    expect(succeeded(await send([update]))).toMatchObject({ applied: 1, known: 0 });
    expect(succeeded(await send([update]))).toMatchObject({ applied: 0, known: 1 });
    expect(await read()).toMatchObject({ name: update.name, registeredAddress: update.registeredAddress });
    const { items } = succeeded(
      await unit.get<{ items: { code: string; body: string }[] }>('/api/v1/notices'),
    );
    expect(items.filter((notice) => notice.code === 'N-24').map((notice) => notice.body)).toEqual([
      '单位登记信息已更新',
      '单位信息已更新',
    ]);
    const faulty = await send([
      { ...update, sourceKey: 'x-0002', uscc: '91110108MA01C2D36Q' },
      { ...update, name: '' },
    ]);
    expectRefused(faulty, 'VALIDATION_FAILED');
    expect(faultPointers(faulty).toSorted((one, other) => one.localeCompare(other))).toEqual([
      '/updates/0/uscc',
      '/updates/1/name',
    ]);
    expectRefused(await unit.post('/api/v1/registry-updates', { updates: [update] }), 'FORBIDDEN_ACTION');
  });

  it('is not for an employee or a department', async () => {
    const reviewer = await trialClient(stack, 'haidian-first');
    expectRefused(await reviewer.patch('/api/v1/units/mine', { officeAddress: '别处' }), 'FORBIDDEN_ACTION');
    expectRefused(await reviewer.put(`${PROFILE}/general`, general), 'FORBIDDEN_ACTION');
  });
});
