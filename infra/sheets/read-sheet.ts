import { accept, refuse, type Decision } from '../../domain/refusal.js';
import { runLimited, type Limits } from '../files/limited-process.js';
import type { ReceivedFile } from '../files/received-file.js';

/** The cells of a sheet as text, row by row, the first row first. */
export type SheetRows = readonly (readonly string[])[];

const FORMATS = { xlsx: 'XLSX', csv: 'CSV' } as const;
const LIMITS: Limits = { cpuMs: 4_000, wallMs: 30_000 };

/**
 * The first sheet of an XLSX workbook, or a CSV in UTF-8 or GB18030, with at most `maxRows` rows; formulas count as
 * their last result, nothing is computed. Read where it can do no harm.
 */
export async function readSheet(
  file: Pick<ReceivedFile, 'path' | 'fileName' | 'sizeBytes'>,
  maxRows: number,
): Promise<Decision<SheetRows>> {
  const format = formatOf(file.fileName);
  if (file.sizeBytes === 0) return refuse('FILE_EMPTY');
  if (format === null) return refuse('FILE_TYPE_INVALID', { types: 'XLSX、CSV' });
  const request = { path: file.path, format, maxRows };
  const { outcome: finding } = await runLimited('read-sheet', request, LIMITS);
  if (finding === null) return refuse('FILE_TOO_COMPLEX');
  if (finding instanceof Object) {
    if ('rows' in finding && isRows(finding.rows)) return accept(finding.rows);
    if ('fault' in finding && finding.fault === 'FILE_TOO_COMPLEX') return refuse('FILE_TOO_COMPLEX');
    if ('fault' in finding && finding.fault === 'FILE_UNREADABLE') return refuse('FILE_UNREADABLE');
  }
  throw new Error('the inspection of a sheet gave no finding');
}

function formatOf(fileName: string): 'XLSX' | 'CSV' | null {
  const ending = /\.(xlsx|csv)$/i.exec(fileName)?.[1]?.toLowerCase();
  return ending === 'xlsx' || ending === 'csv' ? FORMATS[ending] : null;
}

function isRows(value: unknown): value is SheetRows {
  return (
    Array.isArray(value) &&
    value.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'string'))
  );
}
