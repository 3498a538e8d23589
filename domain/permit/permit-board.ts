import type { PlainDate } from '../calendar/plain-date.js';
import { isSuspendedPermit, type PermitStatus } from './lifecycle.js';
import type { RenewalWindow } from './renewal-window.js';

/** What a unit plans its year by: O, L and V of each permit. Source: domain.md §6.2. */
export const BOARD_EVENTS = {
  OPENS: '可申请续签',
  LAST_DAY: '最晚申请日',
  EXPIRES: '证件到期',
} as const;
export type BoardEventKind = keyof typeof BOARD_EVENTS;
export const BOARD_EVENT_KINDS = Object.freeze([
  'OPENS',
  'LAST_DAY',
  'EXPIRES',
] as const satisfies readonly BoardEventKind[]);

/** Both days are included. */
export interface BoardPeriod {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface BoardPermit {
  readonly status: PermitStatus;
  readonly validUntil: PlainDate;
  readonly window: RenewalWindow;
}

export interface BoardEvent<Permit extends BoardPermit> {
  readonly kind: BoardEventKind;
  readonly on: PlainDate;
  readonly permit: Permit;
}

/** The events of a period by their day. A suspended permit waits for 聘用单位变更, which has no opening day (W5). */
export function boardEvents<Permit extends BoardPermit>(
  permits: readonly Permit[],
  { from, to }: BoardPeriod,
): BoardEvent<Permit>[] {
  return permits
    .flatMap((permit) => eventsOf(permit))
    .filter(({ on }) => from <= on && on <= to)
    .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
}

function eventsOf<Permit extends BoardPermit>(permit: Permit): BoardEvent<Permit>[] {
  const { status, validUntil, window } = permit;
  const opening: BoardEvent<Permit>[] = isSuspendedPermit(status)
    ? []
    : [{ kind: 'OPENS', on: window.opensOn, permit }];
  return [
    ...opening,
    { kind: 'LAST_DAY', on: window.lastSubmissionOn, permit },
    { kind: 'EXPIRES', on: validUntil, permit },
  ];
}
