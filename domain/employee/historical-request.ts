import { isSuspendedPermit, type PermitStatus } from '../permit/lifecycle.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import type { Employment } from '../application/employer-change-eligibility.js';
import type { PlainDate } from '../calendar/plain-date.js';

/** A period of employment that is over. */
export interface PastPeriod {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface HistoricalRequestFacts {
  /** The unit that the code belongs to; null: to none. */
  readonly unit: { readonly uscc: string; readonly name: string } | null;
  readonly unitPermissionActive: boolean;
  /** Of the person's permit by its date; null: there is none. */
  readonly permitStatus: PermitStatus | null;
  readonly workHistory: readonly Employment[];
}

/** Whether a person may ask a unit that was skipped for 补办变更; gives his period there. Source: domain.md §4.4. */
export function historicalRequest(facts: HistoricalRequestFacts): Decision<PastPeriod> {
  const { unit, permitStatus } = facts;
  const refusals: Refusal[] = [];
  if (unit === null) refusals.push(refusal('ASSOC_CODE_INVALID'));
  if (unit !== null && !facts.unitPermissionActive) refusals.push(refusal('PERM_NOT_ACTIVE'));
  if (permitStatus === null || !isSuspendedPermit(permitStatus)) {
    refusals.push(refusal('PERMIT_NOT_SUSPENDED', { status: permitStatus }));
  }
  const period = unit === null ? null : lastPeriodAt(unit, facts.workHistory);
  if (unit !== null && period === null) {
    refusals.push(refusal('VALIDATION_FAILED', { detail: '工作经历中没有在该单位已结束的任职' }, '/code'));
  }
  if (period !== null) return decide(refusals, period);
  const [first = refusal('ASSOC_CODE_INVALID'), ...rest] = refusals;
  return { accepted: false, refusals: [first, ...rest] };
}

function lastPeriodAt(
  { uscc, name }: { readonly uscc: string; readonly name: string },
  workHistory: readonly Employment[],
): PastPeriod | null {
  const periods = workHistory.flatMap((each) => {
    const isThere = each.uscc === null ? each.employer === name : each.uscc === uscc;
    return isThere && each.to !== null ? [{ from: each.from, to: each.to }] : [];
  });
  return periods.toSorted((one, other) => (one.from < other.from ? -1 : 1)).at(-1) ?? null;
}
