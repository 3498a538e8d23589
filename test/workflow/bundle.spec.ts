import { bundleWorkflows } from '../support/workflow-bundle.js';

it('x', async () => {
  const b = Date.now();
  const bundle = await bundleWorkflows();
  console.log(
    Date.now() - b,
    bundle.complaints,
    [...bundle.code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map((m) => m[1]).join('\n'),
  );
});
