import {
  employerChangeHints,
  employerChangeRules,
  type EmployerChangeFacts,
} from '../../../domain/application/employer-change-eligibility.js';
import { entryRules } from '../../../domain/application/entry-checks.js';
import { isOnTime } from '../../../domain/application/renewal-eligibility.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { BusinessPermissionRow, UnitRow } from '../entities/unit.entity.js';
import { Refused } from '../refused.js';
import { employmentOf } from '../historical-requests.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';
import { freezePerson } from './person-snapshot.js';
import { readPermitBusiness, type PermitBusiness } from './permit-business.js';

/** 聘用单位变更: the new unit takes over a permit that waits for one (domain.md §6.2 W5, §7.2). */
export const employerChangeHandling: BusinessHandling = {
  async judgeDraft(context, application) {
    const { facts } = await readEntry(context, application);
    return { rules: entryRules(facts), hints: [] };
  },

  async judgeSubmission(context, application, declared) {
    const { facts } = await read(context, application);
    const { policy } = context;
    return {
      rules: employerChangeRules(facts, declared, policy),
      hints: employerChangeHints(facts, declared, policy),
    };
  },

  async declare(context, application, { acknowledgeLate }) {
    const { facts } = await read(context, application);
    const { permit, contract, today } = facts;
    if (permit === null || contract === null) throw Refused.because('PERMIT_NOT_SUSPENDED');
    const last = permit.unitHistory.at(-1);
    return {
      acknowledgeLate,
      currentValidUntil: permit.validUntil,
      lastSubmitOn: permit.window.lastSubmissionOn,
      newContractStart: contract.startDate,
      ...(last !== undefined && { fromUnitUscc: last.uscc }),
      ...(last?.to && { previousLeaveDate: last.to }),
      chain: facts.chain ?? {
        firstOnTime: isOnTime(permit, today),
        firstAcknowledgedLate: acknowledgeLate,
      },
    };
  },

  async supervisingDepartment({ manager }, { unitId, permitType }) {
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
    return permission.supervisingDepartmentId;
  },

  async freeze(context, application) {
    const { dossier } = await read(context, application);
    return freezePerson(context, application, dossier);
  },

  unitLevel: null,
};

async function read(
  context: HandlingContext,
  application: ApplicationRow,
): Promise<PermitBusiness & { readonly facts: EmployerChangeFacts }> {
  const reading = { absorbs: false, submittedAt: context.now.at };
  const business = await readPermitBusiness(context, application, reading);
  const unit = await context.manager.findOneByOrFail(UnitRow, { id: application.unitId });
  return {
    ...business,
    facts: {
      ...business.facts,
      unitName: unit.name,
      workHistory: business.dossier.workHistory.map(employmentOf),
      historical: application.payload.historical === true,
    },
  };
}
