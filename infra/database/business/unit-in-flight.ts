import { In, Not, type EntityManager } from 'typeorm';
import { IN_FLIGHT_STATUSES } from '../../../domain/application/lifecycle.js';
import { ApplicationRow } from '../entities/application.entity.js';

/** Another application of the unit and the same type in flight; for UNIT_INFO_CHANGE the key is the unit (domain.md §4.5). */
export function otherInFlightOfUnit(
  manager: EntityManager,
  application: ApplicationRow,
): Promise<ApplicationRow | null> {
  return manager.findOneBy(ApplicationRow, {
    unitId: application.unitId,
    type: application.type,
    id: Not(application.id),
    status: In([...IN_FLIGHT_STATUSES]),
  });
}
