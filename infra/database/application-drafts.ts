import { randomUUID } from 'node:crypto';
import { In, Not, type EntityManager } from 'typeorm';
import { applicationNumber } from '../../domain/application/application-number.js';
import {
  BUSINESS_TYPES,
  type BusinessType,
  type PermitType,
} from '../../domain/application/business-type.js';
import { statedChangeFaults, type StatedChange } from '../../domain/application/info-changes.js';
import { isEditable, isReinitiable } from '../../domain/application/lifecycle.js';
import { isLivePermit } from '../../domain/permit/lifecycle.js';
import { decide } from '../../domain/refusal.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { carryContract } from './application-contract.js';
import { courseOf } from './application-course.js';
import { lockApplication } from './application-lock.js';
import { nextInScope } from './business-numbers.js';
import { openChanges, sealChanges } from './business/approved-content.js';
import { handlingContext, holds } from './business/business-context.js';
import { handlingOf } from './business/handlings.js';
import { ApplicationRow, type ApplicationPayload } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { permitStatusOf } from './permit-course.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted, Refused } from './refused.js';
import { resolveRejection } from './review-notices.js';
import { openHolder } from './snapshot-content.js';

export interface ApplicationDraft {
  readonly type: BusinessType;
  readonly permitType: PermitType;
  readonly unitId: string;
  readonly employeeId: string | null;
  readonly payload: ApplicationPayload;
  /** What a person wants changed; null: nothing of the kind. */
  readonly changes: readonly StatedChange[] | null;
}

/** What an initiator does before anybody reviews: drafts, changes, begins again after a rejection (domain.md §4.5). */
export class ApplicationDrafts {
  constructor(
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
  ) {}

  /** A draft by its initiator; only the entry checks bind it (domain.md §4.5 "create"). */
  async draft(
    context: FactContext,
    draft: ApplicationDraft,
    previous: ApplicationRow | null = null,
  ): Promise<string> {
    const { manager, now, actor } = context;
    const { numberPrefix } = BUSINESS_TYPES[draft.type];
    const sequence = await nextInScope(manager, `application:${numberPrefix}:${now.today}`);
    const { changes, ...columns } = draft;
    const permitId = await permitIdFor(manager, draft);
    const application = manager.create(ApplicationRow, {
      ...columns,
      id: randomUUID(),
      createdAt: now.at,
      updatedAt: now.at,
      version: 1,
      applicationNo: applicationNumber(draft.type, now.today, sequence),
      permitId,
      changesSealed: await this.checkedChanges(context, changes, permitId),
      catalogueVersion: null,
      initiatedBy: actor.accountId,
      status: 'DRAFT',
      round: 0,
      passed: 0,
      previousApplicationId: previous?.id ?? null,
    });
    const handling = await handlingContext(context, this.references, this.personalData, application);
    holds(await handlingOf(draft.type).judgeDraft(handling, application), draft.type);
    await manager.insert(ApplicationRow, { ...application });
    await context.audit({
      action: 'application.create',
      entity: 'application',
      entityId: application.id,
      after: { status: 'DRAFT', type: draft.type, previousApplicationId: application.previousApplicationId },
      applicationNo: application.applicationNo,
    });
    return application.id;
  }

  /** Changes the draft or a returned application; `expectedVersion` is the reader's If-Match. */
  async edit(
    context: FactContext,
    id: string,
    expectedVersion: number,
    payload: ApplicationPayload,
    changes: readonly StatedChange[] | null,
  ): Promise<string> {
    const application = await lockApplication(context.manager, id);
    if (!isEditable(courseOf(application).status)) {
      throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
    }
    const updated = await context.manager.update(
      ApplicationRow,
      { id, version: expectedVersion },
      {
        payload: { ...application.payload, ...payload },
        ...(changes !== null && {
          changesSealed: await this.checkedChanges(context, changes, application.permitId),
        }),
        version: expectedVersion + 1,
        updatedAt: context.now.at,
      },
    );
    if (updated.affected !== 1) throw Refused.because('VERSION_CONFLICT', { version: application.version });
    await context.audit({
      action: 'application.edit',
      entity: 'application',
      entityId: id,
      before: { ...application.payload },
      after: { ...payload, ...(changes !== null && { changes: changes.map(({ field }) => field) }) },
      applicationNo: application.applicationNo,
    });
    return id;
  }

  /** 再次重新发起: a new draft that names the rejected one and carries its data (domain.md §4.5). */
  async reinitiate(context: FactContext, id: string): Promise<string> {
    const rejected = await lockApplication(context.manager, id);
    const { status, type, permitType } = courseOf(rejected);
    if (!isReinitiable(status)) throw Refused.because('STATE_NOT_ALLOWED', { status });
    const open = await context.manager.findOneBy(ApplicationRow, {
      previousApplicationId: id,
      status: Not(In(['WITHDRAWN', 'REJECTED', 'CLOSED_EXPIRED'])),
    });
    if (open !== null) throw Refused.because('APP_IN_FLIGHT_EXISTS', { applicationNo: open.applicationNo });
    const { unitId, employeeId, payload } = rejected;
    const changes =
      rejected.changesSealed === null ? null : openChanges(rejected.changesSealed, this.personalData);
    const draft = { type, permitType, unitId, employeeId, payload, changes };
    const made = await this.draft(context, draft, rejected);
    await carryContract(context.manager, id, made);
    await resolveRejection(context.manager, context.now, rejected);
    return made;
  }

  /** The changes sealed, once every one of them can be read (domain.md §3.1). */
  private async checkedChanges(
    { manager, now }: FactContext,
    changes: readonly StatedChange[] | null,
    permitId: string | null,
  ): Promise<string | null> {
    if (changes === null) return null;
    const permit = permitId === null ? null : await manager.findOneByOrFail(PermitRow, { id: permitId });
    const face = permit === null ? NOBODY : openHolder(permit.holderSnapshotSealed, this.personalData);
    accepted(decide(statedChangeFaults(changes, face, now.today), true));
    return sealChanges(changes, this.personalData);
  }
}

/** The face of a person who has no permit of the kind: what can be said of it is judged at submission. */
const NOBODY = { sex: '', birthDate: '', idType: '', idNo: '' };

/** The permit that the business is about: the live one, else the latest; null where there is none or it needs none. */
async function permitIdFor(
  manager: EntityManager,
  { type, permitType, employeeId }: ApplicationDraft,
): Promise<string | null> {
  if (employeeId === null || !BUSINESS_TYPES[type].needsLivePermit) return null;
  const permits = await manager.find(PermitRow, {
    where: { employeeId, permitType },
    order: { validUntil: 'DESC' },
  });
  const live = permits.find((permit) => isLivePermit(permitStatusOf(permit)));
  return (live ?? permits[0])?.id ?? null;
}
