import { In, type EntityManager } from 'typeorm';
import { ABSORBABLE, mayAbsorb } from '../../../domain/application/absorption.js';
import { courseOf } from '../application-course.js';
import { ApplicationRow } from '../entities/application.entity.js';

/** The person's change of data that waits for the unit or was returned: a renewal may carry it (domain.md §4.5). */
export function absorbableChange(
  manager: EntityManager,
  application: ApplicationRow,
): Promise<ApplicationRow | null> {
  const { employeeId } = application;
  if (employeeId === null || !mayAbsorb(courseOf(application).type)) return Promise.resolve(null);
  return manager.findOneBy(ApplicationRow, {
    employeeId,
    type: In([...ABSORBABLE.types]),
    status: In([...ABSORBABLE.statuses]),
  });
}
