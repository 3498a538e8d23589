import { explain, type Explanation } from '../../infra/database/explanation.js';
import { workflowStanding, type WorkflowStanding } from '../../infra/temporal/workflow-standing.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { withPlatform } from './with-platform.js';

const EXIT_UNKNOWN = 1;

/** Rows and engine side by side: what something waits for, and whether its process follows. */
export const explainCommand: AdminCommand = {
  usage: 'explain <业务编号或证件编号>',
  summary: '说明一项业务或一张证件在等什么，流程是否跟上',
  async run(args, out) {
    const [number, ...more] = args;
    if (number === undefined || number.startsWith('--') || more.length > 0) {
      out.error(`用法：${this.usage}`);
      return EXIT_USAGE;
    }
    return withPlatform(async ({ dataSource, references, temporal }) => {
      const explanation = await explain(dataSource.manager, references, number);
      if (explanation === null) {
        out.error(`没有编号为 ${number} 的业务或证件`);
        return EXIT_UNKNOWN;
      }
      print(explanation, await workflowStanding(temporal.client, explanation.workflowId), out);
      return EXIT_OK;
    });
  },
};

function print(
  { title, waits, behind, undelivered, workflowId, isRunning }: Explanation,
  standing: WorkflowStanding | null,
  out: CommandOutput,
): void {
  out.line(title);
  for (const line of waits.length > 0 ? waits : ['已结束，不再等待']) out.line(`  ${line}`);
  out.line(behind === 0 ? '  流程已处理全部事实' : `  流程落后 ${behind} 项事实`);
  if (undelivered.messages > 0) {
    out.line(`  未送达流程的消息 ${undelivered.messages} 条，最多已尝试 ${undelivered.attempts} 次`);
  }
  if (standing === null) {
    const advice = isRunning || behind > 0 ? '，应当存在：请运行 admin reconcile --apply' : '';
    return out.line(`  Temporal 中没有流程 ${workflowId}${advice}`);
  }
  out.line(`  流程 ${workflowId}：${standing.status}，${standing.events} 个事件`);
  for (const { name, attempt, failure } of standing.activities) {
    out.line(`  活动 ${name} 第 ${attempt} 次${failure === null ? '' : `，上次失败：${failure}`}`);
  }
}
