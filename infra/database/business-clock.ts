import type { DataSource, EntityManager } from 'typeorm';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import { Refused } from './refused.js';

/** The legal time of an act and the Shanghai day it falls on (domain.md §6.1 C5). */
export interface BusinessInstant {
  readonly at: Date;
  readonly epochMs: number;
  readonly today: PlainDate;
}

export interface ClockState {
  readonly now: BusinessInstant;
  readonly frozen: boolean;
}

/** Reads the one business clock; the first statement of a transaction, so that no lock delays a legal time. */
export async function readBusinessClock(manager: EntityManager): Promise<BusinessInstant> {
  const [row] = await manager.query<[{ now: Date }]>('select business_now() as now');
  return instantOf(row.now);
}

export async function readClockState(manager: EntityManager): Promise<ClockState> {
  const [row] = await manager.query<[{ now: Date; frozen: boolean }]>(
    'select business_now() as now, frozen_at is not null as frozen from business_clock where id = 1',
  );
  return { now: instantOf(row.now), frozen: row.frozen };
}

/** Milliseconds of wall time until a business instant; null while the clock stands still and it lies ahead. */
export function wallMsUntil(epochMs: number, clock: ClockState): number | null {
  if (epochMs <= clock.now.epochMs) return 0;
  return clock.frozen ? null : epochMs - clock.now.epochMs;
}

/**
 * Sets the trial clock, running or frozen. On a database without business it may start in the past; afterwards it
 * only moves forward (`CLOCK_BACKWARDS`). The caller wakes the processes in the same transaction (design.md §2).
 */
export async function moveBusinessClock(manager: EntityManager, to: Date, frozen: boolean): Promise<void> {
  const [clock] = await manager.query<[{ now: Date; used: boolean }]>(
    `select business_now() as now, moved or exists (select 1 from application) as used
       from business_clock where id = 1 for update`,
  );
  if (clock.used && to.getTime() < clock.now.getTime()) {
    throw Refused.because('CLOCK_BACKWARDS', { now: clock.now.toISOString(), to: to.toISOString() }, '/at');
  }
  await manager.query(
    `update business_clock set moved = true, frozen_at = case when $2 then $1::timestamptz end,
       offset_seconds = extract(epoch from $1::timestamptz - clock_timestamp()) where id = 1`,
    [to, frozen],
  );
}

/** Whether an empty database may still be given its first time. */
export async function startBusinessClock(source: DataSource, at: Date): Promise<void> {
  await source.transaction(async (manager) => {
    const [clock] = await manager.query<[{ moved: boolean }]>(
      'select moved from business_clock where id = 1 for update',
    );
    if (!clock.moved) await moveBusinessClock(manager, at, false);
  });
}

/** An instant that a statement has read from `business_now()`. */
export function instantOf(at: Date): BusinessInstant {
  const epochMs = at.getTime();
  return { at, epochMs, today: shanghaiDateOf(epochMs) };
}
