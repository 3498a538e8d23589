import path from 'node:path';
import { bundleWorkflows } from '../support/workflow-bundle.js';

const MODULE = /^\/\*\*\*\/ "\.\/([^"]+)"/gm;
const OURS = /^(domain|workflows)\//;
const OF_THE_ENGINE = /^node_modules\/(@temporalio\/(workflow|common)|nexus-rpc|ms|long)\//;

describe('the workflow bundle', () => {
  it('holds the rules, the workflows and the engine, nothing else', async () => {
    const { code, complaints } = await bundleWorkflows();
    const modules = Array.from(code.matchAll(MODULE), ([, module = '']) => module);
    expect(modules.filter((module) => OURS.test(module))).toContain('workflows/application-review.workflow.ts');
    expect(modules.filter((module) => !OURS.test(module) && !OF_THE_ENGINE.test(module))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is refused as soon as a workflow needs a module that is not deterministic', async () => {
    const planted = path.resolve(__dirname, '../boundaries/planted/workflows/asks-the-database.ts');
    const built = bundleWorkflows(planted).then(({ complaints }) => {
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    });
    await expect(built).rejects.toThrow();
  });
});
