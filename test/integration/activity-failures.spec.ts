import { ApplicationFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { Client } from 'pg';
import { withoutPersonalData } from '../../activities/failures.js';
import { runSurroundings } from '../support/stack-surroundings.js';

describe('a database error inside an activity', () => {
  let database: Client;

  beforeAll(async () => {
    database = new Client({ connectionString: runSurroundings().databaseUrl });
    await database.connect();
    await database.query('create temporary table person (id_no text constraint person_id_no_key unique)');
    await database.query(`insert into person values ('11010519491231002X')`);
  });

  afterAll(() => database.end());

  it('leaves it with SQLSTATE and constraint only: the row that Postgres quotes stays behind', async () => {
    const activity = () => database.query(`insert into person values ('11010519491231002X')`);
    const run = new MockActivityEnvironment().run(() => withoutPersonalData(activity));
    const failure = await run.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({
      message: 'database error 23505 person_id_no_key',
      type: 'DatabaseError',
      nonRetryable: false,
    });
    expect(JSON.stringify(failure)).not.toContain('11010519491231002X');
  });

  it('is told apart from any other failure, which passes unchanged', async () => {
    const surprise = new Error('application 1 does not await its conclusion');
    const run = new MockActivityEnvironment().run(() => withoutPersonalData(() => Promise.reject(surprise)));
    await expect(run).rejects.toBe(surprise);
  });
});
