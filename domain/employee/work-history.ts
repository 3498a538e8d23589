import type { PlainDate } from '../calendar/plain-date.js';

/** Both days are included; no end: to this day. */
export interface WorkPeriod {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

/** Pairs of positions whose periods share a day, each pair in the order of the list. Source: domain.md §3.3 WorkHistory. */
export function overlappingPeriods(periods: readonly WorkPeriod[]): (readonly [number, number])[] {
  return periods.flatMap((one, first) =>
    periods
      .map((other, second) => [other, second] as const)
      .filter(([other, second]) => second > first && shareDay(one, other))
      .map(([, second]) => [first, second] as const),
  );
}

function shareDay(one: WorkPeriod, other: WorkPeriod): boolean {
  const beginsBeforeEnd = (begun: WorkPeriod, ended: WorkPeriod): boolean =>
    ended.to === null || begun.from <= ended.to;
  return beginsBeforeEnd(one, other) && beginsBeforeEnd(other, one);
}
