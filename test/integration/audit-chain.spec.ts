import { randomInt } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { auditHead, sealVisible, verifyAudit, type AuditHead } from '../../infra/database/audit-sealer.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { isLong } from '../support/run-length.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const EVENTS = isLong ? 10_000 : 1_000;
const TRIALS = isLong ? 100 : 10;
const ANCHORS = 10;

/** Who owns the database may do all this; what he may not reach is the anchors in the object store. */
type Attack = (manager: EntityManager, seq: number) => Promise<void>;

let database: StackDatabase;
let owner: DataSource;
const anchors: AuditHead[] = [];

beforeAll(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  owner = createDataSource({ url: database.url, as: 'owner', applicationName: 'audit-chain' });
  await owner.initialize();
  await owner.transaction(sealAll);
  for (let batch = 0; batch < ANCHORS; batch += 1) {
    await owner.query(
      `insert into audit_event (at, actor_role, action, entity, entity_id, after, reason)
       select clock_timestamp(), 'SYSTEM', 'application.decide', 'application', gen_random_uuid(),
              jsonb_build_object('outcome', 'PASS', 'number', n), '材料齐全' from generate_series(1, $1::int) n`,
      [EVENTS / ANCHORS],
    );
    await owner.transaction(sealAll);
    const head = await auditHead(owner.manager);
    if (head !== null) anchors.push(head);
  }
}, 240_000);
afterAll(async () => {
  await owner?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

async function sealAll(manager: EntityManager): Promise<void> {
  for (let sealed = 1; sealed > 0;) sealed = await sealVisible(manager);
}

/** The hashes from there on, as the product itself would make them. */
async function sealAnew(manager: EntityManager, position: number): Promise<void> {
  await manager.query('delete from audit_seal where position >= $1', [position]);
  await sealAll(manager);
}

async function positionOf(manager: EntityManager, seq: number): Promise<number> {
  const [row] = await manager.query<[{ position: string }]>(
    'select position from audit_seal where event_seq = $1',
    [seq],
  );
  return Number(row.position);
}

const edit: Attack = (manager, seq) =>
  manager.query(`update audit_event set after = '{"outcome": "REJECT"}' where seq = $1`, [seq]);
const remove: Attack = (manager, seq) => manager.query('delete from audit_event where seq = $1', [seq]);
/** Before another one, as if it had been committed earlier. */
const insert: Attack = (manager, seq) =>
  manager.query(
    `insert into audit_event (transaction_id, at, actor_role, action, entity, reason)
     select transaction_id - 1, at, 'SYSTEM', 'application.decide', 'application', '补记' from audit_event where seq = $1`,
    [seq],
  );
const insertOfLongAgo: Attack = (manager) =>
  manager.query(
    `insert into audit_event (transaction_id, at, actor_role, action, entity, reason)
     values (1, clock_timestamp(), 'SYSTEM', 'application.decide', 'application', '补记')`,
  );
const reorder: Attack = (manager, seq) =>
  manager
    .query(
      `update audit_seal s set event_seq = case when s.event_seq = $1 then -$2::bigint else -$1::bigint end
      where s.event_seq in ($1, $2)`,
      [seq, seq + 1],
    )
    .then(() => manager.query('update audit_seal set event_seq = -event_seq where event_seq < 0'));
const cutTail: Attack = async (manager, seq) => {
  await manager.query('delete from audit_seal where event_seq >= $1', [seq]);
  await manager.query('delete from audit_event where seq >= $1', [seq]);
};
/** Two events change places for good, and every hash after them is made anew. */
const reorderAndSeal: Attack = async (manager, seq) => {
  const position = await positionOf(manager, seq);
  await manager.query(
    `update audit_event set transaction_id = (select max(transaction_id) + 1 from audit_event) where seq = $1`,
    [seq],
  );
  await sealAnew(manager, position);
};
const andSeal =
  (attack: Attack): Attack =>
  async (manager, seq) => {
    const position = await positionOf(manager, seq);
    await manager.query('delete from audit_seal where position >= $1', [position]);
    await attack(manager, seq);
    await sealAll(manager);
  };

const ATTACKS: readonly (readonly [string, Attack])[] = [
  ['an event is changed', edit],
  ['an event is changed, every hash after it made anew', andSeal(edit)],
  ['an event is deleted', remove],
  ['an event is deleted, every hash after it made anew', andSeal(remove)],
  ['an event of long ago is inserted, which no sealer comes to any more', insertOfLongAgo],
  ['an event is inserted, every hash after it made anew', andSeal(insert)],
  ['two seals change places', reorder],
  ['an event is moved to the end, every hash made anew', reorderAndSeal],
  ['the tail is cut off', cutTail],
];

describe(`the sealed trail of ${EVENTS} events with ${ANCHORS} anchors`, () => {
  it('holds as it is', async () => {
    const verified = await verifyAudit(owner.manager, anchors);
    expect(verified).toMatchObject({ unsealed: 0, firstFault: null });
    expect(verified.sealed).toBeGreaterThanOrEqual(EVENTS);
  });

  it.each(ATTACKS)(
    `is found to be broken in ${TRIALS} of ${TRIALS} trials when %s`,
    async (_name, attack) => {
      let found = 0;
      for (let trial = 0; trial < TRIALS; trial += 1) found += (await isFound(attack)) ? 1 : 0;
      expect(found).toBe(TRIALS);
    },
    isLong ? 600_000 : 60_000,
  );
});

describe('a round of sealing', () => {
  const event = (client: Pick<EntityManager, 'query'>): Promise<unknown> =>
    client.query(
      `insert into audit_event (at, actor_role, action, entity)
       values (clock_timestamp(), 'SYSTEM', 'application.decide', 'application')`,
    );
  const unsealed = async (): Promise<number> => (await verifyAudit(owner.manager, anchors)).unsealed;

  it('comes to what was committed late, however much was sealed meanwhile', async () => {
    const late = owner.createQueryRunner();
    try {
      await late.startTransaction();
      await event(late.manager);
      for (let round = 0; round < 3; round += 1) {
        await event(owner);
        await owner.transaction(sealAll);
        expect(await unsealed()).toBe(0);
      }
      await late.commitTransaction();
    } finally {
      await late.release();
    }
    expect(await unsealed()).toBe(1);
    await owner.transaction(sealAll);
    expect(await verifyAudit(owner.manager, anchors)).toMatchObject({ unsealed: 0, firstFault: null });
  });

  it('begins anew where the database counts its transactions anew, as after a restore elsewhere', async () => {
    await owner.transaction(async (manager) => {
      await manager.query('alter table audit_seal disable trigger user');
      await manager.query('update audit_seal set settled_below = settled_below + 1000000000');
      await manager.query('alter table audit_seal enable trigger user');
    });
    await event(owner);
    await owner.transaction(sealAll);
    expect(await verifyAudit(owner.manager, anchors)).toMatchObject({ unsealed: 0, firstFault: null });
  });
});

/** At some place of the trail; nothing of it stays. */
async function isFound(attack: Attack): Promise<boolean> {
  const runner = owner.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query('alter table audit_event disable trigger user');
    await runner.query('alter table audit_seal disable trigger user');
    const [range] = await runner.manager.query<[{ first: string; last: string }]>(
      'select min(seq) as first, max(seq) as last from audit_event where action = $1',
      ['application.decide'],
    );
    await attack(runner.manager, randomInt(Number(range.first), Number(range.last)));
    const { firstFault } = await verifyAudit(runner.manager, anchors);
    return firstFault !== null;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}
