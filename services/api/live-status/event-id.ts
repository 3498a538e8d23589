import type { NewsPosition } from '../../../infra/database/live-status-records.js';

const SNAPSHOT = String.raw`\d{1,18}:\d{1,18}:(?:\d{1,18}(?:,\d{1,18}){0,199})?`;
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const EVENT_ID = new RegExp(String.raw`^(${SNAPSHOT})(?:~(${SNAPSHOT})~(\d{1,18})\.(${UUID}))?$`);

/** What a reader sends back as Last-Event-ID. */
export function eventIdOf({ told, rest }: NewsPosition): string {
  return rest === null ? told : `${told}~${rest.next}~${rest.after.transaction}.${rest.after.id}`;
}

/** The position that an event id of ours names; null: none of ours, or one that the database has not reached. */
export function positionOf(eventId: string | undefined, now: string): NewsPosition | null {
  const [, told, next, transaction, id] = EVENT_ID.exec(eventId ?? '') ?? [];
  if (told === undefined || !isSnapshotBefore(told, now)) return null;
  if (next === undefined || transaction === undefined || id === undefined) return { told, rest: null };
  return isSnapshotBefore(next, now) ? { told, rest: { next, after: { transaction, id } } } : null;
}

/** In the form that Postgres reads, `xmin:xmax:xip` with xmin ≤ each of xip < xmax, in order. */
function isSnapshotBefore(text: string, now: string): boolean {
  const [min = 0n, max = 0n, ...open] = text
    .split(/[:,]/)
    .filter((part) => part !== '')
    .map(BigInt);
  const [, reached = 0n] = now.split(':', 2).map(BigInt);
  const inOrder = open.every((each, index) => each >= min && each < max && each > (open[index - 1] ?? 0n));
  return min > 0n && min <= max && max <= reached && inOrder;
}
