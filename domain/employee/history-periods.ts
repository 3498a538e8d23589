import type { PlainDate } from '../calendar/plain-date.js';

/** Both days are included; no end: to this day. */
export interface HistoryPeriod {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

/** Pairs of positions whose periods share a day, each pair in the order of the list. Source: domain.md §3.3 StudyHistory, WorkHistory. */
export function overlappingPeriods(periods: readonly HistoryPeriod[]): (readonly [number, number])[] {
  return periods.flatMap((one, first) =>
    periods
      .map((other, second) => [other, second] as const)
      .filter(([other, second]) => second > first && shareDay(one, other))
      .map(([, second]) => [first, second] as const),
  );
}

function shareDay(one: HistoryPeriod, other: HistoryPeriod): boolean {
  const beginsBeforeEnd = (begun: HistoryPeriod, ended: HistoryPeriod): boolean =>
    ended.to === null || begun.from <= ended.to;
  return beginsBeforeEnd(one, other) && beginsBeforeEnd(other, one);
}
