import { addDays, sameDayYearsLater, type PlainDate } from '../calendar/plain-date.js';

/** Both days are days of validity. */
export interface PermitTerm {
  readonly validFrom: PlainDate;
  readonly validUntil: PlainDate;
}

/** The term of a new permit, from the day of the last PASS. Source: domain.md §6.3 T5. */
export function firstTerm(approvedOn: PlainDate, termYears: number): PermitTerm {
  return termFrom(approvedOn, termYears);
}

/** The term that a renewal adds: it follows the old one, whatever the day of approval. Source: domain.md §6.3 T5. */
export function renewedTerm(validUntil: PlainDate, termYears: number): PermitTerm {
  return termFrom(addDays(validUntil, 1), termYears);
}

function termFrom(validFrom: PlainDate, termYears: number): PermitTerm {
  return { validFrom, validUntil: addDays(sameDayYearsLater(validFrom, termYears), -1) };
}
