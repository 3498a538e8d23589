import { randomUUID } from 'node:crypto';
import type { ApplicationPage } from '../../services/api/applications/application.views.js';
import type { UnitPage } from '../../services/api/units/unit.views.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import { draftNew, signInCast, submit, type Cast } from '../support/cast.js';
import { linkEmployee, registerEmployee, succeeded, trialClient } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  cast = await signInCast(stack);
});
afterAll(() => stack?.stop());

const unitNames = async (client: ApiClient, name: string): Promise<string[]> => {
  const path = `/api/v1/units?limit=100&name=${encodeURIComponent(name)}`;
  return succeeded(await client.get<UnitPage>(path)).items.map((unit) => unit.name);
};
const applicationIds = async (client: ApiClient, name: string): Promise<string[]> => {
  const path = `/api/v1/applications?limit=100&name=${encodeURIComponent(name)}`;
  return succeeded(await client.get<ApplicationPage>(path)).items.map(({ id }) => id);
};

describe('units', () => {
  it('are found by part of the name, pinyin and initials, also by a name that the registry has just given', async () => {
    const seeded = '北京云程信息技术有限公司';
    for (const name of ['云程', '北京云程信息技术', 'yuncheng', 'beijingyunchengxinxi', 'bjyc', 'yc']) {
      expect(await unitNames(cast.operator, name)).toContain(seeded);
    }
    expect(await unitNames(cast.operator, '云信')).toEqual([]);
    const update = {
      uscc: '91110108MA01C2D36P',
      registeredAddress: '北京市海淀区中关村大街18号',
      unitType: 'ENTERPRISE',
    };
    const rename = (name: string) =>
      cast.operator.post('/api/v1/registry-updates', {
        updates: [{ ...update, name, sourceKey: randomUUID() }],
      });
    succeeded(await rename('北京乐行重工有限公司'));
    for (const name of ['乐行', 'lexing', 'yuehang', 'zhonggong', 'chonggong', 'bjlx']) {
      expect(await unitNames(cast.operator, name)).toEqual(['北京乐行重工有限公司']);
    }
    expect(await unitNames(cast.operator, '云程')).toEqual([]);
    succeeded(await rename(seeded));
  });

  it('are listed to their department, to operators and to auditors, page by page', async () => {
    const all = succeeded(await cast.auditor.get<UnitPage>('/api/v1/units')).items;
    expect(all).toHaveLength(3);
    const first = succeeded(await cast.auditor.get<UnitPage>('/api/v1/units?limit=2'));
    const path = `/api/v1/units?limit=2&cursor=${first.nextCursor}`;
    const rest = succeeded(await cast.auditor.get<UnitPage>(path));
    expect([...first.items, ...rest.items]).toEqual(all);
    const haidian = await trialClient(stack, 'haidian-admin');
    expect(await unitNames(haidian, '北京')).toEqual(['北京云程信息技术有限公司']);
    expect(await unitNames(await clientAs(stack, 'DEPARTMENT_ADMIN'), '北京')).toEqual([]);
    expectRefused(await cast.unit.get('/api/v1/units'), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/units'), 'AUTH_REQUIRED');
    const wrong = await cast.auditor.get(`/api/v1/units?limit=0&cursor=x&other=1&name=${'长'.repeat(101)}`);
    expect(faultPointers(wrong)).toEqual(['/cursor', '/limit', '/name', '/other']);
  });
});

describe('applications', () => {
  it('are found by the name of the person and of the unit, within the reader’s scope', async () => {
    const person = await linkEmployee(await registerEmployee(stack, { name: '单乐' }), cast.unit);
    const { id } = await draftNew(person);
    succeeded(await submit(person, id));
    for (const name of ['单', '单乐', 'shanle', 'Dan Yue', 'sl', '云程', 'yuncheng']) {
      expect(await applicationIds(cast.unit, name)).toEqual([id]);
      expect(await applicationIds(cast.auditor, name)).toEqual([id]);
    }
    for (const name of ['乐单', 'wang', '远见']) expect(await applicationIds(cast.auditor, name)).toEqual([]);
    const elsewhere = await trialClient(stack, 'unit2');
    expect(await applicationIds(elsewhere, '单乐')).toEqual([]);
  });
});
