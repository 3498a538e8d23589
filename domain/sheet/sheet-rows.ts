import { plainDate, type PlainDate } from '../calendar/plain-date.js';

/** One column of a sheet of rows; a file may name it by its key or by its label. */
export interface SheetColumn {
  readonly label: string;
  readonly required: boolean;
  readonly note: string;
}

/** Where a fault stands: the row as a spreadsheet numbers it, the heading being row 1. */
export interface SheetFault {
  readonly row: number;
  readonly column: string;
  readonly detail: string;
}

/** A row that was read, with its place in the file. */
export type Placed<Row> = Row & { readonly row: number };

export interface ReadRows<Row> {
  readonly rows: readonly Placed<Row>[];
  readonly faults: readonly SheetFault[];
}

/** The cells of one row; each unreadable one is noted, and reads as null like an empty one. */
export interface RowCells<Field extends string> {
  readonly take: <T>(field: Field, parse: (text: string) => T | null, expected: string) => T | null;
  readonly fault: (field: Field, detail: string) => void;
}

/**
 * The rows below a heading that names the columns in any order; empty rows are passed over. Every fault is listed; with
 * any, nothing of the file counts. Source: domain.md §4.3, §4.6 (imports).
 */
export function readSheetRows<Field extends string, Row>(
  sheet: readonly (readonly string[])[],
  columns: Readonly<Record<Field, SheetColumn>>,
  readRow: (cells: RowCells<Field>) => Row | null,
): ReadRows<Row> {
  const [heading = []] = sheet;
  const places = placesOf(heading, columns);
  const faults = headingFaults(heading, columns, places);
  if (faults.length > 0) return { rows: [], faults };
  const rows: Placed<Row>[] = [];
  for (const [index, texts] of sheet.entries()) {
    if (index === 0 || texts.every((text) => text.trim() === '')) continue;
    const row = index + 1;
    const before = faults.length;
    const read = readRow(cellsOf(texts, row, columns, places, faults));
    if (read !== null && faults.length === before) rows.push({ ...read, row });
  }
  return { rows, faults };
}

/** Rows whose text has been said by an earlier row of the file. */
export function repeatedRows<Row extends { readonly row: number }>(
  rows: readonly Row[],
  column: string,
  textOf: (row: Row) => string | null,
): SheetFault[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row) => {
    const text = textOf(row);
    if (text === null) return [];
    const earlier = seen.get(text);
    if (earlier !== undefined) return [{ row: row.row, column, detail: `与第 ${earlier} 行重复` }];
    seen.set(text, row.row);
    return [];
  });
}

export function textUpTo(max: number): (text: string) => string | null {
  return (text) => ([...text].length <= max ? text : null);
}

/** The key of a choice, named by itself or by its label. */
export function choiceOf<Key extends string>(
  choices: Readonly<Record<Key, string>>,
): (text: string) => Key | null {
  return (text) => {
    for (const key in choices) if (key === text || choices[key] === text) return key;
    return null;
  };
}

export function dayUpTo(latest: PlainDate): (text: string) => PlainDate | null {
  return (text) => {
    const day = plainDate(text);
    return day !== null && day <= latest ? day : null;
  };
}

function placesOf<Field extends string>(
  heading: readonly string[],
  columns: Readonly<Record<Field, SheetColumn>>,
): ReadonlyMap<string, number> {
  const names = heading.map((name) => name.replaceAll(/\s/g, ''));
  const places = new Map<string, number>();
  for (const field in columns) {
    const place = names.findIndex((name) => name === field || name === columns[field].label);
    if (place >= 0) places.set(field, place);
  }
  return places;
}

function headingFaults<Field extends string>(
  heading: readonly string[],
  columns: Readonly<Record<Field, SheetColumn>>,
  places: ReadonlyMap<string, number>,
): SheetFault[] {
  const faults: SheetFault[] = [];
  for (const field in columns) {
    if (columns[field].required && !places.has(field)) {
      faults.push({ row: 1, column: field, detail: `缺少列“${columns[field].label}”` });
    }
  }
  const known = new Set(places.values());
  for (const [place, name] of heading.entries()) {
    if (name.trim() !== '' && !known.has(place)) faults.push({ row: 1, column: name, detail: '不认识的列' });
  }
  return faults;
}

function cellsOf<Field extends string>(
  texts: readonly string[],
  row: number,
  columns: Readonly<Record<Field, SheetColumn>>,
  places: ReadonlyMap<string, number>,
  faults: SheetFault[],
): RowCells<Field> {
  const fault = (field: Field, detail: string): void =>
    void faults.push({ row, column: field, detail: `${columns[field].label}${detail}` });
  return {
    fault,
    take(field, parse, expected) {
      const text = texts[places.get(field) ?? -1]?.trim() ?? '';
      if (text === '') {
        if (columns[field].required) fault(field, '不能为空');
        return null;
      }
      const value = parse(text);
      if (value === null) fault(field, expected);
      return value;
    },
  };
}
