import { rule } from '../../../domain/application/eligibility.js';
import { entryRules } from '../../../domain/application/entry-checks.js';
import { isInFlight } from '../../../domain/application/lifecycle.js';
import { isProfileComplete } from '../../../domain/unit/account-lifecycle.js';
import { isReviewedField, isUnitField } from '../../../domain/unit/unit-fields.js';
import { courseOf } from '../application-course.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { DepartmentRow } from '../entities/department.entity.js';
import { BusinessPermissionRow, UnitProfileRow, UnitRow } from '../entities/unit.entity.js';
import { currentFiles } from '../person-dossier.js';
import { Refused } from '../refused.js';
import { permitRestrictionReasons } from '../restriction-records.js';
import { withoutPerson } from '../snapshot-content.js';
import { otherInFlightOfUnit } from './unit-in-flight.js';
import type { BusinessHandling, HandlingContext, Judgement } from './business-handling.js';

/** 单位基础信息修改: the fields that a department looks at, through its one level (domain.md §4.1, §5). */
export const unitInfoChangeHandling: BusinessHandling = {
  judgeDraft: (context, application) => entry(context, application),

  async judgeSubmission(context, application, { selfChecked }) {
    const { rules } = await entry(context, application);
    const other = await otherInFlightOfUnit(context.manager, application);
    const changes = application.payload.changes ?? [];
    return {
      rules: [
        ...rules,
        rule('APP_IN_FLIGHT_EXISTS', other === null, { applicationNo: other?.applicationNo ?? null }),
        rule(
          'UNIT_FIELD_REGISTRY_OWNED',
          changes.every(({ field }) => isUnitField(field) && isReviewedField(field)),
        ),
        rule(
          'NO_CHANGE',
          changes.some((each) => each.from !== each.to),
        ),
        rule('UNIT_SELF_CHECK_REQUIRED', selfChecked),
      ],
      hints: [],
    };
  },

  /** The department that opened its permission; before one is open, the department of its tax district. */
  async supervisingDepartment({ manager }, { unitId }) {
    const permission = await manager.findOne(BusinessPermissionRow, {
      where: { unitId, status: 'ACTIVE' },
      order: { permitType: 'ASC' },
    });
    if (permission !== null) return permission.supervisingDepartmentId;
    const { taxDistrict } = await manager.findOneByOrFail(UnitProfileRow, { unitId });
    const department = await manager.findOneBy(DepartmentRow, { level: 'DISTRICT', district: taxDistrict });
    if (department === null) throw Refused.because('PERM_NOT_ACTIVE');
    return department.id;
  },

  async freeze({ manager }, application) {
    const unit = await manager.findOneByOrFail(UnitRow, { id: application.unitId });
    const department = await manager.findOneByOrFail(DepartmentRow, {
      id: application.supervisingDepartmentId ?? '',
    });
    const files = await currentFiles(manager, 'UNIT', unit.id);
    const content = withoutPerson({
      unit: { name: unit.name, uscc: unit.uscc },
      department: { name: department.name },
      changes: application.payload.changes ?? [],
    });
    return { content, files };
  },

  unitLevel: null,
};

async function entry({ manager, now }: HandlingContext, application: ApplicationRow): Promise<Judgement> {
  const { unitId } = application;
  const unit = await manager.findOneByOrFail(UnitRow, { id: unitId });
  // one that is made during review does not stop a running application (domain.md §7.1)
  const restrictionReasons = isInFlight(courseOf(application).status)
    ? []
    : await permitRestrictionReasons(manager, { unitId, employeeId: null }, now.today);
  const facts = {
    type: 'UNIT_INFO_CHANGE',
    signedIn: true,
    accountDisabled: false,
    restrictionReasons,
    unit: { profileComplete: isProfileComplete(unit.accountStatus), permission: null },
  } as const;
  return { rules: entryRules(facts), hints: [] };
}
