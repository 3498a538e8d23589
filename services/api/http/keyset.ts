import { Refused } from '../../../infra/database/refused.js';

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

export function keyset(query: { readonly cursor?: string; readonly limit?: string | number }): Keyset {
  const limit = query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw Refused.because('VALIDATION_FAILED', { detail: `limit 须为 1 至 ${MAX_LIMIT}` }, '/limit');
  }
  return { limit, after: query.cursor === undefined ? null : readCursor(query.cursor) };
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

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [at, id] = Array.isArray(parts) ? Array.from<unknown>(parts) : [];
    if (
      typeof at === 'string' &&
      typeof id === 'string' &&
      !Number.isNaN(Date.parse(at)) &&
      /^[0-9a-f-]{36}$/.test(id)
    ) {
      return { at, id };
    }
  } catch {
    // not one of ours
  }
  throw Refused.because('VALIDATION_FAILED', { detail: 'cursor 无效' }, '/cursor');
}
