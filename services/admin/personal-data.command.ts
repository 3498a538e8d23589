import type { DataSource } from 'typeorm';
import { createDataSource } from '../../infra/database/data-source.js';
import { countKeys, KeyRotation, type KeyCount } from '../../infra/database/key-rotation.js';
import type { Platform } from '../../infra/platform.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { withPlatform } from './with-platform.js';

const USAGE = 'personal-data keys|rotate';
/** Something is still sealed by an older key. */
const EXIT_UNFINISHED = 1;

type Act = (platform: Platform, out: CommandOutput) => Promise<number>;

const ACTS: Readonly<Record<string, Act>> = { keys: showKeys, rotate };

/** The keys of the sealed columns (docs/runbooks/key-rotation.md). */
export const personalDataCommand: AdminCommand = {
  usage: USAGE,
  summary: '个人信息：keys 各表由哪个密钥加密，rotate 用第一个密钥重新加密（可中断、可重复）',
  async run([name = '', ...more], out) {
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (act === undefined || more.length > 0) {
      out.error(`用法：${USAGE}`);
      return EXIT_USAGE;
    }
    return withPlatform((platform) => act(platform, out));
  },
};

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
  return isFinished ? EXIT_OK : EXIT_UNFINISHED;
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
