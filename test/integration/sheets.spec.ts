import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheet, type SheetRows } from '../../infra/sheets/read-sheet.js';
import { commaSeparated, rawWorkbook, workbook, zipOf } from '../support/sample-sheets.js';

const MAX_ROWS = 602;
const MEBIBYTE = 1024 * 1024;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'juzheng-sheets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Buffer | string, fileName: string): Promise<SheetRows | readonly string[]> {
  const path = join(folder, 'content');
  await writeFile(path, bytes);
  const answer = await readSheet({ path, fileName, sizeBytes: bytes.length }, MAX_ROWS);
  return answer.accepted ? answer.value : answer.refusals.map(({ code }) => code);
}

describe('a sheet', () => {
  const rows = [
    ['月份', '应税收入（元）'],
    ['2024-03', '=SUM(A1:A9)'],
    ['', ''],
    ['张三', '1,000'],
  ];

  it('comes out of a workbook as text, row by row', async () => {
    expect(await read(await workbook(rows), '月份.XLSX')).toEqual(rows);
  });

  it('comes out of a CSV in UTF-8, with its mark or without, and in GB18030', async () => {
    const gb18030 = Buffer.from('"d4c2b7dd","d3a6"'.replaceAll(/"|,/g, ''), 'hex');
    expect(await read(commaSeparated(rows), 'a.csv')).toEqual(rows);
    expect(await read(`\ufeff${commaSeparated(rows)}`, 'a.csv')).toEqual(rows);
    expect(await read(gb18030, 'a.csv')).toEqual([['月份应']]);
  });

  it('computes no formula and tells dates, numbers and truth as people write them', async () => {
    const cells = [
      '<c r="A1"><f>1+1</f><v>7</v></c>',
      '<c r="B1"><v>0.30000000000000004</v></c>',
      '<c r="C1" t="b"><v>1</v></c>',
      '<c r="D1" t="str"><f>WEBSERVICE("http://127.0.0.1/")</f><v>x</v></c>',
      '<c r="F1" t="e"><v>#REF!</v></c>',
    ];
    const [row] = await read(rawWorkbook(`<row r="1">${cells.join('')}</row>`), 'a.xlsx');
    expect(row?.slice(0, 4)).toEqual(['7', '0.3', 'true', 'x']);
  });

  it('is cut where nobody reads on', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => [String(index)]);
    expect(await read(commaSeparated(many), 'a.csv')).toHaveLength(MAX_ROWS);
  });
});

describe('a hostile sheet', () => {
  const bomb = Buffer.alloc(400 * MEBIBYTE, ' ');

  it('is refused by what it is', async () => {
    expect(await read('', 'a.csv')).toEqual(['FILE_EMPTY']);
    expect(await read('x', 'a.xls')).toEqual(['FILE_TYPE_INVALID']);
    expect(await read('no archive', 'a.xlsx')).toEqual(['FILE_UNREADABLE']);
    expect(await read(zipOf({ 'a.txt': 'x' }), 'a.xlsx')).toEqual(['FILE_UNREADABLE']);
    expect(await read((await workbook([['x']])).subarray(0, 900), 'a.xlsx')).toEqual(['FILE_UNREADABLE']);
    expect(await read(await workbook([['x']]), 'a.csv')).toEqual(['FILE_UNREADABLE']);
    expect(await read(Buffer.from([0xff, 0xfe, 0x41]), 'a.csv')).toEqual(['FILE_UNREADABLE']);
    expect(await read('"never closed', 'a.csv')).toEqual(['FILE_UNREADABLE']);
  });

  it('that inflates to much more than it needs is refused, whether its directory says so or lies', async () => {
    const telling = rawWorkbook(bomb);
    expect(telling.length).toBeLessThan(3 * MEBIBYTE);
    expect(await read(telling, 'a.xlsx')).toEqual(['FILE_TOO_COMPLEX']);
    const begun = performance.now();
    const lying = { inDirectory: 1_000 };
    expect(await read(rawWorkbook(bomb, lying), 'a.xlsx')).toEqual(['FILE_TOO_COMPLEX']);
    expect(await read(rawWorkbook(bomb, { ...lying, inEntries: 1_000 }), 'a.xlsx')).toEqual([
      'FILE_UNREADABLE',
    ]);
    expect(performance.now() - begun).toBeLessThan(20_000);
  }, 60_000);

  it('with a cell at the far end of the sheet, or entities within entities, does no harm', async () => {
    const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    const begun = performance.now();
    const answer = await read(rawWorkbook(far), 'a.xlsx');
    expect(answer.length).toBeLessThanOrEqual(MAX_ROWS);
    const laughs =
      '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><row r="1"><c r="A1" t="str"><v>&b;</v></c></row>';
    const laughing = await read(rawWorkbook(laughs), 'a.xlsx');
    expect(JSON.stringify(laughing)).not.toContain('haha');
    expect(performance.now() - begun).toBeLessThan(10_000);
  }, 30_000);
});
