import type { PlainDate } from './calendar/plain-date.js';
import type { Policy } from './policy.js';
import { decide, refusal, type Decision, type Refusal } from './refusal.js';

/** What may be asked of a person before anybody knows his department: only the city decides it. */
const CITY_ONLY = ['captchaAttempts', 'lockMinutes'] as const satisfies readonly (keyof Policy)[];

export interface PolicyPublication {
  /** What is left out stays as it was. */
  readonly change: Partial<Policy>;
  readonly isCity: boolean;
  readonly effectiveFrom: PlainDate;
  readonly today: PlainDate;
}

/**
 * The parameters with the change, whole, so that a later change of the city's never alters a version that applications
 * keep. The limits of each stand in `POLICY_LIMITS`. Source: domain.md §6.4.
 */
export function changedPolicy(
  base: Policy,
  { change, isCity, effectiveFrom, today }: PolicyPublication,
): Decision<Policy> {
  const policy = { ...base, ...change };
  const faults: Refusal[] = [];
  const fault = (detail: string, pointer: string): void => {
    faults.push(refusal('VALIDATION_FAILED', { detail }, pointer));
  };
  if (effectiveFrom < today) fault('生效日期不得早于今日', '/effectiveFrom');
  if (Object.keys(change).length === 0) fault('请列出要调整的参数', '/parameters');
  for (const name of CITY_ONLY) {
    if (!isCity && change[name] !== undefined) fault('该参数只能全市统一设置', `/parameters/${name}`);
  }
  if (policy.loginMethods.length === 0) fault('至少保留一种登录方式', '/parameters/loginMethods');
  if (policy.renewalOpenDays <= policy.reviewReserveWorkdays)
    fault('须多于审批预留工作日', '/parameters/renewalOpenDays');
  if (policy.insuranceMonthsMin > policy.insuranceMonths)
    fault('不得多于社保核查月数', '/parameters/insuranceMonthsMin');
  if (policy.returnedReminderWorkdays >= policy.returnedLapseWorkdays)
    fault('须少于退回失效工作日', '/parameters/returnedReminderWorkdays');
  return decide(faults, policy);
}
