import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { AuditRecords, type AuditFilter } from '../../infra/database/audit-records.js';
import { sealAuditEvents, sealingBounds, unsealedEvents } from '../../infra/database/audit-sealer.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { eventually } from '../support/eventually.js';
import { explained, nodesOf, pagesOf, type Explained } from '../support/query-plan.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const EVENTS = 100_000;
const ACTORS = 50;
/** A thousand events a day, the first day long ago, far from where the newest stand. */
const DAYS = 100;
const LIMIT = 50;
/** Pages of 8 kB that a search may look at; all events stand on some thousands. */
const MOST_PAGES = 600;

const actors = Array.from({ length: ACTORS }, () => randomUUID());
const [actorId = ''] = actors;
const object = randomUUID();
const NOTHING: AuditFilter = {
  limit: LIMIT,
  beforeSeq: null,
  entity: null,
  entityId: null,
  actorId: null,
  applicationNo: null,
  from: null,
  until: null,
};
const FIRST_DAY = { from: new Date('2021-01-01T16:00:00Z'), until: new Date('2021-01-02T16:00:00Z') };

let database: StackDatabase;
let owner: DataSource;
let records: AuditRecords;

beforeAll(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  owner = createDataSource({ url: database.url, as: 'owner', applicationName: 'audit-search' });
  await owner.initialize();
  records = new AuditRecords(owner);
  await owner.query(
    `insert into audit_event (at, actor_id, actor_role, action, entity, entity_id, application_no)
     select timestamptz '2021-01-01T16:00:00Z' + n * interval '1 day' * $4::int / $1::int, ($2::uuid[])[1 + n % $5::int],
            'UNIT_HANDLER', 'association.confirm', case when n % 2000 = 0 then 'permit' else 'association' end,
            case when n % 5000 = 0 then $3::uuid else gen_random_uuid() end, 'NE' || lpad((n % 20000)::text, 14, '0')
       from generate_series(0, $1::int - 1) n`,
    [EVENTS, actors, object, DAYS, ACTORS],
  );
  await owner.query('vacuum analyze audit_event');
}, 240_000);
afterAll(async () => {
  await owner?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

const planOf = (filter: Partial<AuditFilter>): Promise<Explained> =>
  explained(owner, (explaining) => new AuditRecords(explaining).list({ ...NOTHING, ...filter }));

const addEvent = (): Promise<unknown> =>
  owner.query(
    `insert into audit_event (at, actor_id, actor_role, action, entity)
     values (clock_timestamp(), $1, 'UNIT_HANDLER', 'association.confirm', 'association')`,
    [actorId],
  );

const SEARCHES: Readonly<Record<string, [Partial<AuditFilter>, expected: number]>> = {
  'of an entity that is rare': [{ entity: 'permit' }, 50],
  'of one object': [{ entityId: object }, 20],
  'of one object of an entity': [{ entity: 'association', entityId: object }, 10],
  'of an actor': [{ actorId }, LIMIT + 1],
  'of an application': [{ applicationNo: `NE${'7'.padStart(14, '0')}` }, 5],
  'of the first day': [FIRST_DAY, LIMIT + 1],
  'of an actor on the first day': [{ actorId, ...FIRST_DAY }, 20],
  'of an entity on the first day': [{ entity: 'permit', ...FIRST_DAY }, 1],
  'of all together': [
    {
      entity: 'permit',
      entityId: object,
      actorId,
      applicationNo: `NE${'0'.padStart(14, '0')}`,
      ...FIRST_DAY,
    },
    1,
  ],
  'without a filter': [{}, LIMIT + 1],
};

describe(`S-20 a search among ${EVENTS} events`, () => {
  it.each(Object.entries(SEARCHES))('%s goes by an index', async (name, [filter, expected]) => {
    const rows = await records.list({ ...NOTHING, ...filter });
    expect(rows).toHaveLength(expected);
    const found = await planOf(filter);
    const { Plan: plan, 'Execution Time': ms } = found;
    const events = [...nodesOf(plan)].filter((node) => node['Relation Name'] === 'audit_event');
    expect(events.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    const pages = pagesOf(found);
    const indexes = [...nodesOf(plan)].flatMap((node) => node['Index Name'] ?? []);
    process.stdout.write(`${name}: ${ms} ms, ${pages} pages, ${indexes.join(', ')}\n`);
    expect(pages).toBeLessThan(MOST_PAGES);
  });

  it('a page in the middle of the trail costs no more than the first', async () => {
    const [middle] = await owner.query<[{ seq: string }]>(
      'select seq from audit_event order by seq offset $1 limit 1',
      [EVENTS / 2],
    );
    expect(pagesOf(await planOf({ beforeSeq: middle.seq }))).toBeLessThan(MOST_PAGES);
  });

  it('pages give every event once, while new ones come in', async () => {
    const filter = { ...NOTHING, actorId, limit: 300 };
    const seen: string[] = [];
    let beforeSeq: string | null = null;
    do {
      const rows = await records.list({ ...filter, beforeSeq });
      seen.push(...rows.slice(0, filter.limit).map(({ seq }) => seq));
      beforeSeq = rows.length > filter.limit ? (seen.at(-1) ?? null) : null;
      await addEvent();
    } while (beforeSeq !== null);
    expect(seen).toHaveLength(EVENTS / ACTORS);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('sealing looks only at what is new', async () => {
    for (let sealed = 1; sealed > 0;) sealed = await sealAuditEvents(owner);
    await owner.query('vacuum analyze audit_event, audit_seal');
    // as long as another test holds a transaction open that is older than the events, they are looked at again
    const found = await eventually('only what is new', async () => {
      await addEvent();
      await sealAuditEvents(owner);
      const { settledBelow } = await sealingBounds(owner);
      const plan = await explained(owner, (explaining) => unsealedEvents(explaining, settledBelow));
      return pagesOf(plan) < MOST_PAGES ? plan : null;
    });
    process.stdout.write(`of what has no seal: ${found['Execution Time']} ms, ${pagesOf(found)} pages\n`);
  }, 120_000);
});
