import { Client } from 'pg';
import { applicationWorkflowId, permitWorkflowId } from '../../workflows/ids.js';
import { faultyLine, type FaultyLine } from '../support/faulty-line.js';
import { DEPARTMENT_LEVELS } from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { NewStory } from '../support/new-story.js';
import { startStack, type Stack } from '../support/stack.js';
import { startOwnTemporal, type OwnTemporal } from '../support/stack-temporal.js';
import { succeeded } from '../support/people.js';

/** What one permit leaves behind when nothing was lost and nothing doubled. */
async function traces(stack: Stack, applicationId: string) {
  const [row] = await stack.sql(
    `select (select count(*)::int from permit p join application a on a.permit_id = p.id where a.id = $1) as permits,
            (select count(*)::int from issued_document where application_id = $1 and kind = 'RECEIPT') as receipts,
            (select count(*)::int from issued_document where application_id = $1 and kind <> 'RECEIPT') as forms,
            (select count(*)::int from notice where business_ref->>'applicationId' = $1::text and code = 'N-12') as approvals,
            (select count(*)::int from notice where business_ref->>'applicationId' = $1::text and code = 'N-09') as unit_notices,
            (select count(*)::int from notice where business_ref->>'applicationId' = $1::text and code = 'N-10') as level_notices,
            (select count(*)::int from audit_event e join application a on a.application_no = e.application_no
              where a.id = $1 and e.action = 'application.conclude') as conclusions`,
    [applicationId],
  );
  return row;
}

/** N-12 to employee and unit; N-10 per department level to both. */
const WHOLE = {
  permits: 1,
  receipts: 1,
  forms: 1,
  approvals: 2,
  unit_notices: 1,
  level_notices: 8,
  conclusions: 1,
};

describe('killed with SIGKILL in the middle of the story', () => {
  let engine: OwnTemporal;
  let line: FaultyLine;
  let stack: Stack;

  beforeAll(async () => {
    engine = await startOwnTemporal();
    line = await faultyLine(engine.address);
    stack = await startStack({ temporal: { ...engine, address: line.address }, startAt: '2021-08-05' });
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    await line?.close();
    await engine?.stop();
  });

  const runs = async (id: string): Promise<string> =>
    (await stack.temporal.workflow.getHandle(id).describe()).status.name;

  it('AC-103 loses and doubles nothing when API, worker and Temporal die one after the other', async () => {
    const story = await NewStory.draft(stack);
    succeeded(await story.submit());
    await stack.stopApi('SIGKILL');
    await stack.startApi();
    succeeded(await story.unitDecides());
    await stack.stopWorker('SIGKILL');
    await story.decide('DISTRICT_FIRST');
    await stack.startWorker();
    await story.decide('DISTRICT_SECOND');
    await engine.kill();
    await story.decide('MUNICIPAL');
    await engine.start();
    line.recover();
    await story.decide('FINAL');
    await stack.stopApi('SIGKILL');
    await stack.startApi();
    await story.until('APPROVED');
    await eventually('its documents', async () =>
      (await traces(stack, story.applicationId))?.['forms'] === 1 ? true : null,
    );
    expect(await traces(stack, story.applicationId)).toEqual(WHOLE);
    const { permitId } = await story.read();
    expect(
      await eventually('the permit’s workflow', () =>
        runs(permitWorkflowId(permitId ?? '')).catch(() => null),
      ),
    ).toBe('RUNNING');
  }, 150_000);

  it('AC-103 concludes once when the worker dies between the conclusion’s commit and its report', async () => {
    const story = await NewStory.draft(stack);
    succeeded(await story.submit());
    succeeded(await story.unitDecides({}, { wait: 10 }));
    await story.passLevels(DEPARTMENT_LEVELS.slice(0, 3));
    const holder = new Client({ connectionString: stack.databaseUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table number_counter in exclusive mode'); // a conclusion asks for it, a decision does not
      await story.decide('FINAL');
      await eventually('a conclusion under way', async () => {
        const { raw } = await stack.temporal.workflow
          .getHandle(applicationWorkflowId(story.applicationId))
          .describe();
        return raw.pendingActivities?.some((each) => each.activityType?.name === 'conclude') ? true : null;
      });
      await eventually('the conclusion waits for the lock', async () => {
        const waiting = await stack.sql(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting.length > 0 ? true : null;
      });
      line.fallSilent(); // the report of what follows never arrives
      await holder.query('rollback');
    } finally {
      await holder.end();
    }
    await eventually('the commit', async () => {
      const [row] = await stack.sql<{ status: string }>('select status from application where id = $1', [
        story.applicationId,
      ]);
      return row?.status === 'APPROVED' ? true : null;
    });
    await stack.stopWorker('SIGKILL');
    line.recover();
    await stack.startWorker();
    await eventually(
      'its documents',
      async () => ((await traces(stack, story.applicationId))?.['forms'] === 1 ? true : null),
      90_000,
    );
    expect(await traces(stack, story.applicationId)).toEqual(WHOLE);
    const { permitId } = await story.read();
    expect(
      await eventually('the permit’s workflow', () =>
        runs(permitWorkflowId(permitId ?? '')).catch(() => null),
      ),
    ).toBe('RUNNING');
    expect(
      await eventually('the review’s end', async () =>
        (await runs(applicationWorkflowId(story.applicationId))) === 'COMPLETED' ? true : null,
      ),
    ).toBe(true);
  }, 180_000);
});
