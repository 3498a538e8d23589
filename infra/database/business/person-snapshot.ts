import type { ApplicationRow } from '../entities/application.entity.js';
import { DepartmentRow } from '../entities/department.entity.js';
import { UnitRow } from '../entities/unit.entity.js';
import { snapshotOf } from '../dossier-snapshot.js';
import type { PersonDossier } from '../person-dossier.js';
import type { SnapshotContent } from '../snapshot-content.js';
import type { FrozenContent, HandlingContext } from './business-handling.js';

/** The person's dossier as the reviewers of a round will have it, at his unit and before his department. */
export async function freezePerson(
  { manager, personalData }: HandlingContext,
  { unitId, supervisingDepartmentId, payload }: ApplicationRow,
  dossier: PersonDossier,
  changes: SnapshotContent['changes'] = [],
): Promise<FrozenContent> {
  const unit = await manager.findOneByOrFail(UnitRow, { id: unitId });
  const department = await manager.findOneByOrFail(DepartmentRow, { id: supervisingDepartmentId ?? '' });
  const frame = {
    unit: { name: unit.name, uscc: unit.uscc },
    department: { name: department.name },
    applicationBasis: payload.applicationBasis ?? null,
    changes,
  };
  return { content: snapshotOf(dossier, frame, personalData), files: dossier.files };
}
