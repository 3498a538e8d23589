import type { EntityManager } from 'typeorm';
import type { BusinessType } from '../../../domain/application/business-type.js';
import { refusalsOf } from '../../../domain/application/eligibility.js';
import { decide } from '../../../domain/refusal.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import { placeOf } from '../application-course.js';
import type { BusinessInstant } from '../business-clock.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { windowOfPermit } from '../permit-window.js';
import type { ReferenceRecords } from '../reference-records.js';
import { accepted } from '../refused.js';
import type { HandlingContext, Judgement } from './business-handling.js';

/** What the handlings of business types read with: the policy that the application keeps, a draft's as it is in force. */
export async function handlingContext(
  { manager, now }: { readonly manager: EntityManager; readonly now: BusinessInstant },
  references: ReferenceRecords,
  personalData: PersonalData,
  application: ApplicationRow,
): Promise<HandlingContext> {
  const policy =
    application.policyVersion === null || application.policyVersion === undefined
      ? await references.policyInForce(manager, placeOf(application))
      : await references.policy(manager, application.policyVersion);
  return {
    manager,
    now,
    personalData,
    policy,
    windowOf: (permit) => windowOfPermit(manager, references, permit, { policy }),
    catalogueOf: async (asked) =>
      references.catalogue(manager, await references.catalogueVersionOf(manager, asked, now.today)),
  };
}

/** The judgement, when no rule fails; else all refusals at once. */
export function holds(judgement: Judgement, type: BusinessType): Judgement {
  return accepted(decide(refusalsOf(judgement.rules), judgement), type);
}
