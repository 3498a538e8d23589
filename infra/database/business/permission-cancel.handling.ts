import { In, Not } from 'typeorm';
import { entryRules } from '../../../domain/application/entry-checks.js';
import { IN_FLIGHT_STATUSES } from '../../../domain/application/lifecycle.js';
import {
  permissionCancelRules,
  type PermissionCancelFacts,
} from '../../../domain/application/permission-eligibility.js';
import { ApplicationRow } from '../entities/application.entity.js';
import { BusinessPermissionRow } from '../entities/unit.entity.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';
import { freezeUnit, readUnitBusiness } from './unit-business.js';

/** 注销业务权限 (domain.md §4.3, §7.2). */
export const permissionCancelHandling: BusinessHandling = {
  async judgeDraft(context, application) {
    const { facts } = await readEntry(context, application);
    return { rules: entryRules(facts), hints: [] };
  },

  async judgeSubmission(context, application) {
    return { rules: permissionCancelRules(await readFacts(context, application)), hints: [] };
  },

  async supervisingDepartment({ manager }, { unitId, permitType }) {
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
    return permission.supervisingDepartmentId;
  },

  async freeze(context, application) {
    return freezeUnit(context, application, await readUnitBusiness(context, application));
  },

  unitLevel: null,
};

async function readFacts(
  context: HandlingContext,
  application: ApplicationRow,
): Promise<PermissionCancelFacts> {
  const { manager, now } = context;
  const { facts } = await readUnitBusiness(context, application);
  const { unitId, permitType } = application;
  const inFlight = await manager.find(ApplicationRow, {
    where: { unitId, permitType, id: Not(application.id), status: In([...IN_FLIGHT_STATUSES]) },
    order: { applicationNo: 'ASC' },
  });
  const [{ count }] = await manager.query<[{ count: number }]>(
    `select count(*)::int as count from permit
      where unit_id = $1 and permit_type = $2 and status = 'VALID' and valid_until >= $3`,
    [unitId, permitType, now.today],
  );
  // the change of unit data is of no kind of permit, although its row names one
  const ofThisKind = inFlight.filter(({ type }) => type !== 'UNIT_INFO_CHANGE');
  return {
    ...facts,
    permitHolders: count,
    inFlightNos: ofThisKind.map(({ applicationNo }) => applicationNo),
  };
}
