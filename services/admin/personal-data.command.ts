import { writeFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { recordAudit } from '../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../infra/database/business-clock.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { countKeys, KeyRotation, type KeyCount } from '../../infra/database/key-rotation.js';
import { EmployeeRow } from '../../infra/database/entities/employee.entity.js';
import {
  accountsOfPerson,
  personalExportSheets,
  readPersonalExport,
} from '../../infra/database/personal-export.js';
import { Retention, type RetentionLine } from '../../infra/database/retention.js';
import type { Platform } from '../../infra/platform.js';
import { noOperatorNamed, operatorNamed } from './acting-operator.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { readArguments } from './arguments.js';
import { withPlatform } from './with-platform.js';

const USAGE =
  'personal-data keys | rotate | retention [--dry-run] | export --employee 编号 --reason 原因 --out 文件名（不含扩展名） --as 运维账号';
/** Something is still sealed by an older key, or there is no such person or operator. */
const EXIT_NOT_DONE = 1;

type Act = (platform: Platform, out: CommandOutput) => Promise<number>;

/** Keys of the sealed columns, what is held about one person, and for how long (docs/runbooks). */
export const personalDataCommand: AdminCommand = {
  usage: USAGE,
  summary:
    '个人信息：keys 各表由哪个密钥加密，rotate 用第一个密钥重新加密（可中断、可重复），retention 清理到期内容，export 导出一人的全部信息',
  async run(args, out) {
    const act = actOf(args);
    if (act === null) {
      out.error(`用法：${USAGE}`);
      return EXIT_USAGE;
    }
    return withPlatform((platform) => act(platform, out));
  },
};

function actOf([name, ...args]: readonly string[]): Act | null {
  if (name === 'export') return exportOf(args);
  if (name === 'retention' && args.join(' ') === '--dry-run') return showRetention;
  if (args.length > 0) return null;
  return name !== undefined && Object.hasOwn(PLAIN_ACTS, name) ? (PLAIN_ACTS[name] ?? null) : null;
}
const PLAIN_ACTS: Readonly<Record<string, Act>> = { keys: showKeys, rotate, retention: runRetention };

const TEXT = { type: 'string' } as const;
const EXPORT_OPTIONS = { employee: TEXT, reason: TEXT, out: TEXT, as: TEXT };
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function exportOf(args: readonly string[]): Act | null {
  const { values, positionals, strange } = readArguments(args, EXPORT_OPTIONS);
  const { employee, reason, out: file, as: operator } = values;
  if (strange.length > 0 || positionals.length > 0 || typeof operator !== 'string') return null;
  if (typeof employee !== 'string' || typeof reason !== 'string' || typeof file !== 'string') return null;
  if (!UUID.test(employee) || reason.trim() === '' || file === '') return null;
  return (platform, out) => exportPerson(platform, { employee, reason: reason.trim(), file, operator }, out);
}

interface ExportRequest {
  readonly employee: string;
  readonly reason: string;
  /** Without its extension. */
  readonly file: string;
  readonly operator: string;
}

/** For a person who cannot ask himself; who did it and why, the audit trail keeps. */
async function exportPerson(
  { dataSource, personalData }: Platform,
  { employee, reason, file, operator }: ExportRequest,
  out: CommandOutput,
): Promise<number> {
  const actor = await operatorNamed(dataSource.manager, operator);
  const isKnown = await dataSource.manager.existsBy(EmployeeRow, { id: employee });
  if (actor === null) out.error(noOperatorNamed(operator));
  if (!isKnown) out.error(`没有编号为 ${employee} 的人员`);
  if (actor === null || !isKnown) return EXIT_NOT_DONE;

  const exported = await dataSource.transaction('REPEATABLE READ', async (manager) => {
    const now = await readBusinessClock(manager);
    const accountIds = await accountsOfPerson(manager, employee);
    await recordAudit(manager, actor, now, {
      action: 'personalData.export',
      entity: 'employee',
      entityId: employee,
      after: { form: 'FILE' },
      reason,
    });
    return readPersonalExport(manager, personalData, now, { employeeId: employee, accountIds });
  });
  const onlyOwner = { mode: 0o600 };
  await writeFile(`${file}.json`, `${JSON.stringify(exported, null, 2)}\n`, onlyOwner);
  await writeFile(`${file}.xlsx`, await personalExportSheets(exported), onlyOwner);
  out.line(`已导出到 ${file}.json 和 ${file}.xlsx：含未遮盖的个人信息，交给本人后请删除`);
  return EXIT_OK;
}

async function showKeys({ dataSource, personalData }: Platform, out: CommandOutput): Promise<number> {
  tellCounts(await countKeys(dataSource), personalData.currentKeyId, out);
  return EXIT_OK;
}

async function rotate(platform: Platform, out: CommandOutput): Promise<number> {
  const { personalData } = platform;
  const report = await asOwner(platform, (dataSource) =>
    new KeyRotation(dataSource, personalData).run((progress) => out.line(progress)),
  );
  out.line(report.resealed === 0 ? '没有需要重新加密的内容' : `共重新加密 ${report.resealed} 个值`);
  tellCounts(report.counts, report.currentKeyId, out);
  for (const { table, keyId, values } of report.unreadable) {
    out.error(`${table}：有 ${values} 个值由密钥 ${keyId} 加密，无法读出，未改动`);
  }
  const isFinished = report.counts.every(({ keyId }) => keyId === report.currentKeyId);
  if (report.retired.length > 0) out.line(`可从 JUZHENG_DATA_KEYS 中移除：${report.retired.join('、')}`);
  if (!isFinished) out.error('仍有内容由旧密钥加密：请保留旧密钥，确认所有进程已改用新密钥后再运行一次');
  return isFinished ? EXIT_OK : EXIT_NOT_DONE;
}

async function showRetention({ dataSource, objectStore }: Platform, out: CommandOutput): Promise<number> {
  tellRetention(await new Retention(dataSource, objectStore).report(), out);
  out.line('没有删除任何内容');
  return EXIT_OK;
}

async function runRetention({ dataSource, objectStore }: Platform, out: CommandOutput): Promise<number> {
  tellRetention(await new Retention(dataSource, objectStore).run(), out);
  out.line('以上内容已删除');
  return EXIT_OK;
}

function tellRetention(lines: readonly RetentionLine[], out: CommandOutput): void {
  out.line('条数  字节  最早  保留天数  内容（表）');
  for (const { rows, bytes, oldest, keepDays, label, table } of lines) {
    out.line(`${rows}  ${bytes}  ${oldest?.toISOString() ?? '–'}  ${keepDays}  ${label}（${table}）`);
  }
}

function tellCounts(counts: readonly KeyCount[], currentKeyId: string, out: CommandOutput): void {
  for (const { table, keyId, values } of counts) {
    out.line(`  ${table.padEnd(24)}${keyId.padEnd(16)}${values}${keyId === currentKeyId ? '' : '  旧密钥'}`);
  }
  out.line('Temporal 流程历史与对象存储不使用这些密钥，轮换与它们的保留期无关');
}

/** Snapshots are frozen for the roles of the services: only the owner seals them anew. */
async function asOwner<T>(
  { environment }: Platform,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = createDataSource({
    url: environment.databaseUrl,
    as: 'owner',
    applicationName: 'juzheng-admin',
  });
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
