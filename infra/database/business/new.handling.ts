import {
  newEligibility,
  newHintsOf,
  newUnitPassEligibility,
  type NewFacts,
} from '../../../domain/application/new-eligibility.js';
import { entryRules } from '../../../domain/application/entry-checks.js';
import { shanghaiDateOf } from '../../../domain/calendar/instant.js';
import { courseOf } from '../application-course.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { BusinessPermissionRow } from '../entities/unit.entity.js';
import { readNewFacts } from '../new-application-facts.js';
import { readDossier, type PersonDossier } from '../person-dossier.js';
import { openSnapshot } from '../snapshot-content.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { freezePerson } from './person-snapshot.js';
import { CONTRACT_SCAN, contractOf } from './unit-pass.js';

/** 新办: the applicant's dossier at his unit; the unit's pass adds the contract (domain.md §4.5, §7.2). */
export const newHandling: BusinessHandling = {
  async judgeDraft(context, application) {
    const { facts } = await read(context, application);
    return { rules: entryRules(facts.entry), hints: [] };
  },

  async judgeSubmission(context, application) {
    const { facts } = await read(context, application);
    return { rules: newEligibility(facts, context.policy), hints: newHintsOf(facts, context.policy) };
  },

  async supervisingDepartment({ manager }, application) {
    const { permitType } = courseOf(application);
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, {
      unitId: application.unitId,
      permitType,
    });
    return permission.supervisingDepartmentId;
  },

  async freeze(context, application) {
    const { dossier } = await read(context, application);
    const files = dossier.files.filter((file) => file.catalogueCode !== CONTRACT_SCAN);
    return freezePerson(context, application, { ...dossier, contract: null, files });
  },

  unitLevel: {
    async judge(context, application, submitted, confirmations) {
      const { facts } = await read(context, application, submitted.takenAt);
      const { policy } = context;
      return {
        rules: newUnitPassEligibility(facts, confirmations, policy),
        hints: newHintsOf(facts, policy),
      };
    },

    async complete(context, application, submitted) {
      const { dossier } = await read(context, application);
      const content = openSnapshot(submitted.contentSealed, context.personalData);
      const scan = dossier.files.filter((file) => file.catalogueCode === CONTRACT_SCAN);
      return {
        content: { ...content, contract: contractOf(dossier) },
        files: [...submitted.files, ...scan],
      };
    },
  },
};

async function read(
  { manager, now, personalData, catalogueOf }: HandlingContext,
  application: ApplicationRow,
  submittedAt: Date = now.at,
): Promise<{ dossier: PersonDossier; facts: NewFacts }> {
  if (application.employeeId === null) throw new Error(`application ${application.id} names no person`);
  const dossier = await readDossier(manager, application.employeeId, application.unitId);
  const submittedOn = shanghaiDateOf(submittedAt.getTime());
  const catalogue = await catalogueOf(application);
  return {
    dossier,
    facts: await readNewFacts(manager, personalData, application, dossier, now, submittedOn, catalogue),
  };
}
