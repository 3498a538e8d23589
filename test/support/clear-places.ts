import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import initSqlJs from 'sql.js';
import { PERSONAL_COLUMNS, type ClearKind } from '../../infra/personal-data/personal-columns.js';
import type { ClearHit, ClearSearch } from './clear-search.js';
import type { Stack } from './stack.js';

/** A value in clear where it may not be: `place` is `<store> <table>.<column>`, a file, or an answer. */
export interface ClearPlace extends ClearHit {
  readonly place: string;
}

export interface SearchedPlaces {
  /** What holds text, JSON or bytes: columns of tables, or files. */
  readonly places: number;
  readonly bytes: number;
  readonly found: readonly ClearPlace[];
  /** Values that stand where they may. */
  readonly declared: number;
}

/** Every text, JSON and bytea column of the product's database; what a clear column is declared for is no find. */
export async function searchDatabase(stack: Stack, search: ClearSearch): Promise<SearchedPlaces> {
  const columns = await stack.sql<{ table: string; column: string }>(
    `select c.table_name as "table", c.column_name as "column"
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE'
        and (c.data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'ARRAY', 'name'))
      order by 1, 2`,
  );
  const found: ClearPlace[] = [];
  let bytes = 0;
  let declared = 0;
  for (const { table, column } of columns) {
    const [row] = await stack.sql<{ all: string | null }>(
      `select string_agg("${column}"::text, E'\\n') as all from "${table}"`,
    );
    const text = Buffer.from(row?.all ?? '', 'utf8');
    bytes += text.length;
    const allowed: readonly ClearKind[] = PERSONAL_COLUMNS[table]?.clear?.[column] ?? [];
    for (const hit of search.in(text)) {
      const isAllowed = allowed.some((kind) => kind === hit.kind);
      if (isAllowed) declared += 1;
      else found.push({ ...hit, place: `database ${table}.${column}` });
    }
  }
  return { places: columns.length, bytes, found, declared };
}

/** Every row of every table of a Temporal on SQLite that was stopped in good order. */
export async function searchTemporal(file: string, search: ClearSearch): Promise<SearchedPlaces> {
  if (existsSync(`${file}-wal`)) throw new Error(`${file} still has a log that was not taken in`);
  const { Database } = await initSqlJs();
  const database = new Database(await readFile(file));
  try {
    // what a virtual table shows stands in tables of its own
    const tables = rowsOf(
      database.prepare(`select name from sqlite_master
        where type = 'table' and name not like 'sqlite_%' and sql not like 'create virtual%' order by name`),
    ).map(([name]) => String(name));
    const found: ClearPlace[] = [];
    let bytes = 0;
    let places = 0;
    for (const table of tables) {
      const columns = rowsOf(database.prepare(`select name from pragma_table_info('${table}')`)).map(String);
      for (const column of columns) {
        places += 1;
        const values = rowsOf(database.prepare(`select "${column}" from "${table}"`)).map(([value]) => value);
        const all = Buffer.concat(values.flatMap((value) => [bytesOf(value), Buffer.from('\n')]));
        bytes += all.length;
        found.push(...search.in(all).map((hit) => ({ ...hit, place: `temporal ${table}.${column}` })));
      }
    }
    return { places, bytes, found, declared: 0 };
  } finally {
    database.close();
  }
}

/** Every file below a folder, whatever its name. */
export async function searchFolder(folder: string, search: ClearSearch): Promise<SearchedPlaces> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const found: ClearPlace[] = [];
  let bytes = 0;
  for (const { name, parentPath } of files) {
    const content = await readFile(path.join(parentPath, name));
    bytes += content.length;
    found.push(...search.in(content).map((hit) => ({ ...hit, place: `log ${name}` })));
  }
  return { places: files.length, bytes, found, declared: 0 };
}

function rowsOf(
  statement: ReturnType<SqliteDatabaseOf['prepare']>,
): (string | number | Uint8Array | null)[][] {
  const rows: (string | number | Uint8Array | null)[][] = [];
  while (statement.step()) rows.push(statement.get());
  statement.free();
  return rows;
}
type SqliteDatabaseOf = InstanceType<Awaited<ReturnType<typeof initSqlJs>>['Database']>;

function bytesOf(value: string | number | Uint8Array | null | undefined): Buffer {
  if (value === null || value === undefined) return Buffer.alloc(0);
  return typeof value === 'object' ? Buffer.from(value) : Buffer.from(String(value), 'utf8');
}
