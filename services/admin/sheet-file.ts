import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { accepted, Refused } from '../../infra/database/refused.js';
import { readSheet, type SheetRows } from '../../infra/sheets/read-sheet.js';

/** The cells of a file with at most `maxRows` rows below its heading, or why there are none. */
export async function sheetOf(file: string, maxRows: number): Promise<SheetRows | string> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) return `没有文件 ${file}`;
  try {
    const received = { path: file, fileName: basename(file), sizeBytes: found.size };
    const sheet = accepted(await readSheet(received, maxRows + 2));
    return sheet.length > maxRows + 1 ? `每个文件最多 ${maxRows} 行，请分成几个文件` : sheet;
  } catch (error) {
    if (error instanceof Refused) return `文件不能读取：${error.message}`;
    throw error;
  }
}
