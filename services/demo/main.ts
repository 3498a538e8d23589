import { dirname } from 'node:path';
import { readFile } from 'node:fs/promises';
import { applicationWorkflowId, permitWorkflowId } from '../../workflows/ids.js';
import { readDemoEnvironment } from '../../infra/config/demo-environment.js';
import { Cast, type TrialLogin } from './cast.js';
import { Stage } from './stage.js';
import { tellStory } from './story.js';
import { workflowPage, workflowStatus } from './temporal-page.js';

/** `npm run demo`: exit code 0 only if every step was seen to be so. */
async function main(): Promise<void> {
  const environment = readDemoEnvironment();
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const logins = JSON.parse(await readFile(environment.accountsFile, 'utf8')) as TrialLogin[];
  const folder = dirname(environment.accountsFile);
  const stage = new Stage(say);
  say('居证演示：一张工作居住证从申请到失效\n');
  const outcome = await tellStory(stage, new Cast(environment.apiUrl, logins), folder);
  const workflows = [
    ['申请审批流程', applicationWorkflowId(outcome.applicationId)],
    ['证件有效期流程', permitWorkflowId(outcome.permitId)],
  ] as const;
  await stage.step('两个流程在 Temporal 中均已完成', async () => {
    for (const [name, id] of workflows) {
      await stage.until(name, async () =>
        (await workflowStatus(environment.temporalUiUrl, environment.temporalNamespace, id)) === 'COMPLETED'
          ? id
          : null,
      );
    }
  });
  say(`\n工作居住证编号  ${outcome.permitNo}`);
  for (const paper of outcome.papers) say(`文件            ${paper}`);
  for (const [name, id] of workflows) {
    say(`${name}\n  ${workflowPage(environment.temporalUiUrl, environment.temporalNamespace, id)}`);
  }
  say(
    `\n演示完成，用时 ${stage.elapsedSeconds.toFixed(1)} 秒。加 --keep 可保持系统运行，以便打开上面的链接。`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`演示未通过：${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
