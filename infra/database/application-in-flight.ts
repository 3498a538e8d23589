import { In, Not, type EntityManager } from 'typeorm';
import type { ApplicationInFlight } from '../../domain/application/entry-checks.js';
import { IN_FLIGHT_STATUSES } from '../../domain/application/lifecycle.js';
import { courseOf } from './application-course.js';
import { ApplicationRow } from './entities/application.entity.js';

/** Of the person, whichever unit it is with, but for those named; one at a time is (domain.md §4.5). */
export async function applicationInFlight(
  manager: EntityManager,
  employeeId: string | null,
  except: readonly string[] = [],
): Promise<ApplicationInFlight | null> {
  if (employeeId === null) return null;
  const other = await manager.findOneBy(ApplicationRow, {
    employeeId,
    id: Not(In([...except])),
    status: In([...IN_FLIGHT_STATUSES]),
  });
  return other === null ? null : { applicationNo: other.applicationNo, type: courseOf(other).type };
}
