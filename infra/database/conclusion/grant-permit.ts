import { randomUUID } from 'node:crypto';
import { shanghaiDateOf } from '../../../domain/calendar/instant.js';
import { yearOf } from '../../../domain/calendar/plain-date.js';
import { permitNumber } from '../../../domain/permit/permit-number.js';
import { firstTerm } from '../../../domain/permit/term.js';
import { courseOf } from '../application-course.js';
import { recordAudit } from '../audit-trail.js';
import { nextInScope, permitNumberScope } from '../business-numbers.js';
import { recordReviewedEducation } from '../employee-records.js';
import { PermitRow, PermitTermRow, PermitUnitPeriodRow } from '../entities/permit.entity.js';
import { BusinessPermissionRow } from '../entities/unit.entity.js';
import { sealHolder } from '../snapshot-content.js';
import { approvedContent, type ConclusionContext, type ConclusionEffect } from './conclusion-effect.js';

/** NEW: the permit begins on the day of the last PASS, whenever the conclusion follows. */
export async function grantPermit(context: ConclusionContext): Promise<ConclusionEffect> {
  const { manager, application, now } = context;
  const { employeeId, unitId } = application;
  if (employeeId === null) throw new Error(`application ${application.id} names no person`);
  const { permitType } = courseOf(application);
  const approvedOn = shanghaiDateOf(context.lastPassAt.getTime());
  const term = firstTerm(approvedOn, context.policy.permitTermYears);
  const year = yearOf(approvedOn);
  const permitNo = permitNumber(
    permitType,
    year,
    await nextInScope(manager, permitNumberScope(permitType, year)),
  );
  const content = await approvedContent(context);
  const educationReviewed = await recordReviewedEducation(manager, employeeId, content.education);
  const permitId = randomUUID();
  await manager.insert(PermitRow, {
    id: permitId,
    createdAt: now.at,
    updatedAt: now.at,
    permitNo,
    permitType,
    employeeId,
    holderSnapshotSealed: sealHolder(content, context.personalData),
    unitId,
    supervisingDepartmentId: await departmentNow(context),
    status: 'VALID',
    ...term,
  });
  await manager.insert(PermitTermRow, {
    permitId,
    term: 1,
    fromDay: term.validFrom,
    untilDay: term.validUntil,
    applicationId: application.id,
  });
  await manager.insert(PermitUnitPeriodRow, { permitId, unitId, fromDay: term.validFrom });
  await recordAudit(manager, 'SYSTEM', now, {
    action: 'permit.grant',
    entity: 'permit',
    entityId: permitId,
    after: { permitNo, status: 'VALID', ...term, educationReviewed },
    applicationNo: application.applicationNo,
  });
  return {
    permitId,
    messages: [{ workflow: 'permit', subjectId: permitId, signal: 'started', payload: {} }],
  };
}

/** A unit that moved while its employee's application finished at the old department takes the permit along (domain.md §7.2). */
async function departmentNow({ manager, application }: ConclusionContext): Promise<string> {
  const { unitId, permitType } = application;
  const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId, permitType });
  return permission.supervisingDepartmentId;
}
