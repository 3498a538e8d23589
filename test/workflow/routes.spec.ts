import { WorkflowEngine } from '../support/workflow-engine.js';
import { startOfDay } from '../../domain/calendar/instant.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { writeFileSync } from 'node:fs';

it('x', async () => {
  const engine = await WorkflowEngine.start();
  engine.clock.set(startOfDay(knownDate('2021-07-01')), 'frozen');
  const id = await engine.submitted();
  await engine.passUpTo(id, 5);
  const { end, history } = await engine.endOf(id);
  writeFileSync('/tmp/h.json', historyToJSON(history));
  expect(end).toBe('APPROVED');
  await engine.stop();
});
