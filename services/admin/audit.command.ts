import { verifyAudit, type AuditFault } from '../../infra/database/audit-sealer.js';
import { readAuditAnchors } from '../../infra/object-storage/audit-anchor.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand } from './admin-command.js';
import { withPlatform } from './with-platform.js';

const EXIT_BROKEN = 1;
const FAULTS: Readonly<Record<AuditFault, string>> = {
  SEAL_MISSING: '封存记录缺失',
  EVENT_MISSING: '事件缺失',
  HASH_DIFFERS: '哈希不符，事件已被改动',
  ANCHOR_DIFFERS: '与对象存储中的链头不符',
  TAIL_CUT_OFF: '末尾已被截断',
  EVENT_ADDED: '有事件在封存之后被补入',
};

/** Walks the sealed chain and compares it with the heads kept outside the database. */
export const auditCommand: AdminCommand = {
  usage: 'audit verify',
  summary: '核验审计链：逐条重算哈希，并与对象存储中的链头比对',
  async run(args, out) {
    if (args.join(' ') !== 'verify') {
      out.error(`用法：${this.usage}`);
      return EXIT_USAGE;
    }
    return withPlatform(async ({ dataSource, objectStore }) => {
      const result = await verifyAudit(dataSource.manager, await readAuditAnchors(objectStore));
      if (result.firstFault !== null) {
        out.error(`审计链在第 ${result.firstFault.position} 条处断裂：${FAULTS[result.firstFault.reason]}`);
        return EXIT_BROKEN;
      }
      out.line(`审计链完整：已封存 ${result.sealed} 条，待封存 ${result.unsealed} 条`);
      return EXIT_OK;
    });
  },
};
