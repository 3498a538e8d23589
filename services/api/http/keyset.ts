/** A page by position, not by number: nothing is skipped or doubled while rows come in (design.md §4). */
export interface Keyset {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of a checked query (page-query.ts). */
export function keyset({ cursor, limit }: { readonly cursor?: string; readonly limit?: string }): Keyset {
  return {
    limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
    after: cursor === undefined ? null : readCursor(cursor),
  };
}

/** A number of rows per page as it stands in a query, or null. */
export function parseLimit(text: string): string | null {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? text : null;
}

/** Takes limit + 1 rows; the one too many only tells that there is more. */
export function page<Row, T>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => [Date, string],
  show: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(show), nextCursor: more ? writeCursor(...position(last)) : null };
}

function writeCursor(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** The position that a cursor of ours names, or null. */
export function readCursor(cursor: string): Keyset['after'] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [at, id] = Array.isArray(parts) ? Array.from<unknown>(parts) : [];
    if (typeof at !== 'string' || typeof id !== 'string' || !UUID.test(id)) return null;
    return new Date(at).toISOString() === at ? { at, id } : null;
  } catch {
    return null; // not one of ours
  }
}
