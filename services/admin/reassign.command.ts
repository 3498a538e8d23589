import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { refusalText } from '../../domain/refusal-catalogue.js';
import { AccountRow } from '../../infra/database/entities/identity.entity.js';
import { ApplicationRow, ReviewTaskRow } from '../../infra/database/entities/application.entity.js';
import { FactTransactions } from '../../infra/database/fact-transaction.js';
import { Refused } from '../../infra/database/refused.js';
import { assignTask, type Assignment } from '../../infra/database/task-assignment.js';
import type { Platform } from '../../infra/platform.js';
import { noOperatorNamed, operatorNamed } from './acting-operator.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { readArguments } from './arguments.js';
import { withPlatform } from './with-platform.js';

const USAGE = 'reassign <业务编号> [--to 审核人用户名] --reason 原因 --as 运维账号 [--apply]';
const ROUTE = 'admin reassign';
const EXIT_REFUSED = 1;
const OPTIONS = {
  to: { type: 'string' },
  reason: { type: 'string' },
  as: { type: 'string' },
  apply: { type: 'boolean' },
} as const;

/** Ends a trial of an act after all of its checks; its transaction leaves nothing. */
class Rehearsed extends Error {}

/** 指派 where a department has nobody left to do it: the same act by the same rules as its administrator's. */
export const reassignCommand: AdminCommand = {
  usage: USAGE,
  summary: '把当前环节的任务指派给另一审核人，不写 --to 则退回部门；默认只检查，--apply 时执行',
  async run(args, out) {
    const request = requestOf(args);
    if (request === null) {
      out.error(`用法：${USAGE}`);
      return EXIT_USAGE;
    }
    return withPlatform((platform) => reassign(platform, request, out));
  },
};

interface ReassignRequest {
  readonly applicationNo: string;
  /** Null: back to the department. */
  readonly to: string | null;
  readonly reason: string;
  readonly operator: string;
  readonly isApplied: boolean;
}

function requestOf(args: readonly string[]): ReassignRequest | null {
  const { values, positionals, strange } = readArguments(args, OPTIONS);
  const { to, reason, as, apply = false } = values;
  const [applicationNo, ...more] = positionals;
  if (strange.length > 0 || applicationNo === undefined || more.length > 0) return null;
  if (typeof reason !== 'string' || typeof as !== 'string' || typeof apply !== 'boolean') return null;
  if (to !== undefined && typeof to !== 'string') return null;
  return { applicationNo, to: to ?? null, reason, operator: as, isApplied: apply };
}

async function reassign(
  { dataSource, courier }: Platform,
  { applicationNo, to, reason, operator, isApplied }: ReassignRequest,
  out: CommandOutput,
): Promise<number> {
  const { manager } = dataSource;
  const actor = await operatorNamed(manager, operator);
  const task = await openTaskOf(manager, applicationNo);
  const assignee = to === null ? null : await manager.findOneBy(AccountRow, { userName: to });
  if (actor === null) out.error(noOperatorNamed(operator));
  if (task === null) out.error(`业务 ${applicationNo} 没有部门待办任务`);
  if (to !== null && assignee === null) out.error(`没有名为 ${to} 的账号`);
  if (actor === null || task === null || (to !== null && assignee === null)) return EXIT_REFUSED;

  const assignment: Assignment = { assigneeId: assignee?.id ?? null, claimNo: task.claimNo, reason };
  const requestHash = createHash('sha256')
    .update(JSON.stringify([task.id, assignment]))
    .digest('hex');
  const request = { actor, key: randomUUID(), route: ROUTE, requestHash };
  try {
    await new FactTransactions(dataSource, courier).run(request, async (context) => {
      await assignTask(context, task.id, assignment);
      if (!isApplied) throw new Rehearsed();
      return task.id;
    });
  } catch (error) {
    if (error instanceof Refused) {
      for (const { code, facts } of error.refusals) {
        const { detail } = facts;
        out.error(typeof detail === 'string' ? detail : refusalText(code, facts));
      }
      return EXIT_REFUSED;
    }
    if (!(error instanceof Rehearsed)) throw error;
  }
  const whom = to === null ? '退回部门' : `指派给 ${to}`;
  out.line(isApplied ? `已${whom}` : `检查通过：将${whom}；没有写入任何内容，加 --apply 执行`);
  return EXIT_OK;
}

/** The open task of a department; null: there is none. */
async function openTaskOf(manager: EntityManager, applicationNo: string): Promise<ReviewTaskRow | null> {
  const application = await manager.findOneBy(ApplicationRow, { applicationNo });
  if (application === null) return null;
  const open = await manager.findOneBy(ReviewTaskRow, { applicationId: application.id, status: 'OPEN' });
  return open?.departmentId === null ? null : open;
}
