import type { EntryFacts } from '../../../domain/application/entry-checks.js';
import { isInFlight } from '../../../domain/application/lifecycle.js';
import { isProfileComplete } from '../../../domain/unit/account-lifecycle.js';
import {
  beforeCancellation,
  type PermissionScope,
  type PermissionStatus,
} from '../../../domain/unit/permission-lifecycle.js';
import { courseOf } from '../application-course.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { BusinessPermissionRow, UnitRow } from '../entities/unit.entity.js';
import { permissionStatusOf } from '../permission-transition.js';
import { permitRestrictionReasons } from '../restriction-records.js';
import type { HandlingContext } from './business-handling.js';

export interface Entry {
  readonly unit: UnitRow;
  readonly permission: BusinessPermissionRow | null;
  readonly facts: EntryFacts;
}

/** What is checked before any business (domain.md §7.1). */
export async function readEntry(
  { manager, now }: Pick<HandlingContext, 'manager' | 'now'>,
  application: ApplicationRow,
): Promise<Entry> {
  const { type, permitType, status } = courseOf(application);
  const { unitId, employeeId } = application;
  const unit = await manager.findOneByOrFail(UnitRow, { id: unitId });
  const permission = await manager.findOneBy(BusinessPermissionRow, { unitId, permitType });
  return {
    unit,
    permission,
    facts: {
      type,
      signedIn: true,
      accountDisabled: false,
      // one that is made during review does not stop a running application (domain.md §7.1)
      restrictionReasons: isInFlight(status)
        ? []
        : await permitRestrictionReasons(manager, { unitId, employeeId }, now.today),
      unit: {
        profileComplete: isProfileComplete(unit.accountStatus),
        permission:
          permission === null
            ? null
            : { status: seenStatus(permission, application), scope: permission.scope as PermissionScope },
      },
    },
  };
}

/** A returned cancellation finds the permission as it was before it. */
function seenStatus(permission: BusinessPermissionRow, application: ApplicationRow): PermissionStatus {
  const status = permissionStatusOf(permission);
  const isItsOwn = application.type === 'PERMISSION_CANCEL' && application.round > 0;
  return isItsOwn ? beforeCancellation(status) : status;
}
