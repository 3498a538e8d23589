import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { BusinessType } from '../../domain/application/business-type.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { yearOf } from '../../domain/calendar/plain-date.js';
import { permitNumber } from '../../domain/permit/permit-number.js';
import { firstTerm } from '../../domain/permit/term.js';
import { isReviewedField, isUnitField } from '../../domain/unit/unit-fields.js';
import type { Policy } from '../../domain/policy.js';
import type { WorkflowMessage } from '../../workflows/messages.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { courseOf } from './application-course.js';
import { recordAudit } from './audit-trail.js';
import type { BusinessInstant } from './business-clock.js';
import { nextInScope } from './business-numbers.js';
import { ApplicationSnapshotRow, type ApplicationRow } from './entities/application.entity.js';
import { PermitRow, PermitTermRow, PermitUnitPeriodRow } from './entities/permit.entity.js';
import { UnitProfileRow } from './entities/unit.entity.js';
import { openSnapshot, sealHolder } from './snapshot-content.js';

/** What an approval does, by business type (domain.md §4.5 "Type effects"). */
export interface ConclusionContext {
  readonly manager: EntityManager;
  readonly application: ApplicationRow;
  /** What counts as the day of approval. */
  readonly lastPassAt: Date;
  readonly now: BusinessInstant;
  readonly policy: Policy;
  readonly personalData: PersonalData;
}
export interface ConclusionEffect {
  readonly permitId: string | null;
  readonly messages: readonly WorkflowMessage[];
}
type Effect = (context: ConclusionContext) => Promise<ConclusionEffect>;

const EFFECTS: Partial<Record<BusinessType, Effect>> = { NEW: grantPermit, UNIT_INFO_CHANGE: changeUnit };

/** The effect of a business type; a type without one cannot be submitted. */
export function conclusionEffect(type: BusinessType): Effect {
  const effect = EFFECTS[type];
  if (effect === undefined) throw new Error(`no conclusion is defined for ${type}`);
  return effect;
}

/** NEW: the permit begins on the day of the last PASS, whenever the conclusion follows. */
async function grantPermit(context: ConclusionContext): Promise<ConclusionEffect> {
  const { manager, application, now } = context;
  const { employeeId, supervisingDepartmentId } = application;
  if (employeeId === null || supervisingDepartmentId === null) {
    throw new Error(`application ${application.id} names no person or no department`);
  }
  const { permitType } = courseOf(application);
  const approvedOn = shanghaiDateOf(context.lastPassAt.getTime());
  const term = firstTerm(approvedOn, context.policy.permitTermYears);
  const year = yearOf(approvedOn);
  const permitNo = permitNumber(permitType, year, await nextInScope(manager, `permit:${permitType}:${year}`));
  const snapshot = await manager.findOneByOrFail(ApplicationSnapshotRow, {
    applicationId: application.id,
    snapshotNo: application.snapshotNo,
  });
  const permitId = randomUUID();
  await manager.insert(PermitRow, {
    id: permitId,
    createdAt: now.at,
    updatedAt: now.at,
    permitNo,
    permitType,
    employeeId,
    holderSnapshotSealed: sealHolder(
      openSnapshot(snapshot.contentSealed, context.personalData),
      context.personalData,
    ),
    unitId: application.unitId,
    supervisingDepartmentId,
    status: 'VALID',
    validFrom: term.validFrom,
    validUntil: term.validUntil,
  });
  await manager.insert(PermitTermRow, {
    permitId,
    term: 1,
    fromDay: term.validFrom,
    untilDay: term.validUntil,
    applicationId: application.id,
  });
  await manager.insert(PermitUnitPeriodRow, {
    permitId,
    unitId: application.unitId,
    fromDay: term.validFrom,
  });
  await recordAudit(manager, 'SYSTEM', now, {
    action: 'permit.grant',
    entity: 'permit',
    entityId: permitId,
    after: { permitNo, status: 'VALID', ...term },
    applicationNo: application.applicationNo,
  });
  return {
    permitId,
    messages: [{ workflow: 'permit', subjectId: permitId, signal: 'started', payload: {} }],
  };
}

/** UNIT_INFO_CHANGE: the approved fields take their new values. */
async function changeUnit({ manager, application }: ConclusionContext): Promise<ConclusionEffect> {
  const changes = (application.payload.changes ?? []).filter(
    ({ field }) => isUnitField(field) && isReviewedField(field),
  );
  const columns = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  await manager.update(
    UnitProfileRow,
    { unitId: application.unitId },
    { ...columns, version: () => 'version + 1' },
  );
  return { permitId: null, messages: [] };
}
