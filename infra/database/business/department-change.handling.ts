import { entryRules } from '../../../domain/application/entry-checks.js';
import {
  departmentChangeRules,
  staleHint,
  type DepartmentChangeFacts,
} from '../../../domain/application/permission-eligibility.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { DepartmentRow } from '../entities/department.entity.js';
import { BusinessPermissionRow } from '../entities/unit.entity.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';
import { freezeUnit, readUnitBusiness } from './unit-business.js';

/** 单位主管部门变更: out of the old department, through the new one's levels (domain.md §5, §7.2). */
export const departmentChangeHandling: BusinessHandling = {
  async judgeDraft(context, application) {
    const { facts } = await readEntry(context, application);
    return { rules: entryRules(facts), hints: [] };
  },

  async judgeSubmission(context, application, declared) {
    const facts = await readFacts(context, application);
    const hint = staleHint(facts);
    return { rules: departmentChangeRules(facts, declared), hints: hint === null ? [] : [hint] };
  },

  async declare({ manager }, { unitId, permitType }) {
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
    return { fromDepartmentId: permission.supervisingDepartmentId };
  },

  async supervisingDepartment({ manager }, { unitId, permitType }) {
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
    return permission.supervisingDepartmentId;
  },

  newDepartment: ({ payload }) => payload.departmentId ?? null,

  async freeze(context, application) {
    return freezeUnit(context, application, await readUnitBusiness(context, application));
  },

  unitLevel: null,
};

async function readFacts(
  context: HandlingContext,
  application: ApplicationRow,
): Promise<DepartmentChangeFacts> {
  const { permission, facts } = await readUnitBusiness(context, application);
  const { departmentId = '', newTaxDistrict = '' } = application.payload;
  const to = await context.manager.findOneByOrFail(DepartmentRow, { id: departmentId });
  return {
    ...facts,
    fromDepartmentId: permission?.supervisingDepartmentId ?? null,
    toDepartmentId: to.id,
    toDistrict: to.district,
    newTaxDistrict,
  };
}
