import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readExcelFile from 'read-excel-file/node';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { MeView } from '../../services/api/identity/identity.views.js';
import type { PersonalExportView } from '../../services/api/personal-data/personal-data.views.js';
import { ApiClient, expectRefused } from '../support/api-client.js';
import { granted, linkedPerson, signInCast, type Cast } from '../support/cast.js';
import { registerEmployee, succeeded, type LinkedEmployee, type TestEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const EXPORT = '/api/v1/me/personal-data/export';
const TIMEOUT_MS = 180_000;

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let stranger: TestEmployee;
beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  person = await linkedPerson(cast);
  stranger = await registerEmployee(stack, { name: '欧阳陌生' });
  await granted(cast, person);
}, TIMEOUT_MS);
afterAll(() => stack?.stop());

const exportOf = async (client: ApiClient): Promise<PersonalExportView> =>
  succeeded(await client.get<PersonalExportView>(EXPORT));
function rowsOf({ sections }: PersonalExportView, key: string) {
  return sections.find((section) => section.key === key)?.rows ?? [];
}
async function employeeId(): Promise<string> {
  const [row] = await stack.sql<{ employee_id: string }>(
    'select employee_id from account where user_name = $1',
    [person.userName],
  );
  return row?.employee_id ?? '';
}
async function exportEvents() {
  const query = `entity=employee&entityId=${await employeeId()}`;
  const { items } = succeeded(await cast.auditor.get<AuditPage>(`/api/v1/audit-events?${query}&limit=100`));
  return items.filter(({ action }) => action === 'personalData.export');
}

describe('the export of what is held about a person', () => {
  it('tells the person everything, opened, and nothing of anybody else', async () => {
    const exported = await exportOf(person.client);
    expect(rowsOf(exported, 'person')).toEqual([
      expect.objectContaining({
        name: person.name,
        idNo: person.idNo,
        currentAddress: '北京市海淀区中关村大街1号',
      }),
    ]);
    expect(rowsOf(exported, 'applications')).toEqual([
      expect.objectContaining({ type: 'NEW', status: 'APPROVED' }),
    ]);
    expect(rowsOf(exported, 'submissions').length).toBeGreaterThan(0);
    expect(JSON.stringify(rowsOf(exported, 'submissions'))).toContain(person.idNo);
    expect(rowsOf(exported, 'permits')).toEqual([
      expect.objectContaining({ status: 'VALID', holder: expect.objectContaining({ name: person.name }) }),
    ]);
    expect(rowsOf(exported, 'reviews')).toHaveLength(5);
    expect(rowsOf(exported, 'documents').map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['RECEIPT', 'CONFIRMATION_FORM']),
    );
    expect(rowsOf(exported, 'insuranceMonths')).toHaveLength(36);
    expect(rowsOf(exported, 'files').map(({ catalogueCode }) => catalogueCode)).toEqual(
      expect.arrayContaining(['EMP_ID', 'EMP_CONTRACT']),
    );
    for (const key of [
      'associations',
      'permitTerms',
      'permitUnits',
      'notices',
      'accounts',
      'sessions',
      'ownActs',
    ]) {
      expect({ key, rows: rowsOf(exported, key).length > 0 }).toEqual({ key, rows: true });
    }
    expect(rowsOf(exported, 'actsOfOthers')).toContainEqual(
      expect.objectContaining({ actorRole: 'FINAL_APPROVER', action: 'review.pass' }),
    );
    const text = JSON.stringify(exported);
    expect(text).not.toContain(stranger.idNo);
    expect(text).not.toContain(stranger.name);
  });

  it('is readable too: an overview, and a sheet with Chinese headings for each kind of rows', async () => {
    const { bytes, headers } = await person.client.get(`${EXPORT}/sheet`);
    expect(headers.get('content-disposition')).toContain('attachment');
    const sheets = await readExcelFile(bytes);
    expect(sheets.map(({ sheet }) => sheet).slice(0, 2)).toEqual(['目录', '个人一般信息']);
    const [headings, values] = sheets[1]?.data ?? [];
    expect(headings?.slice(0, 2)).toEqual(['姓名', '性别']);
    expect(values).toContain(person.idNo);
    expect(JSON.stringify(sheets)).not.toContain(stranger.idNo);
  });

  it('stands in the audit trail each time, with its form', async () => {
    const before = (await exportEvents()).length;
    const [first, second] = [await exportOf(person.client), await exportOf(person.client)];
    expect(rowsOf(first, 'person')).toEqual(rowsOf(second, 'person'));
    const events = await exportEvents();
    expect(events).toHaveLength(before + 2);
    expect(events[0]).toMatchObject({ actorRole: 'EMPLOYEE', after: { form: 'JSON' } });
  });

  it('tells who is no employee of his account alone, and nobody who is not signed in', async () => {
    const exported = await exportOf(cast.unit);
    expect(rowsOf(exported, 'accounts')).toHaveLength(1);
    expect(rowsOf(exported, 'sessions').length).toBeGreaterThan(0);
    expect(rowsOf(exported, 'person')).toEqual([]);
    expect(rowsOf(exported, 'applications')).toEqual([]);
    expect(JSON.stringify(exported)).not.toContain(person.idNo);
    expectRefused(await new ApiClient(stack.apiUrl).get(EXPORT), 'AUTH_REQUIRED');
  });

  it('is nothing for a program', async () => {
    const body = {
      name: '同步程序',
      endsOn: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
    };
    const { token } = succeeded(
      await person.client.post<{ token: string }>('/api/v1/me/program-tokens', body),
    );
    expectRefused(await new ApiClient(stack.apiUrl, token).get(EXPORT), 'FORBIDDEN_ACTION');
  });

  it('is made by command for who cannot ask, by an operator and for a reason that are kept, in files of the operator alone', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'export-'));
    const file = path.join(folder, 'person');
    const asked = ['personal-data', 'export', '--employee', await employeeId(), '--out', file];
    const why = ['--reason', '本人书面申请'];
    await expect(stack.admin(...asked, '--as', 'operator')).rejects.toThrow(/用法/);
    await expect(stack.admin(...asked, ...why)).rejects.toThrow(/用法/);
    const before = (await exportEvents()).length;
    for (const name of ['nobody', 'auditor', 'haidian-admin']) {
      await expect(stack.admin(...asked, ...why, '--as', name)).rejects.toThrow(
        `没有名为 ${name} 的有效运维账号`,
      );
    }
    expect(await exportEvents()).toHaveLength(before);
    await expect(stat(`${file}.json`)).rejects.toThrow(/ENOENT/);
    await stack.admin(...asked, ...why, '--as', 'operator');
    expect(await readFile(`${file}.json`, 'utf8')).toContain(person.idNo);
    expect((await stat(`${file}.json`)).mode & 0o777).toBe(0o600);
    expect((await stat(`${file}.xlsx`)).mode & 0o777).toBe(0o600);
    const { account } = succeeded(await cast.operator.get<MeView>('/api/v1/me'));
    expect((await exportEvents())[0]).toMatchObject({
      actorId: account.id,
      actorRole: 'SYSTEM_OPERATOR',
      loginMethod: '控制台',
      reason: '本人书面申请',
    });
    const nobody = ['--employee', '00000000-0000-4000-8000-000000000000', '--out', file, ...why];
    const refused = stack.admin('personal-data', 'export', ...nobody, '--as', 'operator');
    await expect(refused).rejects.toThrow(/没有编号为/);
    await rm(folder, { recursive: true });
  });
});
