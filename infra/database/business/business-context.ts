import type { EntityManager } from 'typeorm';
import type { BusinessType } from '../../../domain/application/business-type.js';
import { refusalsOf } from '../../../domain/application/eligibility.js';
import { decide } from '../../../domain/refusal.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import type { BusinessInstant } from '../business-clock.js';
import { windowOfPermit } from '../permit-window.js';
import type { ReferenceRecords } from '../reference-records.js';
import { accepted } from '../refused.js';
import type { HandlingContext, Judgement } from './business-handling.js';

/** What the handlings of business types read with, as policy and calendar are in force now. */
export async function handlingContext(
  { manager, now }: { readonly manager: EntityManager; readonly now: BusinessInstant },
  references: ReferenceRecords,
  personalData: PersonalData,
): Promise<HandlingContext> {
  const versions = await references.versionsInForce(manager);
  const policy = await references.policy(manager, versions.policy);
  return {
    manager,
    now,
    personalData,
    policy,
    windowOf: (permit) => windowOfPermit(manager, references, permit, { policy }),
    catalogueOf: async (application) =>
      references.catalogue(manager, await references.catalogueVersionOf(manager, application, now.today)),
  };
}

/** The judgement, when no rule fails; else all refusals at once. */
export function holds(judgement: Judgement, type: BusinessType): Judgement {
  return accepted(decide(refusalsOf(judgement.rules), judgement), type);
}
