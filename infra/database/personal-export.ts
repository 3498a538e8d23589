import type { EntityManager } from 'typeorm';
import { chineseInstant } from '../documents/chinese-time.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { writeSheets, type Sheet, type SheetCell } from '../sheets/write-sheet.js';
import type { BusinessInstant } from './business-clock.js';
import { EXPORT_SECTIONS, type ExportColumn, type ExportSection } from './personal-export-sections.js';

/** Whose data: the person, and the accounts that are his; an account that is no employee's has no person. */
export interface ExportSubject {
  readonly employeeId: string | null;
  readonly accountIds: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

export interface ExportedSection {
  readonly key: string;
  readonly title: string;
  /** Field → heading, in the order of the sheet. */
  readonly headings: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

export interface PersonalExport {
  readonly producedAt: Date;
  readonly sections: readonly ExportedSection[];
}

/** All accounts of a person, those that units have opened for him included. */
export async function accountsOfPerson(manager: EntityManager, employeeId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `select a.id from account a where a.employee_id = $1
     union select i.account_id from unit_identity i join employee e on e.id_no_index = i.person_index where e.id = $1`,
    [employeeId],
  );
  return rows.map(({ id }) => id);
}

/** Everything that is held about a person, opened; reads the rows of one transaction. */
export async function readPersonalExport(
  manager: EntityManager,
  personalData: PersonalData,
  now: BusinessInstant,
  subject: ExportSubject,
): Promise<PersonalExport> {
  const sections: ExportedSection[] = [];
  for (const section of EXPORT_SECTIONS) {
    const rows = await manager.query<Row[]>(statementOf(section), [subject.employeeId, subject.accountIds]);
    const headings = Object.fromEntries(section.columns.map(({ field, heading }) => [field, heading]));
    sections.push({
      key: section.key,
      title: section.title,
      headings,
      rows: rows.map((row) => opened(section, row, personalData)),
    });
  }
  return { producedAt: now.at, sections };
}

/** The same for reading: one sheet for each section that has rows, after one that lists them all. */
export function personalExportSheets({ producedAt, sections }: PersonalExport): Promise<Buffer> {
  const filled = EXPORT_SECTIONS.flatMap((section) => {
    const { rows = [] } = sections.find(({ key }) => key === section.key) ?? {};
    return rows.length === 0 ? [] : [sheetOf(section, rows)];
  });
  const overview = [
    headingRow(['内容', '条数']),
    [{ text: '导出时间' }, { text: chineseInstant(producedAt) }],
    ...sections.map(({ title, rows }) => [{ text: title }, { text: String(rows.length) }]),
  ];
  return writeSheets([{ name: '目录', rows: overview, columnWidths: [30, 30] }, ...filled]);
}

/** `$1` and `$2` are always named, so that both have a type whatever the section asks. */
function statementOf({ columns, from }: ExportSection): string {
  const selected = columns.map(({ field, sql }) => `${sql} as "${field}"`);
  return `with asked as (select $1::uuid, $2::uuid[]) select ${selected.join(', ')} from ${from}`;
}

function opened({ columns }: ExportSection, row: Row, personalData: PersonalData): Row {
  return Object.fromEntries(
    columns.map(({ field, opens }) => {
      const value = row[field] ?? null;
      if (opens === undefined || typeof value !== 'string') return [field, value];
      return [field, opens === 'JSON' ? personalData.openJson(value) : personalData.open(value)];
    }),
  );
}

function sheetOf({ title, columns }: ExportSection, rows: readonly Row[]): Sheet {
  return {
    name: title,
    rows: [
      headingRow(columns.map(({ heading }) => heading)),
      ...rows.map((row) => columns.map((column) => ({ text: shown(column, row[column.field]) }))),
    ],
    columnWidths: columns.map(({ opens }) => (opens === 'JSON' ? LONG_COLUMN : COLUMN)),
  };
}

const COLUMN = 24;
const LONG_COLUMN = 80;
/** A cell of a workbook holds 32,767 characters. */
const LONGEST_CELL = 32_000;

function headingRow(texts: readonly string[]): SheetCell[] {
  return texts.map((text) => ({ text, look: 'HEADING' }));
}

function shown({ labels = {} }: ExportColumn, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return chineseInstant(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  const label = labels[text] ?? text;
  return label.length > LONGEST_CELL ? `${label.slice(0, LONGEST_CELL)}…（完整内容见 JSON）` : label;
}
