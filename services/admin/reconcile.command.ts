import { recordAudit } from '../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../infra/database/business-clock.js';
import { reconcile } from '../../infra/temporal/reconcile.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand } from './admin-command.js';
import { withPlatform } from './with-platform.js';

/** Rows against engine, after a lost or restored Temporal database; without --apply nothing is changed. */
export const reconcileCommand: AdminCommand = {
  usage: 'reconcile [--apply]',
  summary: '比对数据库与 Temporal：列出缺失的流程，--apply 时按数据库重建',
  async run(args, out) {
    if (args.some((arg) => arg !== '--apply')) {
      out.error(`用法：${this.usage}`);
      return EXIT_USAGE;
    }
    const apply = args.includes('--apply');
    return withPlatform(async ({ dataSource, temporal }) => {
      const report = await reconcile(dataSource, temporal.client, !apply);
      if (apply) {
        await dataSource.transaction(async (manager) =>
          recordAudit(manager, 'SYSTEM', await readBusinessClock(manager), {
            action: 'admin.reconcile',
            entity: 'workflow',
            entityId: null,
            after: { compared: report.compared, started: report.started },
          }),
        );
      }
      for (const workflowId of report.missing) out.line(`${apply ? '已重建' : '缺失'}  ${workflowId}`);
      out.line(`比对 ${report.compared} 个流程，缺失 ${report.missing.length} 个，重建 ${report.started} 个`);
      return EXIT_OK;
    });
  },
};
