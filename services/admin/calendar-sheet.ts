import { plainDate } from '../../domain/calendar/plain-date.js';
import {
  CALENDAR_DAY_LABELS,
  faultsOfYear,
  type NamedCalendarDay,
} from '../../domain/calendar/year-publication.js';
import {
  choiceOf,
  readSheetRows,
  textUpTo,
  type SheetFault,
  type SheetColumn,
} from '../../domain/sheet/sheet-rows.js';

const NAME_LENGTH = 30;

export const CALENDAR_COLUMNS = {
  date: { label: '日期', required: true, note: 'yyyy-MM-dd' },
  kind: { label: '类别', required: true, note: Object.values(CALENDAR_DAY_LABELS).join('、') },
  name: { label: '名称', required: true, note: `节日名称，最多 ${NAME_LENGTH} 字` },
} as const satisfies Readonly<Record<string, SheetColumn>>;

/** The days that a year's notice lists, one row each, or every fault with its row. */
export function readCalendarSheet(
  sheet: readonly (readonly string[])[],
  year: number,
): { readonly days: readonly NamedCalendarDay[]; readonly faults: readonly SheetFault[] } {
  const { rows, faults } = readSheetRows(sheet, CALENDAR_COLUMNS, ({ take }) => {
    const date = take('date', plainDate, '不是有效日期（yyyy-MM-dd）');
    const kind = take('kind', choiceOf(CALENDAR_DAY_LABELS), `须为${CALENDAR_COLUMNS.kind.note}`);
    const name = take('name', textUpTo(NAME_LENGTH), `最多 ${NAME_LENGTH} 字`);
    return date === null || kind === null || name === null ? null : { date, kind, name };
  });
  if (faults.length > 0) return { days: [], faults };
  const none = rows.length === 0 ? [{ row: 1, column: 'date', detail: '没有列出任何一天' }] : [];
  const wrong = faultsOfYear(year, rows).map(({ index, field, message }) => ({
    row: rows[index]?.row ?? 1,
    column: field,
    detail: message,
  }));
  return { days: rows.map(({ row: _, ...day }) => day), faults: [...none, ...wrong] };
}
