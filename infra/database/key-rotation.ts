import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { SEALED_COLUMNS } from '../personal-data/personal-columns.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { recordAudit } from './audit-trail.js';
import { readBusinessClock } from './business-clock.js';
import { retireUnusedKeys } from './encryption-keys.js';

/** Rows that are looked at in one transaction, and so locked at once at most. */
const BATCH_ROWS = 500;
/** A row that somebody else holds is left and asked for again. */
const PASSES = 20;
const PAUSE_MS = 250;
/** A long table says so often that it goes on. */
const BATCHES_TOLD = 20;

/** How many values of a table one key has sealed. */
export interface KeyCount {
  readonly table: string;
  readonly keyId: string;
  readonly values: number;
}

export interface RotationReport {
  readonly currentKeyId: string;
  readonly resealed: number;
  /** Values that no key of the ring opens: they stay as they are. */
  readonly unreadable: readonly KeyCount[];
  /** As they stand at the end. */
  readonly counts: readonly KeyCount[];
  /** Keys that a configuration no longer needs. */
  readonly retired: readonly string[];
}

type Row = Readonly<Record<string, string | null>>;

interface SealedTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly keys: readonly string[];
}

/**
 * Seals every value anew that an older key has sealed, by the first key of the ring. A row is locked while it is done and
 * left alone while somebody else holds it: whoever writes meanwhile waits for at most one batch, and nothing that he
 * wrote is lost. What is done is done: a run that broke off is repeated. Needs the owner's connection (ADR 13).
 */
export class KeyRotation {
  private resealed = 0;
  private readonly unreadable = new Map<string, KeyCount>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async run(tell: (progress: string) => void): Promise<RotationReport> {
    for (const table of sealedTables(this.dataSource)) {
      const before = this.resealed;
      await this.rotateTable(table, tell);
      tell(`${table.table}：重新加密 ${this.resealed - before} 个值`);
    }
    const counts = await countKeys(this.dataSource);
    const { currentKeyId } = this.personalData;
    const used = [currentKeyId, ...counts.map(({ keyId }) => keyId)];
    const retired = await retireUnusedKeys(this.dataSource, used);
    const { resealed } = this;
    if (resealed > 0 || retired.length > 0) await this.audit({ currentKeyId, resealed, retired });
    return { currentKeyId, resealed, unreadable: [...this.unreadable.values()], counts, retired };
  }

  private async rotateTable(table: SealedTable, tell: (progress: string) => void): Promise<void> {
    for (let pass = 0; pass < PASSES; pass += 1) {
      for (const [name, { table: of }] of this.unreadable)
        if (of === table.table) this.unreadable.delete(name);
      let after: Row | null = null;
      let left = 0;
      let batches = 0;
      do {
        const batch = await this.dataSource.transaction((manager) => this.batch(manager, table, after));
        after = batch.last;
        left += batch.left;
        batches += 1;
        if (batches % BATCHES_TOLD === 0) tell(`${table.table}：已检查 ${batches * BATCH_ROWS} 行`);
      } while (after !== null);
      if (left === 0) return;
      await pause(PAUSE_MS);
    }
  }

  /** `last` null: that was the end of the table; `left`: rows that somebody held. */
  private async batch(
    manager: EntityManager,
    { table, columns, keys }: SealedTable,
    after: Row | null,
  ): Promise<{ last: Row | null; left: number }> {
    const all = [...keys, ...columns].join(', ');
    const key = keys.join(', ');
    const from = after === null ? '' : `where (${key}) > (${keys.map((_, i) => `$${i + 1}`).join(', ')})`;
    const rows = await manager.query<Row[]>(
      `select ${all} from ${table} ${from} order by ${key} limit ${BATCH_ROWS}`,
      keys.flatMap((name) => (after === null ? [] : [after[name]])),
    );
    const due = rows.filter((row) => columns.some((column) => this.isDue(row[column])));
    const held = due.length === 0 ? [] : await lockRows(manager, { table, columns, keys }, due);
    const fresh = held.map((row) => this.reseal(table, columns, row)).filter((row) => row !== null);
    if (fresh.length > 0) {
      await manager.query(
        `update ${table} t set ${columns.map((column) => `${column} = v.${column}`).join(', ')}
           from jsonb_populate_recordset(null::${table}, $1) v
          where (${keys.map((name) => `t.${name}`).join(', ')}) = (${keys.map((name) => `v.${name}`).join(', ')})`,
        [JSON.stringify(fresh)],
      );
    }
    const last = rows.length < BATCH_ROWS ? null : (rows.at(-1) ?? null);
    return { last, left: due.length - held.length };
  }

  private isDue(sealed: string | null | undefined): boolean {
    return typeof sealed === 'string' && this.personalData.isOfOlderKey(sealed);
  }

  /** Null: nothing of the row is due any more, or what is due cannot be opened. */
  private reseal(table: string, columns: readonly string[], row: Row): Row | null {
    let done = 0;
    const fresh: Record<string, string | null> = { ...row };
    for (const column of columns) {
      const sealed = row[column];
      if (typeof sealed !== 'string' || !this.isDue(sealed)) continue;
      try {
        fresh[column] = this.personalData.seal(this.personalData.open(sealed));
        done += 1;
      } catch {
        this.noteUnreadable(table, sealed);
      }
    }
    this.resealed += done;
    return done === 0 ? null : fresh;
  }

  private noteUnreadable(table: string, sealed: string): void {
    const keyId = sealed.split('.')[1] ?? '';
    const values = (this.unreadable.get(`${table} ${keyId}`)?.values ?? 0) + 1;
    this.unreadable.set(`${table} ${keyId}`, { table, keyId, values });
  }

  private async audit(after: Readonly<Record<string, unknown>>): Promise<void> {
    await this.dataSource.transaction(async (manager) =>
      recordAudit(manager, 'SYSTEM', await readBusinessClock(manager), {
        action: 'personalData.rotate',
        entity: 'encryption_key',
        entityId: null,
        after,
      }),
    );
  }
}

/** What each key has sealed, over all tables; reads every one of them. */
export async function countKeys(dataSource: DataSource): Promise<KeyCount[]> {
  const columns = sealedTables(dataSource).flatMap(({ table, columns: names }) =>
    names.map((column) => `select '${table}' as "table", ${column} as sealed from ${table}`),
  );
  return dataSource.query<KeyCount[]>(
    `select "table", split_part(sealed, '.', 2) as "keyId", count(*)::int as values
       from (${columns.join(' union all ')}) as every where sealed is not null
      group by 1, 2 order by 1, 2`,
  );
}

function sealedTables(dataSource: DataSource): SealedTable[] {
  return [...SEALED_COLUMNS].map(([table, columns]) => {
    const metadata = dataSource.entityMetadatas.find(({ tableName }) => tableName === table);
    if (metadata === undefined) throw new Error(`${table} is no table of the product`);
    return { table, columns, keys: metadata.primaryColumns.map(({ databaseName }) => databaseName) };
  });
}

function lockRows(
  manager: EntityManager,
  { table, columns, keys }: SealedTable,
  rows: readonly Row[],
): Promise<Row[]> {
  const key = keys.join(', ');
  return manager.query<Row[]>(
    `select ${[...keys, ...columns].join(', ')} from ${table}
      where (${key}) in (select ${key} from jsonb_populate_recordset(null::${table}, $1))
      for no key update skip locked`,
    [JSON.stringify(rows.map((row) => Object.fromEntries(keys.map((name) => [name, row[name]]))))],
  );
}
