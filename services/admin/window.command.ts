import { addDays, plainDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import { buildWorkCalendar } from '../../domain/calendar/work-calendar.js';
import { renewalWindow, type RenewalWindow } from '../../domain/permit/renewal-window.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { readArguments } from './arguments.js';

const USAGE = 'window <证件有效期至> [--json] | window --from <起> --to <止> --csv';
const OPTIONS = {
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const;
const COLUMNS = ['validUntil', 'completeBy', 'opensOn', 'lastSubmissionOn', 'provisional'] as const;
/** No permit ends outside these; they keep the arithmetic inside the years of four digits. */
const EARLIEST = '1900-01-01';
const LATEST = '2999-12-31';

/** Prints the renewal window of a permit, or of every day of a range, from the shipped calendar; needs no server. */
export const windowCommand: AdminCommand = {
  usage: USAGE,
  summary: '计算续签办理时间（不需要服务器）',
  run: (args, out) => Promise.resolve(runWindow(args, out)),
};

type WindowRequest =
  | { readonly form: 'TEXT' | 'JSON'; readonly validUntil: PlainDate }
  | { readonly form: 'CSV'; readonly from: PlainDate; readonly to: PlainDate };

interface PermitWindow extends RenewalWindow {
  readonly validUntil: PlainDate;
}

function runWindow(args: readonly string[], out: CommandOutput): number {
  const request = parseRequest(args);
  if (Array.isArray(request)) {
    out.error(`参数有误：${request.join('；')}。用法：${USAGE}`);
    return EXIT_USAGE;
  }
  const windowOf = windowCalculator();
  switch (request.form) {
    case 'TEXT':
      out.line(asText(windowOf(request.validUntil)));
      return EXIT_OK;
    case 'JSON':
      out.line(JSON.stringify(inColumns(windowOf(request.validUntil))));
      return EXIT_OK;
    case 'CSV':
      out.line(COLUMNS.join(','));
      for (let day = request.from; day <= request.to; day = addDays(day, 1)) {
        const row = windowOf(day);
        out.line(COLUMNS.map((column) => String(row[column])).join(','));
      }
      return EXIT_OK;
  }
}

function windowCalculator(): (validUntil: PlainDate) => PermitWindow {
  const calendar = buildWorkCalendar(shippedCalendar());
  return (validUntil) => ({ validUntil, ...renewalWindow(validUntil, calendar, DEFAULT_POLICY) });
}

/** The request, or every fault of the arguments. */
function parseRequest(args: readonly string[]): WindowRequest | string[] {
  const { values, positionals, strange } = readArguments(args, OPTIONS);
  const faults = strange.map((option) => `不认识的选项 ${option}`);
  for (const flag of ['json', 'csv'] as const) {
    if (typeof values[flag] === 'string') faults.push(`--${flag} 不带值`);
  }
  const isRange = values['from'] !== undefined || values['to'] !== undefined || values['csv'] !== undefined;
  if (isRange) return rangeRequest(values, positionals, faults);

  if (positionals.length > 1) faults.push(`只能给出一个日期，多余：${positionals.slice(1).join(' ')}`);
  const validUntil = dateOrFault('日期', positionals[0], faults);
  if (validUntil === null || faults.length > 0) return faults;
  return { form: values['json'] === true ? 'JSON' : 'TEXT', validUntil };
}

function rangeRequest(
  values: Readonly<Record<string, string | boolean | undefined>>,
  positionals: readonly string[],
  faults: string[],
): WindowRequest | string[] {
  if (values['csv'] === undefined) faults.push('日期范围须与 --csv 一起使用');
  if (values['json'] !== undefined) faults.push('--json 不能用于日期范围');
  if (positionals.length > 0) faults.push(`日期范围不能再带日期：${positionals.join(' ')}`);
  const from = dateOrFault('--from', values['from'], faults);
  const to = dateOrFault('--to', values['to'], faults);
  if (from !== null && to !== null && from > to) faults.push(`--from ${from} 晚于 --to ${to}`);
  if (from === null || to === null || faults.length > 0) return faults;
  return { form: 'CSV', from, to };
}

function dateOrFault(name: string, text: string | boolean | undefined, faults: string[]): PlainDate | null {
  if (typeof text !== 'string' || text === '') {
    faults.push(`缺少${name === '日期' ? '' : ' '}${name}`);
    return null;
  }
  const date = plainDate(text);
  if (date === null) faults.push(`${name} ${text} 不是有效日期（yyyy-MM-dd）`);
  else if (date < EARLIEST || date > LATEST)
    faults.push(`${name} ${text} 须在 ${EARLIEST} 与 ${LATEST} 之间`);
  return date;
}

function inColumns(window: PermitWindow): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(COLUMNS.map((column) => [column, window[column]]));
}

function asText(window: PermitWindow): string {
  const lines = [
    `证件有效期至：${window.validUntil}`,
    `续签起始日：${window.opensOn}（当日零时起）`,
    `最晚申请日：${window.lastSubmissionOn}（至当日二十四时）`,
    `审批须完成：${window.completeBy}`,
  ];
  if (window.provisional) lines.push('暂定：相关年份的节假日安排尚未公布，公布后可能变化');
  return lines.join('\n');
}
