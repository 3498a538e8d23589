import { endOfDayExclusive, startOfDay } from '../../domain/calendar/instant.js';
import { addDays, knownDate } from '../../domain/calendar/plain-date.js';
import type { WorkflowMessage } from '../../workflows/messages.js';
import { readHistory } from '../support/history-reading.js';
import { until, WorkflowEngine } from '../support/workflow-engine.js';

const TODAY = startOfDay(knownDate('2021-07-01'));
const MOMENT_MS = 300;
const UNKNOWN_TASK = '00000000-0000-4000-8000-000000000000';

let engine: WorkflowEngine;
beforeAll(async () => {
  engine = await WorkflowEngine.start();
});
beforeEach(() => engine.clock.set(TODAY, 'frozen'));
afterAll(() => engine.stop());

describe('return and resubmission', () => {
  it('starts the next round at the first level and concludes it', async () => {
    const id = await engine.submitted();
    await engine.pass(id, 2);
    await engine.attended(id);
    await engine.decide(id, 'RETURN');
    await until('the return is seen', async () => (await engine.progressOf(id)).waitsFor === '等待重新提交');
    await resubmit(id);
    await engine.pass(id, 5);
    const { end, history } = await engine.endOf(id);
    const stages = readHistory(history).attributes.map((set) => set['WrpStage']);
    expect(end).toBe('APPROVED');
    expect(stages.join(' ')).toBe(
      'UNIT DISTRICT_FIRST DISTRICT_SECOND RETURNED UNIT DISTRICT_FIRST DISTRICT_SECOND MUNICIPAL FINAL',
    );
    expect(engine.documents.issued).toEqual(expect.arrayContaining([`receipt ${id} 1`, `receipt ${id} 2`]));
  });

  it('follows a resubmission that stood in the rows before the return was told', async () => {
    const id = await engine.submitted();
    await engine.attended(id);
    const told = engine.review.decide(id, 'RETURN');
    engine.review.submit(id);
    await signal({ workflow: 'application', subjectId: id, signal: 'resubmitted', payload: { round: 2 } });
    await engine.attended(id);
    await signal({ workflow: 'application', subjectId: id, signal: 'decided', payload: told });
    await engine.pass(id, 5);
    expect((await engine.endOf(id)).end).toBe('APPROVED');
  });
});

describe('what is told twice, early, out of order or about nothing', () => {
  it('ignores a repeated signal, a closed task and an unknown one', async () => {
    const id = await engine.submitted();
    await engine.attended(id);
    const first = engine.review.decide(id, 'PASS');
    for (const taskId of [first.taskId, first.taskId, UNKNOWN_TASK]) {
      await signal({
        workflow: 'application',
        subjectId: id,
        signal: 'decided',
        payload: { taskId, outcome: 'PASS' },
      });
    }
    await engine.pass(id, 1);
    await signal({ workflow: 'application', subjectId: id, signal: 'decided', payload: first });
    await engine.pass(id, 3);
    const { end, history } = await engine.endOf(id);
    expect(end).toBe('APPROVED');
    expect(readHistory(history).attributes.map((set) => set['WrpStage'])).toHaveLength(5);
    expect(readHistory(history).activities.filter((name) => name === 'conclude')).toHaveLength(1);
  });

  it('takes every level from one look at the rows when all decisions came before the start was told', async () => {
    const id = engine.review.submitted();
    const told = Array.from({ length: 5 }, () => engine.review.decide(id, 'PASS'));
    for (const payload of told.toReversed()) {
      await signal({ workflow: 'application', subjectId: id, signal: 'decided', payload });
    }
    expect((await engine.endOf(id)).end).toBe('APPROVED');
    expect(engine.review.stateOf(id).status).toBe('APPROVED');
  });

  it('needs no payload: a lost decision is found when anything else is told', async () => {
    const id = await engine.submitted('UNIT_INFO_CHANGE');
    await engine.attended(id);
    engine.review.decide(id, 'PASS');
    await tell(id, 'deadlinesChanged');
    expect((await engine.endOf(id)).end).toBe('APPROVED');
  });

  it('counts a message after the end as delivered', async () => {
    const id = await engine.submitted('UNIT_INFO_CHANGE');
    await engine.pass(id, 1);
    await engine.endOf(id);
    await tell(id, 'withdrawn');
    expect(engine.review.stateOf(id).status).toBe('APPROVED');
  });
});

describe('the other ends', () => {
  it('ends with a rejection', async () => {
    const id = await engine.submitted();
    await engine.pass(id, 2);
    await engine.attended(id);
    await engine.decide(id, 'REJECT');
    const { end, history } = await engine.endOf(id);
    expect(end).toBe('REJECTED');
    expect(readHistory(history).activities).toEqual(['issueReceipt']);
  });

  it('ends with a withdrawal while a level waits', async () => {
    const id = await engine.submitted();
    await engine.attended(id);
    engine.review.withdraw(id);
    await tell(id, 'withdrawn');
    expect((await engine.endOf(id)).end).toBe('WITHDRAWN');
  });

  it('ends with a withdrawal while it waits for the resubmission', async () => {
    const id = await engine.submitted();
    await engine.attended(id);
    await engine.decide(id, 'RETURN');
    engine.review.withdraw(id);
    await tell(id, 'withdrawn');
    expect((await engine.endOf(id)).end).toBe('WITHDRAWN');
  });

  it('ends with its permit', async () => {
    const id = await engine.submitted('RENEWAL');
    await engine.attended(id);
    engine.review.endWithPermit(id);
    await tell(id, 'permitEnded');
    expect((await engine.endOf(id)).end).toBe('CLOSED_EXPIRED');
  });
});

describe('the clocks of a level', () => {
  it('marks overdue once when the last day has passed, and decides nothing', async () => {
    const id = await engine.submitted('UNIT_INFO_CHANGE');
    await engine.attended(id);
    const { id: taskId, dueOn } = engine.review.openTask(id);
    engine.clock.set(endOfDayExclusive(dueOn) - MOMENT_MS, 'running');
    await tell(id, 'deadlinesChanged');
    await until('the level is overdue', () => engine.review.openTask(id).overdue);
    await tell(id, 'deadlinesChanged');
    const { waitsFor } = await engine.progressOf(id);
    expect(waitsFor).toBe(`等待区级初审，截止 ${dueOn}（已超期）`);
    expect(engine.review.overdueMarks.filter((marked) => marked === taskId)).toHaveLength(1);
    expect(engine.review.stateOf(id).status).toBe('IN_REVIEW');
    await engine.decide(id, 'PASS');
    const { end, history } = await engine.endOf(id);
    expect(end).toBe('APPROVED');
    expect(readHistory(history).attributes.map((set) => set['WrpOverdue'])).toEqual([false, true]);
  });

  it('has no timer at the unit, whose limit only reminds, nor on a clock that stands still', async () => {
    engine.clock.set(TODAY, 'running');
    const id = await engine.submitted('BUSINESS_INFO_CHANGE');
    await engine.attended(id);
    engine.clock.set(TODAY, 'frozen');
    await engine.decide(id, 'PASS');
    await engine.pass(id, 2);
    expect(readHistory((await engine.endOf(id)).history).timers).toBe(0);
  });

  it('uses one timer for all levels while it lies early enough', async () => {
    engine.clock.set(TODAY, 'running');
    const id = await engine.submitted('RENEWAL');
    await engine.pass(id, 4);
    expect(readHistory((await engine.endOf(id)).history).timers).toBe(1);
  });

  it('asks again when deadlines have changed', async () => {
    const id = await engine.submitted('UNIT_INFO_CHANGE');
    await engine.attended(id);
    const later = addDays(engine.review.openTask(id).dueOn, 1);
    engine.review.moveDueDate(id, later);
    await tell(id, 'deadlinesChanged');
    await until('the new day is shown', async () => (await engine.progressOf(id)).waitsFor.endsWith(later));
    await engine.decide(id, 'PASS');
    const { history } = await engine.endOf(id);
    expect(readHistory(history).attributes.at(-1)?.['WrpDueAt']).toBe(`${later}T16:00:00.000Z`);
  });
});

describe('the receipt', () => {
  afterEach(() => {
    engine.documents.storeAway = false;
  });

  it('never delays the conclusion while the store is away, and follows when it is back', async () => {
    engine.documents.storeAway = true;
    const id = await engine.submitted('UNIT_INFO_CHANGE');
    await until('the store was found away', () => engine.documents.attempts.includes(`receipt ${id} 1`));
    await engine.pass(id, 1);
    await until('the conclusion', () => engine.review.stateOf(id).status === 'APPROVED');
    expect(engine.documents.issued.filter((document) => document.includes(id))).toEqual([]);
    engine.documents.storeAway = false;
    expect((await engine.endOf(id)).end).toBe('APPROVED');
    expect(engine.documents.issued).toEqual(expect.arrayContaining([`receipt ${id} 1`, `form ${id}`]));
  });
});

async function resubmit(id: string): Promise<void> {
  const round = engine.review.submit(id);
  await signal({ workflow: 'application', subjectId: id, signal: 'resubmitted', payload: { round } });
}

function tell(id: string, what: 'withdrawn' | 'permitEnded' | 'deadlinesChanged'): Promise<void> {
  return signal({ workflow: 'application', subjectId: id, signal: what, payload: {} });
}

function signal(message: WorkflowMessage): Promise<void> {
  return engine.send(message);
}
