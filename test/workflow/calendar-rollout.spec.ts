import { rolloutProgress } from '../../workflows/messages.js';
import { readHistory } from '../support/history-reading.js';
import { WorkflowEngine } from '../support/workflow-engine.js';

let engine: WorkflowEngine;
beforeAll(async () => {
  engine = await WorkflowEngine.start();
});
afterAll(() => engine.stop());

describe('the rollout of a calendar', () => {
  it('pages until nothing is older, waits for transactions that began before, and tells how far it is', async () => {
    const handle = await engine.calendarPublished(3);
    expect(handle.workflowId).toBe('calendar/3');
    const all = { dealtWith: 2, moved: 1, finished: true };
    expect(await handle.result()).toEqual(all);
    const { activities, timers } = readHistory(await handle.fetchHistory());
    expect([activities, timers]).toEqual([['rollOutPage', 'rollOutPage', 'rollOutPage'], 1]);
    expect(await handle.query(rolloutProgress)).toEqual(all);
  });

  it('is the same rollout when the publication is told again', async () => {
    const first = await engine.calendarPublished(4);
    await first.result();
    const again = await engine.calendarPublished(4);
    expect((await again.describe()).runId).toBe((await first.describe()).runId);
  });
});
