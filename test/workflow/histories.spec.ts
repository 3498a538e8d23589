import { temporal } from '@temporalio/proto';
import { findPersonalData } from '../../infra/personal-data/personal-data-guard.js';
import { openedHistory } from '../support/history-reading.js';
import { savedNames, saveHistory } from '../support/saved-histories.js';
import { COURSES } from '../support/workflow-courses.js';
import { WorkflowEngine } from '../support/workflow-engine.js';

/**
 * `JUZHENG_RECORD_HISTORIES=1 npm test -- test/workflow/histories` adds the histories that test/replay has not yet; those
 * of earlier versions stay, because running workflows have them too.
 */
const RECORDS = process.env['JUZHENG_RECORD_HISTORIES'] === '1';

let engine: WorkflowEngine;
beforeAll(async () => {
  engine = await WorkflowEngine.start();
});
afterAll(() => engine.stop());

describe('what an operator can read in the histories', () => {
  it.each(Object.entries(COURSES))('%s holds no personal data', async (name, run) => {
    const course = await run(engine);
    if (RECORDS && !savedNames().includes(name)) saveHistory(name, course);
    expect(findPersonalData(openedHistory(course.history))).toEqual([]);
  });

  it('would show personal data in any payload', () => {
    const data = Buffer.from(JSON.stringify({ note: '经办人 13800138000' }));
    const told = { signalName: 'told', input: { payloads: [{ data }] } };
    const history = temporal.api.history.v1.History.fromObject({
      events: [{ workflowExecutionSignaledEventAttributes: told }],
    });
    expect(findPersonalData(openedHistory(history))).toHaveLength(1);
  });
});
