import { DEPARTMENT_LEVELS } from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { NewStory } from '../support/new-story.js';
import { startStack, type Stack } from '../support/stack.js';
import { startOwnTemporal, type OwnTemporal } from '../support/stack-temporal.js';
import { succeeded } from '../support/people.js';

describe('with worker and Temporal stopped (design.md §7)', () => {
  let engine: OwnTemporal;
  let stack: Stack;
  let story: NewStory;

  beforeAll(async () => {
    engine = await startOwnTemporal();
    stack = await startStack({ temporal: engine, startAt: '2021-08-05' });
    story = await NewStory.draft(stack);
    await stack.stopWorker();
    await engine.kill();
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    await engine?.stop();
  });

  const consequences = () =>
    stack.sql<{ permits: number; documents: number; notices: number; overdue: number }>(
      `select (select count(*)::int from permit) as permits, (select count(*)::int from issued_document) as documents,
              (select count(*)::int from notice where code >= 'N-09') as notices,
              (select count(*)::int from review_task where overdue) as overdue`,
    );

  it('says degraded and takes the submission', async () => {
    const health = (await (await fetch(`${stack.apiUrl}/health/ready`)).json()) as { status: string };
    expect(health.status).toBe('degraded');
    expect(succeeded(await story.submit()).status).toBe('UNIT_REVIEW');
    expect(succeeded(await story.unitDecides()).stage).toBe('区级初审');
  });

  it('decides level after level, each PASS opening the next task at once', async () => {
    for (const [index, level] of DEPARTMENT_LEVELS.entries()) {
      await story.decide(level);
      const { timeline } = await story.read();
      const open = timeline.filter((entry) => entry.taskStatus === 'OPEN').map((entry) => entry.level);
      expect(open).toEqual(index + 1 < DEPARTMENT_LEVELS.length ? [DEPARTMENT_LEVELS[index + 1]] : []);
    }
  });

  it('reads 流转中 after the last PASS; no permit, form, reminder or overdue mark appears', async () => {
    const view = await story.read();
    expect(view).toMatchObject({ status: 'IN_REVIEW', stage: '流转中', permitNo: null });
    expect(await consequences()).toEqual([{ permits: 0, documents: 0, notices: 0, overdue: 0 }]);
  });

  it('brings all of them once both are back, dated by the last PASS', async () => {
    await engine.start();
    await stack.startWorker();
    const approved = await story.until('APPROVED');
    expect(approved.permitNo).toMatch(/^BJ2021\d{7}$/);
    await eventually('documents and notices', async () => {
      const [now] = await consequences();
      const [told] = await stack.sql<{ codes: string[] }>(
        `select array_agg(distinct code order by code) as codes from notice where code in ('N-09', 'N-10', 'N-12')`,
      );
      return now?.documents === 2 && told?.codes?.length === 3 ? now : null;
    });
    const permits = await stack.sql(
      `select status, to_char(valid_from, 'YYYY-MM-DD') as from, to_char(valid_until, 'YYYY-MM-DD') as until from permit`,
    );
    expect(permits).toEqual([{ status: 'VALID', from: '2021-08-05', until: '2024-08-04' }]);
    await eventually('an empty outbox', async () => {
      const [left] = await stack.sql<{ count: number }>('select count(*)::int as count from outbox');
      return left?.count === 0 ? left : null;
    });
  }, 90_000);

  it('AC-107 gives a receipt also for an application that ended before its process first looked', async () => {
    await stack.stopWorker();
    const brief = await NewStory.draft(stack, { unit: story.unit });
    succeeded(await brief.submit());
    expect(succeeded(await brief.withdraw()).status).toBe('WITHDRAWN');
    await stack.startWorker();
    await eventually('its receipt', async () => {
      const { documents } = await brief.read();
      return documents.some((each) => each.kind === 'RECEIPT') ? true : null;
    });
  }, 60_000);
});
