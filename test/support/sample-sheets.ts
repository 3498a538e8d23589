import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheet, type SheetRows } from '../../infra/sheets/read-sheet.js';
import { crc32, deflateRawSync } from 'node:zlib';
import { INSURANCE_COLUMNS } from '../../domain/employee/insurance-sheet.js';
import { writeSheets } from '../../infra/sheets/write-sheet.js';

export const SHEET_HEADING: readonly string[] = Object.values(INSURANCE_COLUMNS);

/** A workbook whose cells are text, as somebody fills the template. */
export function workbook(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const cells = rows.map((row) => row.map((text) => ({ text })));
  return writeSheets([{ name: 'Sheet1', rows: cells, columnWidths: [] }]);
}

export function commaSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
}

/** A workbook of one sheet with this XML in its table, as a foreign program may write it. */
export function rawWorkbook(sheetData: string | Buffer, lies: Lies = {}): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const sheet = Buffer.concat([
    Buffer.from(`<worksheet xmlns="${main}"><sheetData>`),
    Buffer.from(sheetData),
    Buffer.from('</sheetData></worksheet>'),
  ]);
  return zipOf(
    {
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': sheet,
    },
    lies,
  );
}

/** What an archive states of the size that each of its entries inflates to, where that is not so. */
interface Lies {
  readonly inDirectory?: number;
  readonly inEntries?: number;
}

/** An archive of these entries, deflated. */
export function zipOf(entries: Readonly<Record<string, string | Buffer>>, lies: Lies = {}): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 1 });
    const header = (size = bytes.length): Buffer => {
      const fields = Buffer.alloc(26);
      fields.writeUInt16LE(20, 0);
      fields.writeUInt16LE(8, 4);
      fields.writeUInt32LE(crc32(bytes), 10);
      fields.writeUInt32LE(packed.length, 14);
      fields.writeUInt32LE(size, 18);
      fields.writeUInt16LE(name.length, 22);
      return fields;
    };
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const title = Buffer.from(name);
    const file = Buffer.concat([
      Buffer.from('PK\u0003\u0004', 'latin1'),
      header(lies.inEntries),
      title,
      packed,
    ]);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), header(lies.inDirectory), place, title);
    files.push(file);
    at += file.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, listed, end]);
}

/** The rows of a workbook that the API has sent. */
export async function sheetRows(bytes: Buffer): Promise<SheetRows> {
  const folder = await mkdtemp(join(tmpdir(), 'juzheng-sheet-'));
  try {
    await writeFile(join(folder, 'sheet'), bytes);
    const file = { path: join(folder, 'sheet'), fileName: 'a.xlsx', sizeBytes: bytes.length };
    const read = await readSheet(file, 1_000);
    return read.accepted ? read.value : [];
  } finally {
    await rm(folder, { recursive: true });
  }
}
