import type { PlainDate } from '../calendar/plain-date.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { isContractInForce, type LaborContract } from './labor-contract.js';

export interface ContractTerms extends LaborContract {
  readonly position: string;
}

/** What the unit enters anew; null leaves a part as it is. */
export interface ContractUpdate {
  readonly position: string | null;
  readonly startDate: PlainDate | null;
  readonly endDate: PlainDate | null;
  readonly openEnded: boolean;
  readonly hasNewScan: boolean;
}

/** The contract after an update of post, dates or scan; it must be in force. Source: domain.md §4.4, §3.3 LaborContract. */
export function updatedContract(
  current: ContractTerms,
  update: ContractUpdate,
  today: PlainDate,
): Decision<ContractTerms> {
  const terms: ContractTerms = {
    position: update.position ?? current.position,
    startDate: update.startDate ?? current.startDate,
    endDate: update.openEnded ? null : (update.endDate ?? current.endDate),
  };
  const changesTerms =
    terms.position !== current.position ||
    terms.startDate !== current.startDate ||
    terms.endDate !== current.endDate;
  const refusals: Refusal[] = [];
  if (!changesTerms && !update.hasNewScan) refusals.push(refusal('NO_CHANGE'));
  if (terms.endDate !== null && terms.endDate <= terms.startDate) {
    refusals.push(refusal('VALIDATION_FAILED', { detail: '合同结束日期须晚于开始日期' }, '/endDate'));
  }
  if (!isContractInForce(terms, today)) {
    refusals.push(refusal('CONTRACT_NOT_IN_FORCE', { startDate: terms.startDate, endDate: terms.endDate }));
  }
  return decide(refusals, terms);
}
