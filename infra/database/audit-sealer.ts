import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';

interface SealableEvent {
  readonly seq: string;
  /** The row as Postgres writes it: the same text whenever it is read. */
  readonly body: string;
}

export interface AuditHead {
  readonly position: string;
  readonly hash: string;
}

export type AuditFault =
  | 'SEAL_MISSING'
  | 'EVENT_MISSING'
  | 'HASH_DIFFERS'
  | 'ANCHOR_DIFFERS'
  | 'TAIL_CUT_OFF'
  /** Without a seal, of a transaction in which everything was sealed. */
  | 'EVENT_ADDED';

export interface AuditVerification {
  readonly sealed: number;
  readonly unsealed: number;
  /** Null: the whole chain holds. */
  readonly firstFault: { readonly position: number; readonly reason: AuditFault } | null;
}

const GENESIS = '0'.repeat(64);
const BATCH = 1000;
/** The transactions that are still open, and those that will come, are from here on. */
const STILL_OPEN = `pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;
/**
 * Everything of the transactions below is sealed, as the last seal says: years of them need not be looked through. A
 * database that was restored elsewhere counts its transactions anew: the line begins anew as well, and the events from
 * before are looked through each time until the count has passed them.
 */
const SETTLED_BELOW = `coalesce((select case when settled_below <= ${STILL_OPEN} then settled_below end
                                   from audit_seal order by position desc limit 1), 0)`;
const HAS_NO_SEAL = 'not exists (select 1 from audit_seal s where s.event_seq = e.seq)';
const EVENT_BODY = `(to_jsonb(e) - 'recorded_at')::text || ' ' || extract(epoch from e.recorded_at)::text`;

/**
 * Chains audit events by hash as they are committed, those that are seen at once in the order of their transactions; a
 * transaction that stays open holds up its own events alone. One sealer at a time (advisory lock). Source: design.md §4.
 */
export async function sealAuditEvents(dataSource: DataSource): Promise<number> {
  return dataSource.transaction(sealVisible);
}

/** In the caller's transaction. Gives how many it has sealed; 0 as well where another seals. */
export async function sealVisible(manager: EntityManager): Promise<number> {
  const [lock] = await manager.query<[{ taken: boolean }]>(
    `select pg_try_advisory_xact_lock(hashtext('audit-seal')) as taken`,
  );
  if (!lock.taken) return 0;
  const { settledBelow, openFrom } = await sealingBounds(manager);
  const found = await unsealedEvents(manager, settledBelow);
  const events = found.slice(0, BATCH);
  if (events.length === 0) return 0;
  let { position, hash } = (await auditHead(manager)) ?? { position: '0', hash: GENESIS };
  const seals = events.map(({ seq, body }) => {
    position = String(Number(position) + 1);
    hash = chained(hash, body);
    return { position, event_seq: seq, hash };
  });
  await manager.query(
    `insert into audit_seal (position, event_seq, hash, settled_below)
       select position, event_seq, hash, $2
         from jsonb_to_recordset($1::jsonb) as s (position bigint, event_seq bigint, hash text)`,
    [JSON.stringify(seals), found.length === events.length ? openFrom : settledBelow],
  );
  return seals.length;
}

/** Asked before the events are, by a statement of its own: the plan for them depends on how few are left. */
export async function sealingBounds(
  manager: Pick<EntityManager, 'query'>,
): Promise<{ readonly settledBelow: string; readonly openFrom: string }> {
  const [bounds] = await manager.query<[{ settledBelow: string; openFrom: string }]>(
    `select ${SETTLED_BELOW} as "settledBelow", ${STILL_OPEN} as "openFrom"`,
  );
  return bounds;
}

/** The next to be sealed, in their order; one more than a batch tells that there are more. */
export function unsealedEvents(
  manager: Pick<EntityManager, 'query'>,
  settledBelow: string,
): Promise<SealableEvent[]> {
  return manager.query<SealableEvent[]>(
    `select e.seq, ${EVENT_BODY} as body from audit_event e
      where e.transaction_id >= $1 and ${HAS_NO_SEAL}
      order by e.transaction_id, e.seq limit ${BATCH + 1}`,
    [settledBelow],
  );
}

/** Events that no sealer came to within the time. */
export async function countUnsealed(
  manager: Pick<EntityManager, 'query'>,
  olderThanSeconds: number,
): Promise<number> {
  const { settledBelow } = await sealingBounds(manager);
  const [row] = await manager.query<[{ count: number }]>(
    `select count(*)::int as count from audit_event e where e.transaction_id >= $1 and ${HAS_NO_SEAL}
        and e.recorded_at < clock_timestamp() - make_interval(secs => $2)`,
    [settledBelow, olderThanSeconds],
  );
  return row.count;
}

/** The last seal, which the worker anchors outside the database. */
export async function auditHead(manager: EntityManager): Promise<AuditHead | null> {
  const [head] = await manager.query<AuditHead[]>(
    'select position, hash from audit_seal order by position desc limit 1',
  );
  return head ?? null;
}

/** Walks the whole chain; a changed, missing, added or reordered event breaks it at its place. */
export async function verifyAudit(
  manager: EntityManager,
  anchors: readonly AuditHead[],
): Promise<AuditVerification> {
  let hash = GENESIS;
  let position = 0;
  let firstFault: AuditVerification['firstFault'] = null;
  const expected = new Map(anchors.map((anchor) => [Number(anchor.position), anchor.hash]));
  const fault = (reason: AuditFault) => (firstFault ??= { position, reason });
  for (;;) {
    const rows = await manager.query<{ position: string; hash: string; body: string | null }[]>(
      `select s.position, s.hash, case when e.seq is null then null else ${EVENT_BODY} end as body
         from audit_seal s left join audit_event e on e.seq = s.event_seq
        where s.position > $1 order by s.position limit ${BATCH}`,
      [position],
    );
    for (const row of rows) {
      position++;
      if (Number(row.position) !== position) fault('SEAL_MISSING');
      if (row.body === null) fault('EVENT_MISSING');
      hash = chained(hash, row.body ?? '');
      if (hash !== row.hash) fault('HASH_DIFFERS');
      if ((expected.get(position) ?? hash) !== hash) fault('ANCHOR_DIFFERS');
      if (firstFault !== null) break;
    }
    if (rows.length < BATCH || firstFault !== null) break;
  }
  const last = Math.max(0, ...expected.keys());
  if (last > position) fault('TAIL_CUT_OFF');
  const [{ unsealed, late }] = await manager.query<[{ unsealed: number; late: number }]>(
    `select count(*)::int as unsealed, (count(*) filter (where transaction_id < ${SETTLED_BELOW}))::int as late
       from audit_event e where ${HAS_NO_SEAL}`,
  );
  if (late > 0) fault('EVENT_ADDED');
  return { sealed: position, unsealed, firstFault };
}

function chained(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}
