import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { isTold, resolveNotices } from '../../infra/database/notices.js';
import { explained, pagesOf } from '../support/query-plan.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const NOTICES = 50_000;
/** Pages of 8 kB that a statement may look at; all notices stand on more than a thousand. */
const MOST_PAGES = 40;
const NOW = {
  at: new Date('2021-08-05T02:00:00Z'),
  epochMs: Date.parse('2021-08-05T02:00:00Z'),
  today: knownDate('2021-08-05'),
};

const subject = randomUUID();
let database: StackDatabase;
let owner: DataSource;

beforeAll(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  owner = createDataSource({ url: database.url, as: 'owner', applicationName: 'notice-subjects' });
  await owner.initialize();
  await owner.query(
    `insert into notice (id, natural_key, code, body, audience_kind, audience_id, business_ref, published_at)
     select gen_random_uuid(), concat_ws(':', code, case when n < 3 then $2 else gen_random_uuid() end, 'UNIT', n), code,
            '', 'UNIT', gen_random_uuid(), '{}', $3
       from generate_series(1, $1::int) n, lateral (select 'N-' || lpad((n % 30)::text, 2, '0') as code) as coded`,
    [NOTICES, subject, NOW.at],
  );
  await owner.query('vacuum analyze notice');
}, 120_000);
afterAll(async () => {
  await owner?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

it.each([
  ['asking whether anybody is told', (manager) => isTold(manager, { code: 'N-03', subject })],
  ['resolving', (manager) => resolveNotices(manager, NOW, 'N-01', subject)],
] as const satisfies readonly [string, (manager: EntityManager) => Promise<unknown>][])(
  `%s among ${NOTICES} notices looks only at those of the subject`,
  async (_, act) => {
    const pages = pagesOf(await explained(owner, (explaining) => act(explaining as EntityManager)));
    expect(pages).toBeLessThan(MOST_PAGES);
  },
);

it('one code is resolved, the other about the same subject stands', async () => {
  await owner.query('update notice set resolved_at = null');
  await resolveNotices(owner.manager, NOW, 'N-01', subject);
  const resolved = await owner.query<{ code: string }[]>(
    'select code from notice where resolved_at is not null',
  );
  expect(resolved).toEqual([{ code: 'N-01' }]);
  expect(await isTold(owner.manager, { code: 'N-02', subject })).toBe(true);
  expect(await isTold(owner.manager, { code: 'N-03', subject })).toBe(false);
});
