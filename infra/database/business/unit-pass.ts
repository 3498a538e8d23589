import type { PersonDossier } from '../person-dossier.js';
import type { SnapshotContent } from '../snapshot-content.js';

/** The slot that the unit fills: it joins an employee's application when the unit passes it on (domain.md §4.5). */
export const CONTRACT_SCAN = 'EMP_CONTRACT';

/** The current contract as a snapshot keeps it. */
export function contractOf({ contract }: PersonDossier): SnapshotContent['contract'] {
  if (contract === null) return null;
  const { position, startDate, endDate } = contract;
  return { position, startDate, endDate };
}
