import { expectRefused } from '../support/api-client.js';
import { faultyLine, type FaultyLine } from '../support/faulty-line.js';
import { NewStory } from '../support/new-story.js';
import { pdfUpload, succeeded } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

describe('a part is down (design.md §7)', () => {
  let store: FaultyLine;
  let database: FaultyLine;
  let stack: Stack;
  let story: NewStory;

  beforeAll(async () => {
    stack = await startStack({
      startAt: '2021-08-05',
      detour: async (environment) => {
        const databaseUrl = new URL(environment['DATABASE_URL'] ?? '');
        store = await faultyLine(new URL(environment['S3_ENDPOINT'] ?? '').host);
        database = await faultyLine(databaseUrl.host);
        databaseUrl.host = database.address;
        return { S3_ENDPOINT: `http://${store.address}`, DATABASE_URL: databaseUrl.toString() };
      },
    });
    story = await NewStory.draft(stack);
    succeeded(await story.submit());
    succeeded(await story.unitDecides());
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    await store?.close();
    await database?.close();
  });

  it('refuses uploads and PASS without the object store, keeps reads and RETURN', async () => {
    const { taskId, claimNo, snapshotNo } = await story.claim('DISTRICT_FIRST');
    const reviewer = await story.reviewer('DISTRICT_FIRST');
    const decide = (outcome: string) =>
      reviewer.post(`/api/v1/review-tasks/${taskId}/decision`, {
        outcome,
        opinion: '请补充',
        claimNo,
        snapshotNo,
      });
    await store.cut();
    const asked = performance.now();
    expectRefused(await decide('PASS'), 'STORE_UNAVAILABLE');
    expectRefused(
      await story.employee.client.upload('/api/v1/attachments/EMP_OTHER/files', await pdfUpload('说明')),
      'STORE_UNAVAILABLE',
    );
    expect(performance.now() - asked).toBeLessThan(6_000);
    expect((await story.read()).stage).toBe('区级初审');
    succeeded(await decide('RETURN'));
    expect((await story.read()).status).toBe('RETURNED');
    const files = await stack.sql(`select 1 from attachment_file where catalogue_code = 'EMP_OTHER'`);
    expect(files).toEqual([]);
    await store.mend();
  });

  it('answers 503 within two seconds without Postgres, and works again when it is back', async () => {
    await database.cut();
    const asked = performance.now();
    expectRefused(await story.employee.client.get(story.path), 'DB_UNAVAILABLE');
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect((await fetch(`${stack.apiUrl}/health/live`)).status).toBe(200);
    expect((await fetch(`${stack.apiUrl}/health/ready`)).status).toBe(503);
    await database.mend();
    expect((await story.read()).status).toBe('RETURNED');
    expect(succeeded(await story.submit({ wait: 20 }))).toMatchObject({ status: 'UNIT_REVIEW', round: 2 });
    expect(succeeded(await story.unitDecides({}, { wait: 20 })).stage).toBe('区级初审');
  }, 60_000);
});
