import { plainDate, type PlainDate } from '../calendar/plain-date.js';
import type { HistoryPeriod } from '../employee/history-periods.js';
import { parseUscc } from '../identity/uscc.js';

/** One employer of a legacy permit. */
export interface LegacyPeriod extends HistoryPeriod {
  readonly uscc: string;
}

/** `CODE 2018-01-01~2020-12-31；CODE 2021-01-01~`, the oldest first; null where it does not read so. */
export function parseUnitHistory(text: string): readonly LegacyPeriod[] | null {
  const parts = text
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const periods = parts.map(periodOf);
  const whole = periods.filter((period) => period !== null);
  return whole.length === periods.length && whole.length > 0 ? whole : null;
}

/** Why these cannot be the employers of a permit that is at `unit`, or at none; null where they can. Source: domain.md §3.4 unitHistory. */
export function unitHistoryFault(
  history: readonly LegacyPeriod[],
  unit: string | null,
  today: PlainDate,
): string | null {
  const last = history.at(-1);
  const isOrdered = history.every((each, index) => {
    const before = history[index - 1];
    return before === undefined || (before.to !== null && before.from < each.from && before.to <= each.from);
  });
  if (!isOrdered) return '须从早到晚且互不重叠';
  if (history.some(({ from, to }) => from > today || (to !== null && to > today))) return '不能晚于今天';
  if (unit === null) return (last?.to ?? null) === null ? '最后一段须有止日：没有聘用单位' : null;
  return last?.uscc === unit && last.to === null ? null : '最后一段须为现聘用单位且没有止日';
}

function periodOf(text: string): LegacyPeriod | null {
  const [, code = '', first = '', last = ''] =
    /^([0-9A-Za-z]{18})[\s:：]+(\d{4}-\d{2}-\d{2})[~～](\d{4}-\d{2}-\d{2})?$/.exec(text) ?? [];
  const uscc = parseUscc(code);
  const from = plainDate(first);
  const to = last === '' ? null : plainDate(last);
  if (uscc === null || from === null || (last !== '' && (to === null || to < from))) return null;
  return { uscc, from, to };
}
