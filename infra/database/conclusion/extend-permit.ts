import { knownDate } from '../../../domain/calendar/plain-date.js';
import { renewedTerm } from '../../../domain/permit/term.js';
import { recordReviewedEducation } from '../employee-records.js';
import { PermitRow, PermitTermRow } from '../entities/permit.entity.js';
import { recordPermitTransition } from '../permit-transition.js';
import { sealHolder } from '../snapshot-content.js';
import {
  approvedContent,
  permitChanged,
  type ConclusionContext,
  type ConclusionEffect,
} from './conclusion-effect.js';

/** RENEWAL: a new term follows the old one, and the face shows the data that were reviewed with it (domain.md §4.5, T5). */
export async function extendPermit(context: ConclusionContext): Promise<ConclusionEffect> {
  const { manager, application, now, policy, personalData } = context;
  const permit = await manager.findOneByOrFail(PermitRow, { id: application.permitId ?? '' });
  const { validFrom, validUntil } = renewedTerm(knownDate(permit.validUntil), policy.permitTermYears);
  const content = await approvedContent(context);
  await recordReviewedEducation(manager, permit.employeeId, content.education);
  const term = permit.term + 1;
  await manager.insert(PermitTermRow, {
    permitId: permit.id,
    term,
    fromDay: validFrom,
    untilDay: validUntil,
    applicationId: application.id,
  });
  await recordPermitTransition(manager, 'SYSTEM', now, permit, 'renew', {
    term,
    validFrom,
    validUntil,
    holderSnapshotSealed: sealHolder(content, personalData),
  });
  return { permitId: permit.id, messages: [permitChanged(permit.id)] };
}
