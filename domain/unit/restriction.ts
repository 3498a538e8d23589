import type { PlainDate } from '../calendar/plain-date.js';

export const SERVICES = {
  WORK_RESIDENCE_PERMIT: '工作居住证',
  TALENT_INTRODUCTION: '引进人才',
  ALL: '全部业务',
} as const;
export type RestrictedService = keyof typeof SERVICES;

export interface Restriction {
  readonly service: RestrictedService;
  readonly reason: string;
  readonly from: PlainDate;
  /** Null: until it is lifted. */
  readonly to: PlainDate | null;
  readonly lifted: boolean;
}

/** Both days are included. Source: domain.md §3.4 Restriction. */
export function isRestrictionActive(restriction: Restriction, today: PlainDate): boolean {
  const { from, to, lifted } = restriction;
  return !lifted && from <= today && (to === null || today <= to);
}

/** The reasons for which a service is closed to the subject today; empty when it is open. */
export function restrictionReasons(
  restrictions: readonly Restriction[],
  service: Exclude<RestrictedService, 'ALL'>,
  today: PlainDate,
): string[] {
  return restrictions
    .filter(
      (each) => isRestrictionActive(each, today) && (each.service === 'ALL' || each.service === service),
    )
    .map((each) => each.reason);
}
