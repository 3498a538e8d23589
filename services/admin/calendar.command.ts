import { createHash, randomUUID } from 'node:crypto';
import { businessLabel } from '../../domain/application/review-route.js';
import { courseOf } from '../../infra/database/application-course.js';
import { previewCalendarYear, type CalendarPreview } from '../../infra/database/calendar-preview.js';
import {
  listCalendarVersions,
  publishCalendarYear,
  type YearPublication,
} from '../../infra/database/calendar-publication.js';
import { FactTransactions } from '../../infra/database/fact-transaction.js';
import type { Platform } from '../../infra/platform.js';
import { noOperatorNamed, operatorNamed } from './acting-operator.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { readArguments } from './arguments.js';
import { readCalendarSheet } from './calendar-sheet.js';
import { sheetOf } from './sheet-file.js';
import { withPlatform } from './with-platform.js';

const USAGE =
  'calendar | calendar publish --year 年份 --notice 通知文号 --file 文件.csv --as 运维账号 [--apply]';
const ROUTE = 'admin calendar publish';
const EXIT_FAULTY = 1;
const MAX_DAYS = 150;
const YEAR = /^2\d{3}$/;
const OPTIONS = {
  year: { type: 'string' },
  notice: { type: 'string' },
  file: { type: 'string' },
  as: { type: 'string' },
  apply: { type: 'boolean' },
} as const;

/** 工作日历 (domain.md §6.1): its versions, and a year's publication; without --apply it is only previewed. */
export const calendarCommand: AdminCommand = {
  usage: USAGE,
  summary: '列出工作日历的版本；按国务院通知公布一年，默认只预览影响，--apply 时公布',
  async run(args, out) {
    if (args.length === 0) return withPlatform((platform) => list(platform, out));
    const request = requestOf(args);
    if (Array.isArray(request)) {
      out.error(`参数有误：${request.join('；')}。用法：${USAGE}`);
      return EXIT_USAGE;
    }
    return withPlatform((platform) => publish(platform, request, out));
  },
};

interface PublicationRequest {
  readonly year: number;
  readonly noticeNo: string;
  readonly file: string;
  readonly operator: string;
  readonly isApplied: boolean;
}

/** The request, or every fault of the arguments. */
function requestOf(args: readonly string[]): PublicationRequest | string[] {
  const { values, positionals, strange } = readArguments(args, OPTIONS);
  const faults = strange.map((option) => `不认识的选项 ${option}`);
  if (positionals.join(' ') !== 'publish') faults.push('只有 publish 一个子命令');
  const text = (name: 'year' | 'notice' | 'file' | 'as'): string => {
    const value = values[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    faults.push(`缺少 --${name}`);
    return '';
  };
  const [year, noticeNo, file, operator] = [text('year'), text('notice'), text('file'), text('as')];
  if (year !== '' && !YEAR.test(year)) faults.push(`--year ${year} 不是年份`);
  if (typeof values['apply'] === 'string') faults.push('--apply 不带值');
  if (faults.length > 0) return faults;
  return { year: Number(year), noticeNo, file, operator, isApplied: values['apply'] === true };
}

async function list({ dataSource }: Platform, out: CommandOutput): Promise<number> {
  for (const version of await listCalendarVersions(dataSource.manager)) {
    const what = version.year === null ? '随产品提供' : `${version.year} 年 ${version.notice_no ?? ''}`;
    const rolledOut = version.rolled_out_at === null ? `待重新计算 ${version.waiting} 项` : '已生效';
    out.line(`第 ${version.version} 版  ${what}  ${version.published_by_name ?? '系统'}  ${rolledOut}`);
  }
  return EXIT_OK;
}

async function publish(
  platform: Platform,
  { year, noticeNo, file, operator, isApplied }: PublicationRequest,
  out: CommandOutput,
): Promise<number> {
  const { dataSource, references, courier } = platform;
  const actor = await operatorNamed(dataSource.manager, operator);
  const sheet = await sheetOf(file, MAX_DAYS);
  const read = typeof sheet === 'string' ? null : readCalendarSheet(sheet, year);
  const faults = [
    ...(actor === null ? [noOperatorNamed(operator)] : []),
    ...(typeof sheet === 'string' ? [sheet] : []),
    ...(read?.faults.map(({ row, column, detail }) => `第 ${row} 行，${column}：${detail}`) ?? []),
  ];
  if (actor === null || read === null || faults.length > 0) {
    for (const fault of faults) out.error(fault);
    out.error(`共 ${faults.length} 处错误，没有公布`);
    return EXIT_FAULTY;
  }
  const publication: YearPublication = { year, noticeNo, days: read.days };
  print(await previewCalendarYear(dataSource.manager, references, publication), out);
  if (!isApplied) {
    out.line(`以上为预览：${year} 年 ${read.days.length} 天，没有写入任何内容；加 --apply 公布`);
    return EXIT_OK;
  }
  const requestHash = createHash('sha256').update(JSON.stringify(publication)).digest('hex');
  const request = { actor, key: randomUUID(), route: ROUTE, requestHash };
  await new FactTransactions(dataSource, courier).run(request, (context) =>
    publishCalendarYear(context, publication),
  );
  out.line(`已公布 ${year} 年（${noticeNo}），相关期限由系统重新计算；进度见 admin calendar`);
  return EXIT_OK;
}

function print({ permits, applications }: CalendarPreview, out: CommandOutput): void {
  out.line(`证件 ${permits.count} 张的最晚申请日变动`);
  for (const { permit, before, after } of permits.first) {
    out.line(`  ${permit.permitNo}  ${before.lastSubmissionOn} → ${after.lastSubmissionOn}`);
  }
  out.line(`在办业务 ${applications.count} 件的截止日变动`);
  for (const { application, running, after } of applications.first) {
    const { applicationNo } = application;
    const type = businessLabel(courseOf(application).type);
    out.line(`  ${applicationNo}  ${type}  ${running.dueOn ?? '—'} → ${after.dueOn ?? '—'}`);
  }
}
