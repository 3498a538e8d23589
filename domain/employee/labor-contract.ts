import type { PlainDate } from '../calendar/plain-date.js';

/** The current contract of an association. Source: domain.md §3.3 LaborContract. */
export interface LaborContract {
  readonly startDate: PlainDate;
  /** Null: open-ended. */
  readonly endDate: PlainDate | null;
}

/** Both days are included. */
export function isContractInForce(contract: LaborContract, today: PlainDate): boolean {
  return contract.startDate <= today && (contract.endDate === null || today <= contract.endDate);
}
