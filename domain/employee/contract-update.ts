import type { PlainDate } from '../calendar/plain-date.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { isContractInForce, type LaborContract } from './labor-contract.js';

export interface ContractTerms extends LaborContract {
  readonly position: string;
}

/** The contract as it stands; one that was imported may have no scan yet. */
export interface StandingContract extends ContractTerms {
  readonly hasScan: boolean;
}

/** What the unit enters anew; null leaves a part as it is. */
export interface ContractUpdate {
  readonly position: string | null;
  readonly startDate: PlainDate | null;
  readonly endDate: PlainDate | null;
  readonly openEnded: boolean;
  readonly hasNewScan: boolean;
}

/**
 * The contract after an update of post, dates or scan; it must be in force and whole. A link that was imported without
 * one (null) gets its first here. Source: domain.md §4.4, §4.6, §3.3 LaborContract.
 */
export function updatedContract(
  current: StandingContract | null,
  update: ContractUpdate,
  today: PlainDate,
): Decision<ContractTerms> {
  const position = update.position ?? current?.position ?? null;
  const startDate = update.startDate ?? current?.startDate ?? null;
  const endDate = update.openEnded ? null : (update.endDate ?? current?.endDate ?? null);
  const missing = [
    ...(position === null ? ['position'] : []),
    ...(startDate === null ? ['startDate'] : []),
    ...(current === null && endDate === null && !update.openEnded ? ['endDate'] : []),
    ...(update.hasNewScan || current?.hasScan === true ? [] : ['scan']),
  ];
  const refusals: Refusal[] = [];
  if (missing.length > 0) refusals.push(refusal('ASSOC_CONTRACT_REQUIRED', { fields: missing }));
  if (position === null || startDate === null) {
    return decide(refusals, { position: '', startDate: today, endDate });
  }
  const terms: ContractTerms = { position, startDate, endDate };
  if (current !== null && !update.hasNewScan && isSame(terms, current)) refusals.push(refusal('NO_CHANGE'));
  if (endDate !== null && endDate <= startDate) {
    refusals.push(refusal('VALIDATION_FAILED', { detail: '合同结束日期须晚于开始日期' }, '/endDate'));
  }
  if (!isContractInForce(terms, today))
    refusals.push(refusal('CONTRACT_NOT_IN_FORCE', { startDate, endDate }));
  return decide(refusals, terms);
}

function isSame(one: ContractTerms, other: ContractTerms): boolean {
  return (
    one.position === other.position && one.startDate === other.startDate && one.endDate === other.endDate
  );
}
