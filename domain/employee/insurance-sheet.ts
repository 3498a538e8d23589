import { parseAmount } from '../amount.js';
import { dateOfEpochDay, monthOf, plainDate, plainMonth, type PlainMonth } from '../calendar/plain-date.js';
import { parseUscc } from '../identity/uscc.js';

/** The columns of 社保个税导入, by the fields of InsuranceTaxRecord. Source: domain.md §3.3. */
export const INSURANCE_COLUMNS = {
  month: '月份',
  insuranceUnitUscc: '社保缴纳单位统一社会信用代码',
  insurancePaid: '是否缴纳社保',
  taxUnitUscc: '个税申报单位统一社会信用代码',
  taxableIncome: '应税收入（元）',
  contractUnitUscc: '劳动合同单位统一社会信用代码',
} as const;
export type InsuranceField = keyof typeof INSURANCE_COLUMNS;

export const MAX_INSURANCE_ROWS = 600;

export interface InsuranceSheetRow {
  readonly month: PlainMonth;
  readonly insuranceUnitUscc: string | null;
  readonly insurancePaid: boolean;
  readonly taxUnitUscc: string | null;
  /** CNY as text, two decimals. */
  readonly taxableIncome: string;
  readonly contractUnitUscc: string | null;
}

/** Where a fault stands: the row as a spreadsheet numbers it, the heading being row 1. */
export interface SheetFault {
  readonly row: number;
  readonly field: InsuranceField;
  readonly detail: string;
}

export interface InsuranceSheet {
  readonly rows: readonly InsuranceSheetRow[];
  readonly faults: readonly SheetFault[];
}

type Parsed<T> = { readonly value: T } | { readonly detail: string };
export type InsuranceColumns = Readonly<Partial<Record<InsuranceField, number>>>;

const FIELDS = Object.keys(INSURANCE_COLUMNS).filter(isField);
const YES = ['是', 'true', 'yes', 'y', '1'];
const NO = ['否', 'false', 'no', 'n', '0'];
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Day 1 of a spreadsheet's own count is 1900-01-01, and it takes 1900 for a leap year. */
const SPREADSHEET_EPOCH_DAY = -25_569;

/**
 * The months of a sheet whose first row names the columns, in any order; columns of other names and empty rows are
 * passed over. Every fault is listed; with any, nothing of the sheet counts. Source: domain.md §3.3 InsuranceTaxRecord.
 */
export function readInsuranceSheet(sheet: readonly (readonly string[])[]): InsuranceSheet {
  const [heading = []] = sheet;
  const columns = insuranceColumns(heading);
  const missing = FIELDS.filter((field) => columns[field] === undefined);
  if (missing.length > 0) {
    const detail = (field: InsuranceField) => `缺少列“${INSURANCE_COLUMNS[field]}”`;
    return { rows: [], faults: missing.map((field) => ({ row: 1, field, detail: detail(field) })) };
  }
  const seen = new Map<string, number>();
  const rows: InsuranceSheetRow[] = [];
  const faults: SheetFault[] = [];
  for (const [index, cells] of sheet.entries()) {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) continue;
    const read = readRow(cells, columns, index + 1, seen);
    if (read.row !== null) rows.push(read.row);
    faults.push(...read.faults);
  }
  return { rows, faults };
}

/** The place of each column in the heading. */
export function insuranceColumns(heading: readonly string[]): InsuranceColumns {
  const names = heading.map(withoutBlanks);
  const places = FIELDS.map(
    (field) => [field, names.indexOf(withoutBlanks(INSURANCE_COLUMNS[field]))] as const,
  );
  return Object.fromEntries(places.filter(([, place]) => place >= 0));
}

function readRow(
  cells: readonly string[],
  columns: InsuranceColumns,
  row: number,
  seen: Map<string, number>,
): { readonly row: InsuranceSheetRow | null; readonly faults: readonly SheetFault[] } {
  const faults: SheetFault[] = [];
  const take = <T>(field: InsuranceField, parse: (text: string) => Parsed<T>): T | null => {
    const parsed = parse(cells[columns[field] ?? -1]?.trim() ?? '');
    if ('value' in parsed) return parsed.value;
    faults.push({ row, field, detail: parsed.detail });
    return null;
  };
  const month = take('month', (text) => onlyOnce(parseMonth(text), row, seen));
  const insuranceUnitUscc = take('insuranceUnitUscc', parseUnit);
  const insurancePaid = take('insurancePaid', parsePaid);
  const taxUnitUscc = take('taxUnitUscc', parseUnit);
  const taxableIncome = take('taxableIncome', parseIncome);
  const contractUnitUscc = take('contractUnitUscc', parseUnit);
  if (faults.length > 0 || month === null || insurancePaid === null || taxableIncome === null) {
    return { row: null, faults };
  }
  const units = { insuranceUnitUscc, taxUnitUscc, contractUnitUscc };
  return { row: { month, insurancePaid, taxableIncome, ...units }, faults };
}

/** A month stands once in a sheet; the later row answers. */
function onlyOnce(month: PlainMonth | null, row: number, seen: Map<string, number>): Parsed<PlainMonth> {
  if (month === null) return { detail: '月份须为 2024-03、2024年3月 或日期' };
  const earlier = seen.get(month);
  if (earlier !== undefined) return { detail: `月份 ${month} 与第 ${earlier} 行重复` };
  seen.set(month, row);
  return { value: month };
}

/**
 * 2024-03, 2024/3, 2024.3, 2024年3月, 202403, any day of the month, and what spreadsheets make of a month that is typed
 * in: the number of a day, or Mar-24 in a CSV.
 */
function parseMonth(text: string): PlainMonth | null {
  if (/^[1-9]\d{4}$/.test(text)) return monthOf(dateOfEpochDay(Number(text) + SPREADSHEET_EPOCH_DAY));
  const [, name = '', shortYear] = /^([a-z]{3})-(\d{2})$/i.exec(text) ?? [];
  if (shortYear !== undefined) return plainMonth(`20${shortYear}-${monthNumber(name)}`);
  const compact = /^(\d{4})(\d{2})$/.exec(text);
  const [, year, month, day = '01'] =
    compact ?? /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*(\d{1,2})\s*日?)?$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return null;
  const isDay = plainDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) !== null;
  return isDay ? plainMonth(`${year}-${month.padStart(2, '0')}`) : null;
}

/** Two digits; `00`, which is no month, for a name of none. */
function monthNumber(name: string): string {
  return String(MONTH_NAMES.indexOf(name.toLowerCase()) + 1).padStart(2, '0');
}

function parsePaid(text: string): Parsed<boolean> {
  const said = text.toLowerCase();
  if (YES.includes(said)) return { value: true };
  return NO.includes(said) ? { value: false } : { detail: '是否缴纳社保须为“是”或“否”' };
}

/** Left out where the month has no such unit. */
function parseUnit(text: string): Parsed<string | null> {
  if (text === '') return { value: null };
  const uscc = parseUscc(text);
  return uscc === null ? { detail: '统一社会信用代码不正确' } : { value: uscc };
}

function parseIncome(text: string): Parsed<string> {
  const plain = text.replace(/^[¥￥]\s*/, '');
  const isGrouped = /^\d{1,3}([,，]\d{3})+(\.\d+)?$/.test(plain);
  const amount = parseAmount(isGrouped ? plain.replaceAll(/[,，]/g, '') : plain);
  return amount === null ? { detail: '应税收入须为不小于 0 的金额，最多两位小数' } : { value: amount };
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '').replaceAll('(', '（').replaceAll(')', '）');
}

function isField(name: string): name is InsuranceField {
  return Object.hasOwn(INSURANCE_COLUMNS, name);
}
