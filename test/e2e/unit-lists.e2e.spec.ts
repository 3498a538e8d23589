import type { ApplicationPage } from '../../services/api/applications/application.views.js';
import type {
  RenewalCandidatePage,
  WaitingPermitPage,
  WorkResidenceView,
} from '../../services/api/work-residence/work-residence.views.js';
import { maskIdNumber } from '../../domain/identity/masks.js';
import { expectRefused, faultPointers, type ApiClient } from '../support/api-client.js';
import { freezeAt, linkedPerson, signInCast, submitted, type Cast } from '../support/cast.js';
import {
  pdfUpload,
  profile,
  requestAssociation,
  succeeded,
  trialClient,
  uploadFile,
  uploadUnitFiles,
} from '../support/people.js';
import { permitHolder, prepareRenewal, renewalOf, type PermitHolder } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUnit } from '../support/units.js';

let stack: Stack;
let cast: Cast;
let unit2: ApiClient;
/** Valid until 2025-03-04, 2025-09-15, 2025-10-19; the last one stays with its unit until 2025-03-04. */
let march: PermitHolder;
let september: PermitHolder;
let october: PermitHolder;
let staying: PermitHolder;

const at = (day: string) => freezeAt(cast, `${day}T10:00:00+08:00`);

beforeAll(async () => {
  stack = await startStack({ startAt: '2022-03-05' });
  cast = await signInCast(stack);
  unit2 = await trialClient(stack, 'unit2');
  await at('2022-03-05');
  await uploadUnitFiles(cast.unit);
  await uploadUnitFiles(unit2);
  [march, staying] = await Promise.all([permitHolder(cast), permitHolder(cast)]);
  await at('2022-09-16');
  september = await permitHolder(cast);
  await at('2022-10-20');
  october = await permitHolder(cast);
  await at('2024-12-01');
}, 120_000);
afterAll(() => stack?.stop());

async function home(unit: ApiClient): Promise<WorkResidenceView> {
  return succeeded(await unit.get<WorkResidenceView>('/api/v1/work-residence'));
}

async function counts(unit: ApiClient): Promise<Readonly<Record<string, number>>> {
  const { entries } = await home(unit);
  return Object.fromEntries(entries.map(({ entry, count }) => [entry, count]));
}

async function renewals(unit: ApiClient, query = ''): Promise<RenewalCandidatePage> {
  return succeeded(await unit.get<RenewalCandidatePage>(`/api/v1/work-residence/renewals${query}`));
}

async function employerChanges(unit: ApiClient, query = ''): Promise<WaitingPermitPage> {
  return succeeded(await unit.get<WaitingPermitPage>(`/api/v1/work-residence/employer-changes${query}`));
}

async function moveHome(person: PermitHolder, currentAddress: string): Promise<void> {
  const { body } = await person.client.get<{ version: number }>('/api/v1/employees/me');
  succeeded(
    await person.client.put(
      '/api/v1/employees/me',
      { ...profile(), currentAddress },
      { ifMatch: body.version },
    ),
  );
}

/** From U1 to U2, linked there with a contract. */
async function changeUnit(person: PermitHolder): Promise<void> {
  const leave = { leaveDate: '2024-11-30', endReason: 'RESIGNED' };
  succeeded(await cast.unit.post(`/api/v1/associations/${person.associationId}/termination`, leave));
  const id = await requestAssociation(person, unit2);
  const contract = { position: '架构师', startDate: '2024-12-01', endDate: '2030-06-30' };
  succeeded(
    await unit2.upload(`/api/v1/associations/${id}/confirmation`, await pdfUpload('劳动合同', contract)),
  );
}

describe('S-13 the home of 工作居住证', () => {
  it('has a row for each kind of permit, opened or not, with its buttons', async () => {
    const { permissions, associationCode } = await home(cast.unit);
    expect(associationCode).toMatch(/^[A-Z2-9]{8}$/);
    expect(permissions).toMatchObject([
      {
        permitTypeLabel: '北京市工作居住证',
        statusLabel: '有效',
        supervisingDepartment: '海淀区人社局',
        openedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        allowedActions: [
          { action: 'apply', allowed: false, reason: 'PERM_ALREADY_ACTIVE' },
          { action: 'applyForFull', allowed: false, reason: 'PERM_ALREADY_ACTIVE' },
          { action: 'cancel', allowed: true },
        ],
      },
      {
        permitTypeLabel: '留学回国人员工作居住证',
        status: 'NOT_OPENED',
        statusLabel: '未开通',
        scope: null,
        supervisingDepartment: null,
        openedOn: null,
        allowedActions: [
          { action: 'apply', allowed: true },
          { action: 'applyForFull' },
          { action: 'cancel' },
        ],
      },
    ]);
  });

  it('a unit without a right is told so where business begins, and may read all the same', async () => {
    const { client } = await newUnit(stack);
    const { associationCode, entries } = await home(client);
    expect(associationCode).toBeNull();
    expect(entries.map(({ label, count, reason }) => [label, count, reason])).toEqual([
      ['审批员工证件申请', 0, null],
      ['办理员工证件续签', 0, 'PERM_NOT_ACTIVE'],
      ['查询员工业务申请', 0, null],
      ['查询单位业务申请', 0, null],
      ['单位主管部门变更', 0, 'PERM_NOT_ACTIVE'],
      ['待办理聘用单位变更员工', 0, 'PERM_NOT_ACTIVE'],
    ]);
    expect(entries[1]?.reasonText).toBe('单位未开通业务办理权限');
  });

  it('a restricted unit sees the stored reason, and no button of its rights is open', async () => {
    const { id, client } = await newUnit(stack);
    const restriction = {
      subjectKind: 'UNIT',
      subjectId: id,
      service: 'WORK_RESIDENCE_PERMIT',
      reason: '提供虚假材料',
      from: '2024-01-01',
    };
    succeeded(await cast.operator.post('/api/v1/restrictions', restriction));
    const { entries, permissions } = await home(client);
    expect(entries[1]).toMatchObject({
      allowed: false,
      reason: 'RESTRICTED',
      reasonText: '您已被限制办理该业务，原因：提供虚假材料',
    });
    expect(permissions[0]?.allowedActions[0]).toEqual({
      action: 'apply',
      allowed: false,
      reason: 'RESTRICTED',
    });
  });

  it('AC-57 what an employee submits is counted and stands in S-14 with masked number, kind and day', async () => {
    const person = await linkedPerson(cast);
    const before = await counts(cast.unit);
    const { id } = await submitted(person);
    expect(await counts(cast.unit)).toEqual({
      ...before,
      UNIT_REVIEW: (before.UNIT_REVIEW ?? 0) + 1,
      EMPLOYEE_APPLICATIONS: (before.EMPLOYEE_APPLICATIONS ?? 0) + 1,
    });
    const list = '/api/v1/applications?level=UNIT';
    const { items } = succeeded(await cast.unit.get<ApplicationPage>(`${list}&subject=EMPLOYEE`));
    expect(items).toMatchObject([
      {
        id,
        personName: person.name,
        idNo: maskIdNumber(person.idNo),
        typeLabel: '新办',
        permitTypeLabel: '北京市工作居住证',
        status: 'UNIT_REVIEW',
        submittedAt: '2024-12-01T02:00:00.000Z',
      },
    ]);
    expect(succeeded(await cast.unit.get<ApplicationPage>(`${list}&subject=UNIT`)).items).toEqual([]);
  });
});

describe('S-15 办理员工证件续签', () => {
  it('lists the valid permits of active employees, the first to end first, page by page', async () => {
    const { items } = await renewals(cast.unit);
    expect(items.map(({ validUntil }) => validUntil)).toEqual([
      '2025-03-04',
      '2025-03-04',
      '2025-09-15',
      '2025-10-19',
    ]);
    expect(items[2]).toMatchObject({
      permitId: september.permitId,
      employeeId: september.employeeId,
      name: september.name,
      idNo: maskIdNumber(september.idNo),
      permitTypeLabel: '北京市工作居住证',
      opensOn: '2025-07-16',
      lastSubmissionOn: '2025-08-15',
      windowState: 'NOT_OPEN',
      windowStateLabel: '未到办理时间',
      employeeUpdated: false,
      inFlight: null,
      allowedActions: [{ action: 'begin', allowed: false, reason: 'RENEWAL_TOO_EARLY' }],
    });
    const first = await renewals(cast.unit, '?limit=1');
    const rest = await renewals(cast.unit, `?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toEqual(items);
    expect(rest.nextCursor).toBeNull();
  });

  it('marks whose data or files differ from what was approved last', async () => {
    await moveHome(september, '北京市朝阳区建国路88号');
    await uploadFile(october.client, 'EMP_LEAVE_CERT');
    const { items } = await renewals(cast.unit);
    expect(items.map(({ employeeUpdated }) => employeeUpdated)).toEqual([false, false, true, true]);
  });

  it('finds a holder by part of the name', async () => {
    const { items } = await renewals(cast.unit, `?name=${encodeURIComponent(september.name)}`);
    expect(items.map(({ permitId }) => permitId)).toContain(september.permitId);
    expect((await renewals(cast.unit, '?name=欧阳')).items).toEqual([]);
    const wrong = await cast.unit.get('/api/v1/work-residence/renewals?windowState=SHUT');
    expectRefused(wrong, 'VALIDATION_FAILED');
    expect(faultPointers(wrong)).toEqual(['/windowState']);
  });
});

describe('S-16 待办理聘用单位变更员工', () => {
  it('AC-85 U2 sees who waits for 聘用单位变更 with L, the first to end first', async () => {
    for (const person of [october, march, september]) await changeUnit(person);
    const { items } = await employerChanges(unit2);
    expect(items.map(({ validUntil, lastSubmissionOn }) => [validUntil, lastSubmissionOn])).toEqual([
      ['2025-03-04', '2025-01-27'],
      ['2025-09-15', '2025-08-15'],
      ['2025-10-19', '2025-09-15'],
    ]);
    expect(items[0]).toMatchObject({
      permitId: march.permitId,
      name: march.name,
      idNo: maskIdNumber(march.idNo),
      allowedActions: [{ action: 'begin', allowed: true }],
    });
    expect((await counts(unit2)).EMPLOYER_CHANGE).toBe(3);
    const first = await employerChanges(unit2, '?limit=2');
    const rest = await employerChanges(unit2, `?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toEqual(items);
  });

  it('they are gone from the lists of the unit that they have left', async () => {
    expect((await employerChanges(cast.unit)).items).toEqual([]);
    expect((await renewals(cast.unit)).items.map(({ permitId }) => permitId)).toEqual([staying.permitId]);
  });
});

describe('the window of a permit that stays', () => {
  it('is open from O with the days that are left, in calendar days and workdays', async () => {
    await at('2025-01-02');
    const { items } = await renewals(cast.unit, '?windowState=OPEN');
    expect(items).toMatchObject([
      {
        permitId: staying.permitId,
        windowState: 'OPEN',
        timeLeft: { days: 25, workdays: 18 },
        allowedActions: [{ action: 'begin', allowed: true }],
      },
    ]);
    expect((await counts(cast.unit)).RENEWAL).toBe(1);
    expect((await renewals(cast.unit, '?windowState=NOT_OPEN')).items).toEqual([]);
  });

  it('is late after L, may be begun with acknowledgement, and shows the renewal in flight', async () => {
    await at('2025-01-28');
    const late = await renewals(cast.unit, '?windowState=LATE');
    expect(late.items).toMatchObject([
      {
        windowStateLabel: '已过最晚申请日',
        timeLeft: { days: -1 },
        allowedActions: [{ action: 'begin', allowed: true }],
      },
    ]);
    await prepareRenewal(staying, cast.unit);
    const { applicationNo } = succeeded(await renewalOf(cast.unit, staying, { acknowledgeLate: true }));
    const { items } = await renewals(cast.unit);
    expect(items).toMatchObject([
      {
        employeeUpdated: true,
        inFlight: { applicationNo, typeLabel: '续签' },
        allowedActions: [{ action: 'begin', allowed: false, reason: 'COVERED_BY_RENEWAL' }],
      },
    ]);
    expect((await counts(cast.unit)).RENEWAL).toBe(0);
  });

  it('a permit whose last day is over stands in no list, even before its expiry is written down', async () => {
    await stack.stopWorker();
    await at('2025-03-05');
    expect((await renewals(cast.unit)).items).toEqual([]);
    expect((await employerChanges(unit2)).items.map(({ permitId }) => permitId)).toEqual([
      september.permitId,
      october.permitId,
    ]);
  });
});
