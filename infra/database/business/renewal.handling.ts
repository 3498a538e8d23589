import type { Declarations } from '../../../domain/application/declarations.js';
import { entryRules } from '../../../domain/application/entry-checks.js';
import { incomePeriod } from '../../../domain/application/insurance.js';
import { isOnTime, renewalHints, renewalRules } from '../../../domain/application/renewal-eligibility.js';
import { renewedTerm } from '../../../domain/permit/term.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import { Refused } from '../refused.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';
import { freezePerson } from './person-snapshot.js';
import { readPermitBusiness } from './permit-business.js';

/** 续签: by the unit, for a VALID permit that it holds (domain.md §6.2, §7.2). */
export const renewalHandling: BusinessHandling = {
  async judgeDraft(context, application) {
    const { facts } = await readEntry(context, application);
    return { rules: entryRules(facts), hints: [] };
  },

  async judgeSubmission(context, application, declared) {
    const { facts } = await read(context, application, declared);
    const { policy } = context;
    return {
      rules: renewalRules(facts, declared, policy),
      hints: renewalHints(facts, declared, policy),
    };
  },

  async declare(context, application, declared) {
    const { facts } = await read(context, application, declared);
    const { permit, today } = facts;
    if (permit === null) throw Refused.because('PERMIT_NOT_VALID');
    const { policy } = context;
    const { verifiedOnEmployeeSide, acknowledgeLate, absorb } = declared;
    const next = renewedTerm(permit.validUntil, policy.permitTermYears);
    return {
      verifiedOnEmployeeSide,
      acknowledgeLate,
      absorb,
      currentValidUntil: permit.validUntil,
      newValidFrom: next.validFrom,
      newValidUntil: next.validUntil,
      opensOn: permit.window.opensOn,
      lastSubmitOn: permit.window.lastSubmissionOn,
      incomeFromMonth: incomePeriod(today, permit.validFrom, policy.incomeFromMonth).from,
      chain: facts.chain ?? {
        firstOnTime: isOnTime(permit, today),
        firstAcknowledgedLate: acknowledgeLate,
      },
    };
  },

  async supervisingDepartment({ manager }, { permitId }) {
    const permit = await manager.findOneByOrFail(PermitRow, { id: permitId ?? '' });
    return permit.supervisingDepartmentId;
  },

  async freeze(context, application) {
    const { dossier } = await read(context, application, { absorb: false });
    return freezePerson(context, application, dossier);
  },

  unitLevel: null,
};

function read(
  context: HandlingContext,
  application: ApplicationRow,
  { absorb }: Pick<Declarations, 'absorb'>,
) {
  return readPermitBusiness(context, application, { absorbs: absorb, submittedAt: context.now.at });
}
