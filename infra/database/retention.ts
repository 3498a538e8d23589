import type { DataSource, EntityManager } from 'typeorm';
import type { ObjectStore } from '../object-storage/object-store.js';
import { recordAudit } from './audit-trail.js';
import { readBusinessClock } from './business-clock.js';
import {
  OBJECT_FINDINGS,
  OBJECT_REFERENCES,
  ORPHAN_GRACE_DAYS,
  PICTURES,
  RETENTION_RULES,
  type RetentionRule,
} from './retention-rules.js';

/** What one rule found, and removed unless it was a dry run. */
export interface RetentionLine {
  readonly key: string;
  readonly label: string;
  readonly table: string;
  readonly keepDays: number;
  readonly rows: number;
  /** Since when the oldest counts; null without rows. */
  readonly oldest: Date | null;
  /** Of the rows as they are stored, or of the objects. */
  readonly bytes: number;
}

const BATCH = 500;
/** Content-addressed objects; the anchors of the audit trail stand elsewhere and stay. */
const CONTENT = 'content/';
const DAY_MS = 86_400_000;
/** Looking through whole tables takes longer than any request may. */
const PATIENCE = `set local statement_timeout = '10min'`;

const UNREFERENCED = unreferencedBy(OBJECT_REFERENCES);
const IS_OLD = `o.stored_at < business_now() - make_interval(days => ${ORPHAN_GRACE_DAYS})`;
/** The picture of a page goes with the last scan that shows it. */
const ORPHANS_AND_THEIR_PICTURES = `
  with orphan as (select o.* from stored_object o where ${IS_OLD} and ${UNREFERENCED})
  select * from orphan
   union all
  select o.* from stored_object o
   where ${IS_OLD} and ${unreferencedBy(OBJECT_REFERENCES.filter(([table]) => table !== PICTURES.table))}
     and exists (select from ${PICTURES.table} p where p.${PICTURES.picture} = o.sha256)
     and not exists (select from ${PICTURES.table} p
                      where p.${PICTURES.picture} = o.sha256 and p.sha256 not in (select sha256 from orphan))`;

/**
 * Removes what its time is over for, rule by rule, in small batches. Rows that somebody holds are left for the next day;
 * safe to repeat and to run beside people at work. An upload names its object before it looks for it, so that none is
 * removed under it (services/api/attachments/file-intake.ts).
 */
export class Retention {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: ObjectStore,
    private readonly terms: { readonly strayDays: number } = { strayDays: ORPHAN_GRACE_DAYS },
  ) {}

  /** What would go; nothing does. */
  async report(): Promise<RetentionLine[]> {
    const lines: RetentionLine[] = [];
    for (const rule of RETENTION_RULES) lines.push(await this.found(rule));
    return [...lines, await this.orphans(), await this.strayObjects(false)];
  }

  async run(): Promise<RetentionLine[]> {
    const lines: RetentionLine[] = [];
    for (const rule of RETENTION_RULES) {
      const line = await this.found(rule);
      lines.push({ ...line, rows: line.rows === 0 ? 0 : await this.remove(rule) });
    }
    lines.push(await this.removeOrphans(), await this.strayObjects(true));
    const done = lines.filter(({ rows }) => rows > 0);
    if (done.length > 0) await this.audit(done);
    return lines;
  }

  /** Once a day by one of the workers; null where another one does it. */
  async runOnceToday(): Promise<RetentionLine[] | null> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [lock] = await runner.manager.query<[{ taken: boolean }]>(
        `select pg_try_advisory_lock(hashtext('retention')) as taken`,
      );
      if (!lock.taken) return null;
      try {
        return await this.run();
      } finally {
        await runner.query(`select pg_advisory_unlock(hashtext('retention'))`);
      }
    } finally {
      await runner.release();
    }
  }

  private async found(rule: RetentionRule): Promise<RetentionLine> {
    const [row] = await this.patiently((manager) =>
      manager.query<[Counted]>(
        `select count(*)::int as rows, min(${rule.since}) as oldest,
                coalesce(sum(pg_column_size(t.*)), 0)::float8 as bytes from ${rule.table} t where ${dueOf(rule)}`,
      ),
    );
    const { key, label, table, keepDays } = rule;
    return { key, label, table, keepDays, ...row };
  }

  private patiently<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(PATIENCE);
      return work(manager);
    });
  }

  private async remove(rule: RetentionRule): Promise<number> {
    for (let removed = 0; ;) {
      const [, affected] = await this.patiently((manager) =>
        manager.query<[unknown[], number]>(
          `delete from ${rule.table} where ctid in
             (select t.ctid from ${rule.table} t where ${dueOf(rule)} limit ${BATCH} for update of t skip locked)`,
        ),
      );
      removed += affected;
      if (affected < BATCH) return removed;
    }
  }

  private async orphans(): Promise<RetentionLine> {
    const [row] = await this.patiently((manager) =>
      manager.query<[Counted]>(
        `select count(*)::int as rows, min(o.stored_at) as oldest, coalesce(sum(o.size_bytes), 0)::float8 as bytes
           from (${ORPHANS_AND_THEIR_PICTURES}) o`,
      ),
    );
    return { ...ORPHANS, ...row };
  }

  /** Pass after pass until one finds nothing: what an object's findings held is loose once it is gone. */
  private async removeOrphans(): Promise<RetentionLine> {
    let line: RetentionLine = { ...ORPHANS, rows: 0, oldest: null, bytes: 0 };
    for (;;) {
      const before = line.rows;
      line = await this.removeLoose(line);
      if (line.rows === before) return line;
    }
  }

  private async removeLoose(begun: RetentionLine): Promise<RetentionLine> {
    let line = begun;
    for (let after = ''; ;) {
      const from = after;
      const candidates = await this.patiently((manager) =>
        manager.query<{ sha256: string }[]>(
          `select o.sha256 from stored_object o where o.sha256 > $1 and ${IS_OLD} and ${UNREFERENCED}
            order by o.sha256 limit ${BATCH}`,
          [from],
        ),
      );
      for (const { sha256 } of candidates) line = withObject(line, await this.removeObject(sha256));
      const last = candidates.at(-1);
      if (last === undefined || candidates.length < BATCH) return line;
      after = last.sha256;
    }
  }

  /** The row is held while the bytes go: who uploads the same waits, finds neither, and stores it anew. */
  private removeObject(sha256: string): Promise<RemovedObject | null> {
    return this.dataSource.transaction(async (manager) => {
      const held = await manager.query<unknown[]>(
        'select from stored_object where sha256 = $1 for update skip locked',
        [sha256],
      );
      if (held.length === 0) return null;
      // asked once more: who came before the lock has been waited for
      const [object] = await manager.query<(RemovedObject & { object_key: string })[]>(
        `select o.object_key, o.stored_at as at, o.size_bytes as bytes from stored_object o
          where o.sha256 = $1 and ${IS_OLD} and ${UNREFERENCED}`,
        [sha256],
      );
      if (object === undefined) return null;
      for (const table of OBJECT_FINDINGS)
        await manager.query(`delete from ${table} where sha256 = $1`, [sha256]);
      await manager.query('delete from stored_object where sha256 = $1', [sha256]);
      await this.store.remove(object.object_key);
      return object;
    });
  }

  /** Bytes without any row: their upload or document broke off. Wall clock, the store's own. */
  private async strayObjects(removing: boolean): Promise<RetentionLine> {
    let line: RetentionLine = { ...STRAYS, rows: 0, oldest: null, bytes: 0 };
    const before = Date.now() - this.terms.strayDays * DAY_MS;
    let batch: StrayCandidate[] = [];
    const judge = async (): Promise<void> => {
      for (const stray of await this.unknown(batch)) {
        if (removing && !(await this.removeStray(stray, before))) continue;
        line = withObject(line, { at: stray.lastModified, bytes: stray.sizeBytes });
      }
      batch = [];
    };
    for await (const { key, sizeBytes, lastModified } of this.store.list(CONTENT)) {
      if (lastModified.getTime() >= before) continue;
      batch.push({ key, sizeBytes, lastModified, sha256: key.slice(key.lastIndexOf('/') + 1) });
      if (batch.length >= BATCH) await judge();
    }
    await judge();
    return line;
  }

  private async unknown(batch: readonly StrayCandidate[]): Promise<StrayCandidate[]> {
    const known = await this.dataSource.query<{ sha256: string }[]>(
      `select sha256 from stored_object where sha256 = any ($1)
       union select sha256 from issued_document where sha256 = any ($1)`,
      [batch.map(({ sha256 }) => sha256)],
    );
    const hashes = new Set(known.map(({ sha256 }) => sha256));
    return batch.filter(({ sha256 }) => !hashes.has(sha256));
  }

  private async removeStray(stray: StrayCandidate, before: number): Promise<boolean> {
    const head = await this.store.head(stray.key);
    if (head === null || head.lastModified.getTime() >= before) return false;
    if ((await this.unknown([stray])).length === 0) return false;
    await this.store.remove(stray.key);
    return true;
  }

  private async audit(lines: readonly RetentionLine[]): Promise<void> {
    await this.dataSource.transaction(async (manager) =>
      recordAudit(manager, 'SYSTEM', await readBusinessClock(manager), {
        action: 'retention.run',
        entity: 'retention',
        entityId: null,
        after: { removed: Object.fromEntries(lines.map(({ key, rows, bytes }) => [key, { rows, bytes }])) },
      }),
    );
  }
}

interface Counted {
  readonly rows: number;
  readonly oldest: Date | null;
  readonly bytes: number;
}
interface RemovedObject {
  readonly at: Date;
  readonly bytes: number;
}
interface StrayCandidate {
  readonly key: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly lastModified: Date;
}

const ORPHANS = {
  key: 'orphanObject',
  label: '没有任何记录引用的附件内容',
  table: 'stored_object',
  keepDays: ORPHAN_GRACE_DAYS,
} as const;
const STRAYS = {
  key: 'strayObject',
  label: '对象存储中没有记录的内容',
  table: '对象存储',
  keepDays: ORPHAN_GRACE_DAYS,
} as const;

function unreferencedBy(references: typeof OBJECT_REFERENCES): string {
  return references
    .map(([table, column]) => `not exists (select from ${table} r where r.${column} = o.sha256)`)
    .join(' and ');
}

function dueOf({ since, clock, keepDays, condition = 'true' }: RetentionRule): string {
  const now = clock === 'WALL' ? 'clock_timestamp()' : 'business_now()';
  return `${since} < ${now} - make_interval(days => ${keepDays}) and ${condition}`;
}

function withObject(line: RetentionLine, removed: RemovedObject | null): RetentionLine {
  if (removed === null) return line;
  const oldest = line.oldest === null || removed.at < line.oldest ? removed.at : line.oldest;
  return { ...line, rows: line.rows + 1, oldest, bytes: line.bytes + removed.bytes };
}
