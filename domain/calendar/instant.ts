import { dateOfEpochDay, epochDayOf, plainDate, type PlainDate } from './plain-date.js';

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;
/** Asia/Shanghai is UTC+8 the whole year; no zone of a machine is ever asked (domain.md §6.1 C5). */
const SHANGHAI_OFFSET_MS = 8 * MS_PER_HOUR;

/** The Shanghai date of an instant in milliseconds since 1970 UTC. Source: domain.md §6.1 C5. */
export function shanghaiDateOf(epochMs: number): PlainDate {
  return dateOfEpochDay(Math.floor((epochMs + SHANGHAI_OFFSET_MS) / MS_PER_DAY));
}

/** 00:00 Shanghai of a day, in milliseconds since 1970 UTC. */
export function startOfDay(date: PlainDate): number {
  return epochDayOf(date) * MS_PER_DAY - SHANGHAI_OFFSET_MS;
}

/** The first instant that no longer belongs to the day. */
export function endOfDayExclusive(date: PlainDate): number {
  return startOfDay(date) + MS_PER_DAY;
}

/** A full hour of a day in Shanghai. */
export function hourOfDay(date: PlainDate, hour: number): number {
  return startOfDay(date) + hour * MS_PER_HOUR;
}

/** `yyyy-MM-dd HH:mm:ss` in Shanghai, for texts that people read. */
export function shanghaiDateTimeOf(epochMs: number): string {
  const date = shanghaiDateOf(epochMs);
  const seconds = Math.floor((epochMs - startOfDay(date)) / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${date} ${clock.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** An instant in ISO 8601 with its zone, or a date alone for 09:00 Shanghai; null for anything else. Source: design.md §3. */
export function parseInstant(text: string): number | null {
  const date = plainDate(text);
  if (date !== null) return hourOfDay(date, 9);
  const hasZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const epochMs = hasZone ? Date.parse(text) : Number.NaN;
  return Number.isNaN(epochMs) ? null : epochMs;
}
