import { randomUUID } from 'node:crypto';
import { In, Not, type EntityManager } from 'typeorm';
import { advance } from '../../domain/application/advance.js';
import { applicationNumber } from '../../domain/application/application-number.js';
import {
  BUSINESS_TYPES,
  type BusinessType,
  type PermitType,
} from '../../domain/application/business-type.js';
import { refusalsOf } from '../../domain/application/eligibility.js';
import { isEditable, isReinitiable } from '../../domain/application/lifecycle.js';
import type { UnitConfirmations } from '../../domain/application/new-eligibility.js';
import type { Hint } from '../../domain/application/new-hints.js';
import { decide } from '../../domain/refusal.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { courseOf } from './application-course.js';
import { isBlank, recordDecision, recordFact, recordWithdrawal } from './application-fact.js';
import type { BusinessInstant } from './business-clock.js';
import { nextInScope } from './business-numbers.js';
import type { FrozenContent, HandlingContext, Judgement } from './business/business-handling.js';
import { handlingOf } from './business/handlings.js';
import {
  ApplicationRow,
  ApplicationSnapshotRow,
  ReviewTaskRow,
  type ApplicationPayload,
} from './entities/application.entity.js';
import { EmployeeRow } from './entities/employee.entity.js';
import { UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted, Refused } from './refused.js';
import { resolveRejection } from './review-notices.js';
import { sealSnapshot } from './snapshot-content.js';

export interface ApplicationDraft {
  readonly type: BusinessType;
  readonly permitType: PermitType;
  readonly unitId: string;
  readonly employeeId: string | null;
  readonly payload: ApplicationPayload;
}

export interface UnitDecision {
  readonly outcome: 'PASS' | 'RETURN';
  readonly opinion: string | null;
  readonly confirmations: UnitConfirmations;
}

const LOCK = { mode: 'pessimistic_write' } as const;

/**
 * What people do to an application, each as one transaction of the API: draft, submission, the unit's decision,
 * withdrawal (design.md §2 "Who writes what"). One course for all business types: what a type adds is its handling.
 * Nothing here concludes, expires or escalates.
 */
export class ApplicationFacts {
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
    const application = manager.create(ApplicationRow, {
      ...draft,
      id: randomUUID(),
      createdAt: now.at,
      updatedAt: now.at,
      version: 1,
      applicationNo: applicationNumber(draft.type, now.today, sequence),
      permitId: null,
      initiatedBy: actor.accountId,
      status: 'DRAFT',
      round: 0,
      passed: 0,
      previousApplicationId: previous?.id ?? null,
    });
    const handling = await this.handlingContext(context);
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
  ): Promise<string> {
    const application = await this.lock(context, id);
    if (!isEditable(courseOf(application).status)) {
      throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
    }
    const updated = await context.manager.update(
      ApplicationRow,
      { id, version: expectedVersion },
      {
        payload: { ...application.payload, ...payload },
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
      after: { ...payload },
      applicationNo: application.applicationNo,
    });
    return id;
  }

  /** First submission or resubmission: every check of domain.md §7 at once, then the snapshot and the first task. */
  async submit(context: FactContext, id: string, confirmations: UnitConfirmations): Promise<string> {
    const application = await this.lock(context, id);
    const course = courseOf(application);
    const { manager, now } = context;
    const versions = await this.references.versionsInForce(manager);
    const route = await this.references.route(
      manager,
      application.routeVersion ?? versions.routes,
      course.type,
      course.permitType,
    );
    accepted(advance(route, course, { kind: 'SUBMITTED' }), course.type);
    const handling = await this.handlingContext(context);
    const business = handlingOf(course.type);
    const { hints } = holds(
      await business.judgeSubmission(handling, application, confirmations),
      course.type,
    );
    const patch = {
      snapshotNo: application.snapshotNo + 1,
      submittedAt: application.submittedAt ?? now.at,
      routeVersion: application.routeVersion ?? versions.routes,
      policyVersion: application.policyVersion ?? versions.policy,
      calendarVersion: versions.calendar,
      supervisingDepartmentId: await business.supervisingDepartment(handling, application),
    };
    Object.assign(application, patch);
    const round = application.round + 1;
    await this.keep(context, application, round, await business.freeze(handling, application), hints);
    await recordFact(context, this.references, application, {
      fact: { kind: 'SUBMITTED' },
      action: 'application.submit',
      patch,
    });
    await context.promise(
      round === 1
        ? { workflow: 'application', subjectId: id, signal: 'started', payload: {} }
        : { workflow: 'application', subjectId: id, signal: 'resubmitted', payload: { round } },
    );
    return id;
  }

  /** The unit's own level: PASS with its confirmations and the checks again, or back to the employee. */
  async decideAsUnit(context: FactContext, id: string, decision: UnitDecision): Promise<string> {
    const application = await this.lock(context, id);
    const task = await openUnitTask(context.manager, application);
    const patch: { snapshotNo?: number } = {};
    if (decision.outcome === 'PASS') {
      patch.snapshotNo = application.snapshotNo + 1;
      await this.passAsUnit(context, application, decision.confirmations, patch.snapshotNo);
    } else if (isBlank(decision.opinion)) {
      throw Refused.because('OPINION_REQUIRED', {}, '/opinion');
    }
    await recordDecision(context, this.references, application, task, { ...decision, hint: null }, patch);
    return id;
  }

  async withdraw(context: FactContext, id: string): Promise<string> {
    const application = await this.lock(context, id);
    await recordWithdrawal(context, this.references, application);
    if (application.round > 0) {
      await context.promise({ workflow: 'application', subjectId: id, signal: 'withdrawn', payload: {} });
    }
    return id;
  }

  /** 再次重新发起: a new draft that names the rejected one and carries its data (domain.md §4.5). */
  async reinitiate(context: FactContext, id: string): Promise<string> {
    const rejected = await this.lock(context, id);
    const { status, type, permitType } = courseOf(rejected);
    if (!isReinitiable(status)) throw Refused.because('STATE_NOT_ALLOWED', { status });
    const open = await context.manager.findOneBy(ApplicationRow, {
      previousApplicationId: id,
      status: Not(In(['WITHDRAWN', 'REJECTED', 'CLOSED_EXPIRED'])),
    });
    if (open !== null) throw Refused.because('APP_IN_FLIGHT_EXISTS', { applicationNo: open.applicationNo });
    const { unitId, employeeId, payload } = rejected;
    const draft = { type, permitType, unitId, employeeId, payload };
    const made = await this.draft(context, draft, rejected);
    await resolveRejection(context.manager, context.now, rejected);
    return made;
  }

  /** What a submission would answer now, without doing it; the same rules from the same facts. */
  async eligibility(
    reading: { readonly manager: EntityManager; readonly now: BusinessInstant },
    application: ApplicationRow,
  ): Promise<Judgement> {
    const everythingConfirmed = { selfChecked: true, insuranceTaxConfirmed: true };
    const business = handlingOf(courseOf(application).type);
    return business.judgeSubmission(await this.handlingContext(reading), application, everythingConfirmed);
  }

  private async passAsUnit(
    context: FactContext,
    application: ApplicationRow,
    confirmations: UnitConfirmations,
    snapshotNo: number,
  ): Promise<void> {
    const { type } = courseOf(application);
    const { unitLevel } = handlingOf(type);
    if (unitLevel === null) throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
    const handling = await this.handlingContext(context);
    const submitted = await context.manager.findOneByOrFail(ApplicationSnapshotRow, {
      applicationId: application.id,
      snapshotNo: application.snapshotNo,
    });
    const { hints } = holds(await unitLevel.judge(handling, application, submitted, confirmations), type);
    const completed = await unitLevel.complete(handling, application, submitted);
    await this.keep(context, Object.assign(application, { snapshotNo }), application.round, completed, hints);
  }

  private async handlingContext(reading: {
    readonly manager: EntityManager;
    readonly now: BusinessInstant;
  }): Promise<HandlingContext> {
    const { manager, now } = reading;
    return {
      manager,
      now,
      policy: await this.references.policyInForce(manager),
      personalData: this.personalData,
    };
  }

  /** The person or the unit first, then the application: one lock order for all (design.md §2). */
  private async lock({ manager }: FactContext, id: string): Promise<ApplicationRow> {
    const { employeeId, unitId } = await manager.findOneByOrFail(ApplicationRow, { id });
    if (employeeId !== null)
      await manager.findOneOrFail(EmployeeRow, { where: { id: employeeId }, lock: LOCK });
    else await manager.findOneOrFail(UnitRow, { where: { id: unitId }, lock: LOCK });
    return manager.findOneOrFail(ApplicationRow, { where: { id }, lock: LOCK });
  }

  /** Writes a snapshot; it is never changed afterwards. */
  private async keep(
    { manager, now }: FactContext,
    application: ApplicationRow,
    round: number,
    { content, files }: FrozenContent,
    hints: readonly Hint[],
  ): Promise<void> {
    await manager.insert(ApplicationSnapshotRow, {
      id: randomUUID(),
      applicationId: application.id,
      snapshotNo: application.snapshotNo,
      round,
      takenAt: now.at,
      contentSealed: sealSnapshot(content, this.personalData),
      files: [...files],
      hints: hints.map((hint) => hint.code),
    });
  }
}

/** The judgement, when no rule fails; else all refusals at once. */
function holds(judgement: Judgement, type: BusinessType): Judgement {
  return accepted(decide(refusalsOf(judgement.rules), judgement), type);
}

async function openUnitTask(manager: EntityManager, application: ApplicationRow): Promise<ReviewTaskRow> {
  const task = await manager.findOneBy(ReviewTaskRow, {
    applicationId: application.id,
    level: 'UNIT',
    status: 'OPEN',
  });
  if (task === null) throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
  return task;
}
