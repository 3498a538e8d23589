import path from 'node:path';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { savedHistory, savedNames } from '../support/saved-histories.js';
import { bundleWorkflows } from '../support/workflow-bundle.js';
import { COURSES } from '../support/workflow-courses.js';

const INCOMPATIBLE = path.resolve(__dirname, 'incompatible/index.ts');

beforeAll(() =>
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } }),
);

describe('saved histories', () => {
  it('stand for each end state of each workflow', () => {
    expect(savedNames().toSorted()).toEqual(Object.keys(COURSES).toSorted());
  });

  it('replay on the workflows of today', async () => {
    const faults = await faultsOf(await bundleWorkflows(), savedNames());
    expect(faults).toEqual([]);
  });

  it('catch a change of the order of commands that is not behind `patched`', async () => {
    const reviews = savedNames().filter((name) => name.startsWith('application-'));
    const faults = await faultsOf(await bundleWorkflows(INCOMPATIBLE), reviews);
    expect(faults).toHaveLength(reviews.length);
    expect(faults.every((fault) => fault instanceof DeterminismViolationError)).toBe(true);
  });
});

async function faultsOf(workflowBundle: WorkflowBundleOption, names: readonly string[]): Promise<Error[]> {
  const faults: Error[] = [];
  const results = Worker.runReplayHistories({ workflowBundle }, names.map(savedHistory));
  for await (const { error } of results) if (error !== undefined) faults.push(error);
  return faults;
}
