import writeXlsxFile from 'write-excel-file/node';

export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A cell is always text: what begins with = + - @ stays what it reads and is never computed. */
export interface SheetCell {
  readonly text: string;
  readonly look?: 'HEADING' | 'FAULT';
}
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly SheetCell[])[];
  /** In characters. */
  readonly columnWidths: readonly number[];
}

const LOOKS = {
  HEADING: { fontWeight: 'bold', backgroundColor: '#DDEBF7' },
  FAULT: { backgroundColor: '#FFC7CE', textColor: '#9C0006' },
} as const;

/** One XLSX workbook. */
export function writeSheets(sheets: readonly Sheet[]): Promise<Buffer> {
  const written = sheets.map(({ name, rows, columnWidths }) => ({
    sheet: name,
    columns: columnWidths.map((width) => ({ width })),
    stickyRowsCount: 1,
    data: rows.map((row) => row.map(cellOf)),
  }));
  return writeXlsxFile(written).toBuffer();
}

function cellOf({ text, look }: SheetCell) {
  if (text === '' && look === undefined) return null;
  return { value: text, type: String, wrap: true, ...(look !== undefined && LOOKS[look]) };
}
