import {
  INSURANCE_COLUMNS,
  insuranceColumns,
  MAX_INSURANCE_ROWS,
  type InsuranceField,
  type SheetFault,
} from '../../../domain/employee/insurance-sheet.js';
import type { SheetRows } from '../../../infra/sheets/read-sheet.js';
import { writeSheets, type SheetCell } from '../../../infra/sheets/write-sheet.js';

const EXPLANATION = '错误说明';
const COLUMN_WIDTH = 24;
const EXPLANATION_WIDTH = 60;
const COLUMN_NOTES: Readonly<Record<InsuranceField, string>> = {
  month: '必填。2024-03、2024年3月 或日期；同一文件中不得重复，已有的月份将被替换',
  insuranceUnitUscc: '18 位；该月未缴纳的可不填',
  insurancePaid: '必填。是 或 否',
  taxUnitUscc: '18 位；该月无申报单位的可不填',
  taxableIncome: '必填。不小于 0 的金额，最多两位小数，可用千位分隔符',
  contractUnitUscc: '18 位；该月无劳动合同的可不填',
};

/** An empty sheet with its columns, and a second one that explains them. */
export function insuranceTemplate(): Promise<Buffer> {
  const names = Object.values(INSURANCE_COLUMNS);
  const notes = Object.entries(INSURANCE_COLUMNS).map(([field, name]) => [
    { text: name },
    { text: isField(field) ? COLUMN_NOTES[field] : '' },
  ]);
  const heading = (text: string): SheetCell => ({ text, look: 'HEADING' });
  return writeSheets([
    { name: '社保个税', rows: [names.map(heading)], columnWidths: names.map(() => COLUMN_WIDTH) },
    {
      name: '填写说明',
      rows: [[heading('列'), heading(`说明（最多 ${MAX_INSURANCE_ROWS} 行）`)], ...notes],
      columnWidths: [COLUMN_WIDTH * 2, EXPLANATION_WIDTH],
    },
  ]);
}

/** The sheet as it came, every faulty cell marked and explained in a last column; explanations of before are dropped. */
export function markedSheet(sheet: SheetRows, faults: readonly SheetFault[]): Promise<Buffer> {
  const [heading = []] = sheet;
  const kept = heading.flatMap((name, column) => (name === EXPLANATION ? [] : [column]));
  const places = insuranceColumns(heading);
  const rows = sheet.map((cells, index) => {
    const here = faults.filter(({ row }) => row === index + 1);
    const marked = new Set(here.map(({ field }) => places[field]));
    const isHeading = index === 0;
    const shown = kept.map((column): SheetCell => {
      const text = cells[column] ?? '';
      if (marked.has(column)) return { text, look: 'FAULT' };
      return isHeading ? { text, look: 'HEADING' } : { text };
    });
    return [...shown, explanation(here, isHeading)];
  });
  return writeSheets([
    { name: '社保个税', rows, columnWidths: [...kept.map(() => COLUMN_WIDTH), EXPLANATION_WIDTH] },
  ]);
}

function explanation(faults: readonly SheetFault[], isHeading: boolean): SheetCell {
  if (faults.length === 0) return isHeading ? { text: EXPLANATION, look: 'HEADING' } : { text: '' };
  const details = faults.map(({ detail }) => detail).join('；');
  return { text: isHeading ? `${EXPLANATION}：${details}` : details, look: 'FAULT' };
}

function isField(name: string): name is InsuranceField {
  return Object.hasOwn(INSURANCE_COLUMNS, name);
}
