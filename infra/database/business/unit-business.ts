import { In, Not } from 'typeorm';
import { IN_FLIGHT_STATUSES } from '../../../domain/application/lifecycle.js';
import type { UnitBusinessFacts } from '../../../domain/application/permission-eligibility.js';
import type { PermissionScope } from '../../../domain/unit/permission-lifecycle.js';
import { courseOf } from '../application-course.js';
import { ApplicationRow, type SnapshotFile } from '../entities/application.entity.js';
import { DepartmentRow } from '../entities/department.entity.js';
import type { BusinessPermissionRow, UnitRow } from '../entities/unit.entity.js';
import { permissionStatusOf } from '../permission-transition.js';
import { currentFiles, fileCounts } from '../person-dossier.js';
import { withoutPerson } from '../snapshot-content.js';
import { staleSlotsOfUnits } from '../unit-attachments.js';
import type { FrozenContent, HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';

/** The kinds of business about a unit's right for one kind of permit; one of them is in flight at a time (domain.md §4.5). */
export const RIGHT_BUSINESS = ['PERMISSION_APPLY', 'PERMISSION_CANCEL', 'SUPERVISING_DEPT_CHANGE'] as const;

export interface UnitBusiness {
  readonly unit: UnitRow;
  readonly permission: BusinessPermissionRow | null;
  readonly files: readonly SnapshotFile[];
  readonly facts: UnitBusinessFacts;
}

export async function readUnitBusiness(
  context: HandlingContext,
  application: ApplicationRow,
): Promise<UnitBusiness> {
  const { manager, now } = context;
  const { unit, permission, facts: entry } = await readEntry(context, application);
  const files = await currentFiles(manager, 'UNIT', unit.id);
  const other = await manager.findOneBy(ApplicationRow, {
    unitId: unit.id,
    permitType: application.permitType,
    type: In([...RIGHT_BUSINESS]),
    id: Not(application.id),
    status: In([...IN_FLIGHT_STATUSES]),
  });
  return {
    unit,
    permission,
    files,
    facts: {
      entry,
      permitType: courseOf(application).permitType,
      today: now.today,
      inFlight: other === null ? null : { applicationNo: other.applicationNo, type: courseOf(other).type },
      permission:
        permission === null
          ? null
          : { status: permissionStatusOf(permission), scope: permission.scope as PermissionScope },
      catalogue: await context.catalogueOf(application),
      fileCounts: fileCounts(files),
      staleSlots: (await staleSlotsOfUnits(manager, [unit.id], now.today)).get(unit.id) ?? [],
    },
  };
}

/** Unit, department and files as the reviewers of a round will have them. */
export async function freezeUnit(
  { manager }: HandlingContext,
  application: ApplicationRow,
  { unit, files }: UnitBusiness,
): Promise<FrozenContent> {
  const { name } = await manager.findOneByOrFail(DepartmentRow, {
    id: application.supervisingDepartmentId ?? '',
  });
  const content = withoutPerson({
    unit: { name: unit.name, uscc: unit.uscc },
    department: { name },
    changes: application.payload.changes ?? [],
  });
  return { content, files };
}
