import type { Milestone, MilestoneKind } from '../../domain/permit/milestones.js';
import { readHistory } from '../support/history-reading.js';
import { until, WorkflowEngine } from '../support/workflow-engine.js';

const VALID_UNTIL = '2024-08-04';
const MOMENT_MS = 1_500;

let engine: WorkflowEngine;
beforeAll(async () => {
  engine = await WorkflowEngine.start();
});
afterAll(() => engine.stop());

describe('the milestones of a term', () => {
  it('wakes at each by one timer and sleeps on', async () => {
    const id = engine.permits.granted(VALID_UNTIL);
    await startJustBefore(id, 'RENEWAL_OPENS');
    await until('the window opens', () => isReached(id, 'RENEWAL_OPENS'));
    engine.permits.cancel(id);
    await engine.permitChanged(id);
    const { history } = await endOf(id);
    const { kinds, localActivities } = readHistory(history);
    expect(kinds['TIMER_FIRED']).toBe(1);
    expect(localActivities.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['currentTerm', 'nextWake', 'reachDueMilestones']),
    );
    expect(engine.permits.reachedOf(id).map(({ kind, delivered }) => [kind, delivered])).toEqual([
      ['RENEWAL_PREPARATION', true],
      ['RENEWAL_OPENS', true],
    ]);
  });

  it('has no timer while the clock stands still; a jump over several delivers the latest only', async () => {
    const id = engine.permits.granted(VALID_UNTIL);
    engine.clock.set(milestone(id, 'RENEWAL_PREPARATION').dueAt - MOMENT_MS, 'frozen');
    await start(id);
    await until('it waits', () => isAsleep(id));
    engine.clock.set(milestone(id, 'RENEWAL_LAST_DAY').dueAt, 'frozen');
    await engine.permitChanged(id);
    await until('the jump is seen', () => isReached(id, 'RENEWAL_LAST_DAY'));
    const reached = engine.permits.reachedOf(id);
    expect(reached).toHaveLength(4);
    expect(reached.filter(({ delivered }) => delivered).map(({ kind }) => kind)).toEqual([
      'RENEWAL_LAST_DAY',
    ]);
    engine.permits.cancel(id);
    await engine.permitChanged(id);
    const { history } = await endOf(id);
    expect(readHistory(history).timers).toBe(0);
  });
});

describe('the ends of a run', () => {
  it('continues as new with a new term and follows its milestones', async () => {
    const id = engine.permits.granted(VALID_UNTIL);
    engine.clock.set(milestone(id, 'RENEWAL_OPENS').dueAt, 'frozen');
    await start(id);
    const first = await engine.permitHandle(id).describe();
    await until('the window is open', () => isReached(id, 'RENEWAL_OPENS'));
    await until('it sleeps again', () => isAsleep(id));
    engine.permits.renew(id);
    await engine.permitChanged(id);
    await until('a new run', async () => (await engine.permitHandle(id).describe()).runId !== first.runId);
    const old = readHistory(await engine.permitHandle(id, first.runId).fetchHistory());
    expect(old.kinds['WORKFLOW_EXECUTION_CONTINUED_AS_NEW']).toBe(1);
    engine.clock.set(milestone(id, 'RENEWAL_OPENS').dueAt, 'frozen');
    await engine.permitChanged(id);
    const secondTerm = milestone(id, 'RENEWAL_OPENS').on;
    await until('the window of the second term', () =>
      engine.permits.reachedOf(id).some(({ kind, on }) => kind === 'RENEWAL_OPENS' && on === secondTerm),
    );
    engine.permits.cancel(id);
    await engine.permitChanged(id);
    await endOf(id);
  });

  it('expires by an ordinary activity that operators can see, and completes', async () => {
    const id = engine.permits.granted(VALID_UNTIL);
    await startJustBefore(id, 'EXPIRY');
    const { history } = await endOf(id);
    expect(readHistory(history).activities).toEqual(['expire']);
    expect(engine.permits.statusOf(id)).toBe('EXPIRED');
    expect(engine.permits.reachedOf(id).at(-1)).toEqual({
      kind: 'EXPIRY',
      on: '2024-08-05',
      delivered: true,
    });
  });

  it('completes without another act once the permit is cancelled', async () => {
    const id = engine.permits.granted(VALID_UNTIL);
    engine.clock.set(milestone(id, 'RENEWAL_PREPARATION').dueAt - MOMENT_MS, 'frozen');
    engine.permits.cancel(id);
    await start(id);
    const { history } = await endOf(id);
    expect(readHistory(history).activities).toEqual([]);
    expect(engine.permits.reachedOf(id)).toEqual([]);
  });
});

function milestone(id: string, kind: MilestoneKind): Milestone {
  const found = engine.permits.milestonesOf(id).find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`${kind} does not come`);
  return found;
}

function isReached(id: string, kind: MilestoneKind): boolean {
  return engine.permits.reachedOf(id).some((each) => each.kind === kind);
}

async function isAsleep(id: string): Promise<boolean> {
  return readHistory(await engine.permitHandle(id).fetchHistory()).attributes.length > 0;
}

function start(id: string): Promise<void> {
  return engine.send({ workflow: 'permit', subjectId: id, signal: 'started', payload: {} });
}

function startJustBefore(id: string, kind: MilestoneKind): Promise<void> {
  engine.clock.set(milestone(id, kind).dueAt - MOMENT_MS, 'running');
  return start(id);
}

async function endOf(id: string) {
  const handle = engine.permitHandle(id);
  await handle.result();
  return { history: await handle.fetchHistory() };
}
