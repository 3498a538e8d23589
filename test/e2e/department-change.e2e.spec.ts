import type { ApplicationView } from '../../services/api/applications/application.views.js';
import { expectRefused, refusalCodes, type ApiClient } from '../support/api-client.js';
import {
  decideAs,
  decideAsUnit,
  draftNew,
  freezeAt,
  inStatus,
  noticesAbout,
  passedBy,
  read,
  signInCast,
  submit,
  type Cast,
} from '../support/cast.js';
import { readUnit, succeeded, trialClient, uploadUnitFiles } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUnit, type TestUnit } from '../support/units.js';

let stack: Stack;
let cast: Cast;
let unit: TestUnit;
let chaoyangFirst: ApiClient;
let chaoyangSecond: ApiClient;
let departments: Readonly<Record<string, string>>;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-02' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-02T10:00:00+08:00');
  chaoyangFirst = await trialClient(stack, 'chaoyang-first');
  chaoyangSecond = await trialClient(stack, 'chaoyang-second');
  const rows = await stack.sql<{ id: string; name: string }>('select id, name from department');
  departments = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
  unit = await newUnit(stack, { registrationDistrict: '110105', taxDistrict: '110105' });
  await uploadUnitFiles(unit.client);
  const permission = {
    type: 'PERMISSION_APPLY',
    permitType: 'BEIJING_WORK_RESIDENCE',
    requestedScope: 'FULL',
    meetsNewConditions: true,
  };
  const { id } = succeeded(await unit.client.post<ApplicationView>('/api/v1/applications', permission));
  succeeded(await submit({ client: unit.client }, id));
  await passedBy([chaoyangFirst, chaoyangSecond, cast.reviewers.MUNICIPAL], id);
  await inStatus(unit.client, id, 'APPROVED');
}, 120_000);
afterAll(() => stack?.stop());

async function draft(newTaxDistrict: string, department: string): Promise<string> {
  const form = {
    type: 'SUPERVISING_DEPT_CHANGE',
    permitType: 'BEIJING_WORK_RESIDENCE',
    departmentId: departments[department],
    newTaxDistrict,
    reason: '注册地迁至海淀区',
  };
  return succeeded(await unit.client.post<ApplicationView>('/api/v1/applications', form)).id;
}
const submitMove = (id: string, declared: object = { selfChecked: true }) =>
  unit.client.post<ApplicationView>(`/api/v1/applications/${id}/submission`, declared);

describe('单位主管部门变更', () => {
  it('AC-95 the tax district still 朝阳区, the same department and no self-check are refused together', async () => {
    const stays = await draft('110105', '海淀区人社局');
    const refused = await submitMove(stays, {});
    expectRefused(refused, 'DEPT_TAX_DISTRICT', { newTaxDistrict: '110105', toDistrict: '110108' });
    expect(refusalCodes(refused)).toEqual(['DEPT_TAX_DISTRICT', 'UNIT_SELF_CHECK_REQUIRED']);
    const same = await draft('110105', '朝阳区人社局');
    expectRefused(await submitMove(same), 'DEPT_SAME');
  });

  it('AC-94 AC-95 old department confirms, new levels pass: the unit and its permits are under 海淀区人社局, openedOn unchanged', async () => {
    const [holder, applicant] = [await unit.linkEmployee(), await unit.linkEmployee()];
    const granted = await inReviewOf(holder);
    await passedBy([chaoyangFirst, chaoyangSecond, cast.reviewers.MUNICIPAL, cast.reviewers.FINAL], granted);
    await inStatus(holder.client, granted, 'APPROVED');
    const running = await inReviewOf(applicant);

    await freezeAt(cast, '2021-08-03T10:00:00+08:00');
    const id = await draft('110108', '海淀区人社局');
    const submitted = succeeded(await submitMove(id));
    expect(submitted).toMatchObject({
      status: 'IN_REVIEW',
      stage: '迁出确认',
      departmentName: '朝阳区人社局',
      details: { newDepartmentName: '海淀区人社局', newTaxDistrict: '110108' },
    });
    const other = await draft('110108', '海淀区人社局');
    expectRefused(await submitMove(other), 'DEPT_IN_FLIGHT', { applicationNo: submitted.applicationNo });

    await decideAs(chaoyangSecond, id);
    expect((await read(unit.client, id)).stage).toBe('区级初审');
    await passedBy(
      [cast.reviewers.DISTRICT_FIRST, cast.reviewers.DISTRICT_SECOND, cast.reviewers.MUNICIPAL],
      id,
    );
    await inStatus(unit.client, id, 'APPROVED');
    const { permissions } = await readUnit(unit.client);
    expect(permissions).toEqual([
      expect.objectContaining({
        supervisingDepartment: '海淀区人社局',
        openedOn: '2021-08-02',
        status: 'ACTIVE',
      }),
    ]);
    expect(await departmentsOfPermits()).toEqual(['海淀区人社局']);
    const told = (await noticesAbout(unit.client, id)).find(({ code }) => code === 'N-24');
    expect(told?.body).toBe('上级申报单位已更新');

    // what was in flight finishes at the old department, and its permit follows (domain.md §7.2)
    await passedBy([chaoyangFirst, chaoyangSecond, cast.reviewers.MUNICIPAL, cast.reviewers.FINAL], running);
    await inStatus(applicant.client, running, 'APPROVED');
    expect(await departmentsOfPermits()).toEqual(['海淀区人社局', '海淀区人社局']);
  });

  it('does not exist for overseas returnees', async () => {
    const form = {
      type: 'SUPERVISING_DEPT_CHANGE',
      permitType: 'OVERSEAS_RETURNEE_WORK_RESIDENCE',
      departmentId: departments['海淀区人社局'],
      newTaxDistrict: '110108',
      reason: '迁址',
    };
    expectRefused(await unit.client.post('/api/v1/applications', form), 'VALIDATION_FAILED');
  });
});

async function inReviewOf(person: { readonly client: ApiClient }): Promise<string> {
  const { id } = await draftNew(person);
  succeeded(await submit(person, id));
  succeeded(await decideAsUnit(unit.client, id));
  return id;
}

async function departmentsOfPermits(): Promise<string[]> {
  const rows = await stack.sql<{ name: string }>(
    `select d.name from permit p join department d on d.id = p.supervising_department_id where p.unit_id = $1`,
    [unit.id],
  );
  return rows.map(({ name }) => name);
}
