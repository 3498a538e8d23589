import { randomUUID } from 'node:crypto';
import type {
  InsuranceImportView,
  InsuranceMonthsView,
  ProfileView,
} from '../../services/api/employees/person.views.js';
import { XLSX_MEDIA_TYPE } from '../../infra/sheets/write-sheet.js';
import {
  ApiClient,
  expectRefused,
  faultPointers,
  type Answer,
  type RequestOptions,
} from '../support/api-client.js';
import { registerEmployee, succeeded, trialClient, type TestEmployee } from '../support/people.js';
import { commaSeparated, SHEET_HEADING, sheetRows, workbook } from '../support/sample-sheets.js';
import { startStack, type Stack } from '../support/stack.js';

const MONTHS = '/api/v1/employees/me/insurance-months';
const IMPORT = `${MONTHS}/import`;
const USCC = '91110108MA01C2D36P';
const row = (month: string, income = '15,000.00'): string[] => [month, USCC, '是', USCC, income, USCC];
/** 月份,社保缴纳单位… in GB18030, as Excel saves it in China. */
const GB18030_HEADING = Buffer.from(
  'd4c2b7dd2cc9e7b1a3bdc9c4c9b5a5cebbcdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2ccac7b7f1bdc9c4c9c9e7' +
    'b1a32cb8f6cbb0c9eab1a8b5a5cebbcdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2cd3a6cbb0cad5c8eba3a8d4aa' +
    'a3a92cc0cdb6afbacfcdacb5a5cebbcdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb',
  'hex',
);
let stack: Stack;
let employee: TestEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  employee = await registerEmployee(stack);
});

function send(
  bytes: Uint8Array | string,
  options: RequestOptions & { readonly name?: string; readonly fields?: Record<string, string> } = {},
  client: ApiClient = employee.client,
): Promise<Answer<InsuranceImportView>> {
  const { name = '社保.csv', fields = {}, ...rest } = options;
  const file = { name, mediaType: 'application/octet-stream', bytes: Buffer.from(bytes) };
  return client.upload(IMPORT, { fields, file }, rest);
}

async function stored(): Promise<readonly string[]> {
  const { months } = succeeded(await employee.client.get<InsuranceMonthsView>(MONTHS));
  return months.map(({ month, taxableIncome }) => `${month} ${taxableIncome}`);
}

interface Audited {
  readonly after: { readonly source: string; readonly months: readonly string[] };
}

async function audited(): Promise<Audited[]> {
  const { id } = succeeded(await employee.client.get<ProfileView>('/api/v1/employees/me'));
  return stack.sql<Audited>(
    `select after from audit_event where action = 'profile.saveInsuranceMonths' and entity_id = $1`,
    [id],
  );
}

describe('insurance and tax months out of a sheet', () => {
  it('begin with a template whose columns the import knows', async () => {
    const template = await employee.client.get(`${MONTHS}/template`);
    expect([template.status, template.headers.get('content-type')]).toEqual([200, XLSX_MEDIA_TYPE]);
    const [heading = []] = await sheetRows(template.bytes);
    expect(heading).toEqual(SHEET_HEADING);
    const filled = await workbook([[...heading], row('2021年7月'), row('2021-06-01', '0')]);
    const { importedRows, dryRun } = succeeded(await send(filled, { name: '社保.xlsx' }));
    expect([importedRows, dryRun, await stored()]).toEqual([2, false, ['2021-06 0.00', '2021-07 15000.00']]);
    const unit = await trialClient(stack, 'unit1');
    expectRefused(await unit.get(`${MONTHS}/template`), 'FORBIDDEN_ACTION');
  });

  it('replace the months they name, leave the others, and stand sealed and audited', async () => {
    succeeded(await send(commaSeparated([SHEET_HEADING, row('2021-05'), row('2021-06')])));
    succeeded(await send(commaSeparated([SHEET_HEADING, row('2021/6', '98765.43'), row('2021.7')])));
    expect(await stored()).toEqual(['2021-05 15000.00', '2021-06 98765.43', '2021-07 15000.00']);
    expect(await stack.sql(`select from insurance_tax_month m where m::text like '%98765%'`)).toEqual([]);
    const event = (await audited()).find(
      ({ after }) => after.months.length === 2 && after.months[1] === '2021-07',
    );
    expect(event?.after).toMatchObject({ source: 'IMPORT', months: ['2021-06', '2021-07'] });
    expect(JSON.stringify(event)).not.toContain('98765');
  });

  it('may come from Excel’s CSV in GB18030', async () => {
    const csv = Buffer.concat([
      GB18030_HEADING,
      Buffer.from(`\r\n2021-07,${USCC},`),
      Buffer.from('cac7', 'hex'),
    ]);
    const bytes = Buffer.concat([csv, Buffer.from(`,${USCC},"32,000.50",${USCC}\r\n`)]);
    succeeded(await send(bytes));
    expect(await stored()).toEqual(['2021-07 32000.50']);
  });

  it('are only checked by a dry run, are written once per key, and need one', async () => {
    const csv = commaSeparated([SHEET_HEADING, row('2021-07')]);
    const dry = succeeded(await send(csv, { fields: { dryRun: 'true' } }));
    expect(dry).toEqual({ importedRows: 1, dryRun: true, months: [] });
    expectRefused(await send(csv, { key: null }), 'IDEMPOTENCY_KEY_REQUIRED');
    const key = randomUUID();
    for (const _ of ['sent', 'sent again']) succeeded(await send(csv, { key }));
    expectRefused(
      await send(commaSeparated([SHEET_HEADING, row('2021-06')]), { key }),
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect([await stored(), (await audited()).length]).toEqual([['2021-07 15000.00'], 1]);
  });

  it('are open to an employee only', async () => {
    const csv = commaSeparated([SHEET_HEADING, row('2021-07')]);
    expectRefused(await send(csv, {}, new ApiClient(stack.apiUrl)), 'AUTH_REQUIRED');
    expectRefused(await send(csv, {}, await trialClient(stack, 'unit1')), 'FORBIDDEN_ACTION');
  });
});

describe('a sheet with faults', () => {
  const faulty = [
    [...SHEET_HEADING, '备注'],
    [...row('2021-05'), '=HYPERLINK("http://127.0.0.1/")'],
    ['2021-13', 'x', '也许', USCC, '1,00', USCC],
    [],
    [...row('2021年5月', '=1+1'), '@SUM(1)'],
  ];
  const pointers = [
    '/rows/3/insurancePaid',
    '/rows/3/insuranceUnitUscc',
    '/rows/3/month',
    '/rows/3/taxableIncome',
    '/rows/5/month',
    '/rows/5/taxableIncome',
  ];

  it('writes nothing and names each fault by the row that the spreadsheet shows', async () => {
    for (const [bytes, name] of [
      [await workbook(faulty), '社保.xlsx'],
      [commaSeparated(faulty), '社保.csv'],
    ] as const) {
      for (const fields of [{}, { dryRun: 'true' }]) {
        const answer = await send(bytes, { name, fields });
        expectRefused(answer, 'VALIDATION_FAILED');
        expect(faultPointers(answer)).toEqual(pointers);
        expect(answer.bytes.toString('utf8')).toContain('月份 2021-05 与第 2 行重复');
      }
    }
    expect(await stored()).toEqual([]);
  });

  it('comes back marked for who accepts a sheet, its formulas as text, and passes once it is put right', async () => {
    const headers = { accept: `${XLSX_MEDIA_TYPE}, application/json` };
    const answer = await send(await workbook(faulty), { name: '社保.xlsx', headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([422, XLSX_MEDIA_TYPE]);
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(
      '社保（6 处错误）.xlsx',
    );
    const marked = await sheetRows(answer.bytes);
    expect(marked[0]).toEqual([...SHEET_HEADING, '备注', '错误说明']);
    expect(marked.map((cells) => cells[7] ?? '')).toEqual([
      '错误说明',
      '',
      '月份须为 2024-03、2024年3月 或日期；统一社会信用代码不正确；是否缴纳社保须为“是”或“否”；应税收入须为不小于 0 的金额，最多两位小数',
      '',
      '月份 2021-05 与第 2 行重复；应税收入须为不小于 0 的金额，最多两位小数',
    ]);
    expect(marked[1]?.[6]).toBe('=HYPERLINK("http://127.0.0.1/")');
    expect(marked[4]?.[4]).toBe('=1+1');
    const right = marked.map((cells, index) =>
      index === 2 ? row('2021-06') : index === 4 ? row('2021-07') : cells,
    );
    succeeded(await send(await workbook(right), { name: '社保.xlsx', headers }));
    expect((await stored()).length).toBe(3);
  });

  it('is refused as a whole where columns or rows are missing, or it is no sheet', async () => {
    const missing = await send(commaSeparated([SHEET_HEADING.slice(2), row('2021-07').slice(2)]));
    expect(faultPointers(missing)).toEqual(['/rows/1/insuranceUnitUscc', '/rows/1/month']);
    expect(faultPointers(await send(commaSeparated([SHEET_HEADING])))).toEqual(['/rows']);
    const many = Array.from({ length: 601 }, () => row('2021-07'));
    expect(faultPointers(await send(commaSeparated([SHEET_HEADING, ...many])))).toEqual(['/rows']);
    const no = { fields: { dryRun: 'maybe', unknown: '1' }, name: 'a.docx' };
    expect(faultPointers(await send('x', no))).toEqual(['/dryRun', '/file', '/unknown']);
    expectRefused(await send('x', { name: 'a.xlsx' }), 'FILE_UNREADABLE');
    expectRefused(await send('', {}), 'FILE_EMPTY');
    expectRefused(await send(' '.repeat(1_048_577)), 'FILE_TOO_LARGE');
    expect(await stored()).toEqual([]);
  });
});
