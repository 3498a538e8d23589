import { In, type EntityManager } from 'typeorm';
import { ApplicationRow } from '../entities/application.entity.js';

/** The person's change of data that waits for the unit or was returned: a renewal may carry it (domain.md §4.5). */
export function absorbableChange(
  manager: EntityManager,
  { employeeId, type }: ApplicationRow,
): Promise<ApplicationRow | null> {
  if (employeeId === null || type !== 'RENEWAL') return Promise.resolve(null);
  return manager.findOneBy(ApplicationRow, {
    employeeId,
    type: In(['BASIC_INFO_CHANGE', 'BUSINESS_INFO_CHANGE']),
    status: In(['UNIT_REVIEW', 'RETURNED']),
  });
}
