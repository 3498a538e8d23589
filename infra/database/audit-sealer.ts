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

export interface AuditVerification {
  readonly sealed: number;
  readonly unsealed: number;
  /** Null: the whole chain holds. */
  readonly firstFault: { readonly position: number; readonly reason: string } | null;
}

const GENESIS = '0'.repeat(64);
const BATCH = 1000;
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
  const events = await manager.query<SealableEvent[]>(
    `select e.seq, ${EVENT_BODY} as body from audit_event e
        where not exists (select 1 from audit_seal s where s.event_seq = e.seq)
        order by e.transaction_id, e.seq limit ${BATCH}`,
  );
  if (events.length === 0) return 0;
  let { position, hash } = (await auditHead(manager)) ?? { position: '0', hash: GENESIS };
  const seals = events.map(({ seq, body }) => {
    position = String(Number(position) + 1);
    hash = chained(hash, body);
    return { position, event_seq: seq, hash };
  });
  await manager.query(
    `insert into audit_seal (position, event_seq, hash)
       select position, event_seq, hash
         from jsonb_to_recordset($1::jsonb) as s (position bigint, event_seq bigint, hash text)`,
    [JSON.stringify(seals)],
  );
  return seals.length;
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
  const fault = (reason: string) => (firstFault ??= { position, reason });
  for (;;) {
    const rows = await manager.query<{ position: string; hash: string; body: string | null }[]>(
      `select s.position, s.hash, case when e.seq is null then null else ${EVENT_BODY} end as body
         from audit_seal s left join audit_event e on e.seq = s.event_seq
        where s.position > $1 order by s.position limit ${BATCH}`,
      [position],
    );
    for (const row of rows) {
      position++;
      if (Number(row.position) !== position) fault('seal missing');
      if (row.body === null) fault('event missing');
      hash = chained(hash, row.body ?? '');
      if (hash !== row.hash) fault('hash differs');
      if ((expected.get(position) ?? hash) !== hash) fault('differs from its anchor');
      if (firstFault !== null) break;
    }
    if (rows.length < BATCH || firstFault !== null) break;
  }
  const last = Math.max(0, ...expected.keys());
  if (firstFault === null && last > position) firstFault = { position, reason: 'tail cut off' };
  const [{ unsealed }] = await manager.query<[{ unsealed: number }]>(
    `select count(*)::int as unsealed from audit_event e
      where not exists (select 1 from audit_seal s where s.event_seq = e.seq)`,
  );
  return { sealed: position, unsealed, firstFault };
}

function chained(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}
