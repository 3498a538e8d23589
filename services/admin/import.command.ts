import { LEGACY_PERMIT_COLUMNS } from '../../domain/legacy/legacy-permits.js';
import type { SheetColumn } from '../../domain/sheet/sheet-rows.js';
import { LEGACY_UNIT_COLUMNS } from '../../domain/legacy/legacy-units.js';
import { recordAudit } from '../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../infra/database/business-clock.js';
import type { LegacyContext, LegacyReport } from '../../infra/database/legacy/legacy-import.js';
import { importLegacyPermits } from '../../infra/database/legacy/legacy-permits.js';
import { importLegacyUnits } from '../../infra/database/legacy/legacy-units.js';
import { promiseMessage, type PromisedMessage } from '../../infra/database/outbox.js';
import type { Platform } from '../../infra/platform.js';
import type { SheetRows } from '../../infra/sheets/read-sheet.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { readArguments } from './arguments.js';
import { sheetOf } from './sheet-file.js';
import { withPlatform } from './with-platform.js';

const USAGE = 'import units|permits --file 文件.csv [--dry-run] | import --help';
/** The file has faults; nothing was written. */
const EXIT_FAULTY = 1;
/** Rows of one file, the heading not counted; a larger stock is cut into files. */
const MAX_ROWS = 20_000;

const OPTIONS = {
  file: { type: 'string' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

interface ImportKind {
  readonly noun: string;
  readonly columns: Readonly<Record<string, SheetColumn>>;
  readonly run: (context: LegacyContext, sheet: SheetRows, isTrial: boolean) => Promise<LegacyReport>;
}

const KINDS: Readonly<Record<string, ImportKind>> = {
  units: { noun: '单位', columns: LEGACY_UNIT_COLUMNS, run: importLegacyUnits },
  permits: { noun: '证件', columns: LEGACY_PERMIT_COLUMNS, run: importLegacyPermits },
};

/** Legacy units and permits (domain.md §4.3, §4.6): all rows of a file or none, and none twice. */
export const importCommand: AdminCommand = {
  usage: USAGE,
  summary: '从原系统的 CSV（UTF-8 或 GB18030）或 XLSX 导入单位或证件；--dry-run 只检查',
  async run(args, out) {
    const request = requestOf(args);
    if (request === 'HELP') {
      out.line(help());
      return EXIT_OK;
    }
    if (request === null) {
      out.error(`用法：${USAGE}`);
      return EXIT_USAGE;
    }
    return withPlatform(async (platform) => importFile(platform, request, out));
  },
};

interface ImportRequest {
  readonly kind: ImportKind;
  readonly file: string;
  readonly isTrial: boolean;
}

function requestOf(args: readonly string[]): ImportRequest | 'HELP' | null {
  const { values, positionals, strange } = readArguments(args, OPTIONS);
  if (values['help'] === true) return 'HELP';
  const [name = '', ...more] = positionals;
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  const { file, 'dry-run': isTrial = false } = values;
  if (strange.length > 0 || kind === undefined || more.length > 0) return null;
  return typeof file === 'string' && typeof isTrial === 'boolean' ? { kind, file, isTrial } : null;
}

async function importFile(
  platform: Platform,
  { kind, file, isTrial }: ImportRequest,
  out: CommandOutput,
): Promise<number> {
  const sheet = await sheetOf(file, MAX_ROWS);
  if (typeof sheet === 'string') {
    out.error(sheet);
    return EXIT_USAGE;
  }
  const { report, promised } = await importSheet(platform, kind, sheet, isTrial);
  platform.courier.deliver(promised);
  if (report.faults.length > 0) {
    for (const { row, column, detail } of report.faults) out.error(`第 ${row} 行，${column}：${detail}`);
    out.error(`共 ${report.faults.length} 处错误，没有写入任何内容`);
    return EXIT_FAULTY;
  }
  const counted = `${kind.noun} ${report.fresh} 条，此前已导入 ${report.known} 条`;
  if (isTrial) out.line(`检查通过：将导入${counted}；没有写入任何内容`);
  else out.line(report.fresh === 0 ? `没有变化：导入${counted}` : `已导入${counted}`);
  return EXIT_OK;
}

function importSheet(
  { dataSource, personalData, references }: Platform,
  { noun, run }: ImportKind,
  sheet: SheetRows,
  isTrial: boolean,
): Promise<{ report: LegacyReport; promised: readonly PromisedMessage[] }> {
  return dataSource.transaction(async (manager) => {
    const now = await readBusinessClock(manager);
    const promised: PromisedMessage[] = [];
    const audit: LegacyContext['audit'] = (event) => recordAudit(manager, 'SYSTEM', now, event);
    const promise: LegacyContext['promise'] = async (message) =>
      void promised.push(await promiseMessage(manager, message));
    const report = await run({ manager, now, personalData, references, audit, promise }, sheet, isTrial);
    if (!isTrial && report.fresh > 0 && report.faults.length === 0) {
      const { fresh, known } = report;
      await audit({
        action: 'admin.import',
        entity: 'legacy_import',
        entityId: null,
        after: { noun, fresh, known },
      });
    }
    return { report, promised };
  });
}

function help(): string {
  const tables = Object.entries(KINDS).map(([name, { noun, columns }]) => {
    const lines = Object.entries(columns).map(
      ([field, { label, required, note }]) => `  ${field}（${label}）${required ? '必填' : '可空'}：${note}`,
    );
    return [`import ${name}：${noun}的列（首行为列名，可用代码或中文，顺序不限）`, ...lines].join('\n');
  });
  const rules = `每个文件最多 ${MAX_ROWS} 行；有任何错误则不写入任何内容；同一来源编号只导入一次。先导入单位，再导入证件。`;
  return [`用法：${USAGE}`, ...tables, rules].join('\n\n');
}
