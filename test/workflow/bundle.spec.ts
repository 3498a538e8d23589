import path from 'node:path';
import { bundleWorkflows } from '../support/workflow-bundle.js';

const MODULE = /^\/\*\*\*\/ "\.\/([^"]+)"/gm;
const OURS = /^(domain|workflows)\//;
const OF_THE_ENGINE = /^node_modules\/(@temporalio\/(workflow|common)|nexus-rpc|ms|long)\//;

describe('the workflow bundle', () => {
  it('holds the rules, the workflows and the engine, nothing else', async () => {
    const { code, complaints } = await bundleWorkflows();
    expect(modulesOf(code)).toContain('workflows/application-review.workflow.ts');
    expect(strangersIn(code)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('cannot be built once a workflow needs a module of Node', async () => {
    await expect(bundleWorkflows(planted('reads-a-file.ts'))).rejects.toThrow();
  });

  it('shows a package that has a build for browsers, which the bundler lets pass', async () => {
    const { code } = await bundleWorkflows(planted('asks-the-database.ts'));
    expect(strangersIn(code)).toContain('node_modules/typeorm/browser/data-source/DataSource.js');
  });
});

function modulesOf(code: string): string[] {
  return Array.from(code.matchAll(MODULE), ([, module = '']) => module);
}

function strangersIn(code: string): string[] {
  return modulesOf(code).filter((module) => !OURS.test(module) && !OF_THE_ENGINE.test(module));
}

function planted(file: string): string {
  return path.resolve(__dirname, '../boundaries/planted/workflows', file);
}
