import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { advance } from '../../domain/application/advance.js';
import {
  ROUTINE_DECLARED,
  type Declarations,
  type UnitConfirmations,
} from '../../domain/application/declarations.js';
import {
  pointFaults,
  type StatedAnswer,
  type StatedPoint,
  type Unlocked,
} from '../../domain/application/return-points.js';
import type { Hint } from '../../domain/application/new-hints.js';
import { decide, refusal } from '../../domain/refusal.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { courseOf, placeOf } from './application-course.js';
import {
  isBlank,
  recordDecision,
  recordEndWithOther,
  recordFact,
  recordWithdrawal,
} from './application-fact.js';
import { lockApplication } from './application-lock.js';
import type { BusinessInstant } from './business-clock.js';
import { absorbableChange } from './business/absorbed-change.js';
import { handlingContext, holds } from './business/business-context.js';
import type { FrozenContent, HandlingContext, Judgement } from './business/business-handling.js';
import { handlingOf } from './business/handlings.js';
import { ApplicationRow, ApplicationSnapshotRow, ReviewTaskRow } from './entities/application.entity.js';
import type { FactContext } from './fact-transaction.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted, Refused } from './refused.js';
import { elevated } from './row-scope.js';
import { answerPoints, unlockedContent } from './return-points.js';
import { openSnapshot, sealSnapshot } from './snapshot-content.js';

export interface UnitDecision {
  readonly outcome: 'PASS' | 'RETURN';
  readonly opinion: string | null;
  /** What a RETURN asks for, point by point; empty: everything is open to change. */
  readonly points: readonly StatedPoint[];
  readonly confirmations: UnitConfirmations;
}

/**
 * What people do to an application under review, each as one transaction of the API: submission, the unit's decision,
 * withdrawal (design.md §2 "Who writes what"). One course for all business types: what a type adds is its handling.
 * Nothing here concludes, expires or escalates.
 */
export class ApplicationFacts {
  constructor(
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
  ) {}

  /** First submission or resubmission: every check of domain.md §7 at once, then the snapshot and the first task. */
  async submit(
    context: FactContext,
    id: string,
    declared: Declarations,
    answers: readonly StatedAnswer[] = [],
  ): Promise<string> {
    const application = await lockApplication(context.manager, id);
    const course = courseOf(application);
    const { manager, now } = context;
    const versions = await this.references.versionsInForce(manager, placeOf(application));
    const route = await this.references.route(
      manager,
      application.routeVersion ?? versions.routes,
      course.type,
      course.permitType,
    );
    accepted(advance(route, course, { kind: 'SUBMITTED' }), course.type);
    const handling = await this.handlingContext(context, application);
    const business = handlingOf(course.type);
    const { hints } = holds(await business.judgeSubmission(handling, application, declared), course.type);
    const unlocked = await answerPoints(context, application, answers);
    await elevated('BUSINESS_RULES', () => this.endAbsorbed(context, application, declared));
    const patch = {
      payload: { ...application.payload, ...(await business.declare?.(handling, application, declared)) },
      snapshotNo: application.snapshotNo + 1,
      submittedAt: application.submittedAt ?? now.at,
      routeVersion: application.routeVersion ?? versions.routes,
      policyVersion: application.policyVersion ?? versions.policy,
      catalogueVersion: await this.references.catalogueVersionOf(manager, application, now.today),
      calendarVersion: versions.calendar,
      supervisingDepartmentId: await business.supervisingDepartment(handling, application),
      newDepartmentId: business.newDepartment?.(application) ?? null,
    };
    Object.assign(application, patch);
    const round = application.round + 1;
    const fresh = await business.freeze(handling, application);
    const frozen = unlocked === null ? fresh : await this.merged(context, application, fresh, unlocked);
    await this.keep(context, application, round, frozen, hints);
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
    const application = await lockApplication(context.manager, id);
    const task = await openUnitTask(context.manager, application);
    const patch: { snapshotNo?: number } = {};
    const refusals = pointFaults(decision.points, decision.outcome === 'RETURN');
    if (decision.outcome === 'RETURN' && isBlank(decision.opinion)) {
      refusals.push(refusal('OPINION_REQUIRED', {}, '/opinion'));
    }
    accepted(decide(refusals, true));
    if (decision.outcome === 'PASS') {
      patch.snapshotNo = application.snapshotNo + 1;
      await this.passAsUnit(context, application, decision.confirmations, patch.snapshotNo);
    }
    await recordDecision(context, this.references, application, task, { ...decision, hint: null }, patch);
    return id;
  }

  async withdraw(context: FactContext, id: string): Promise<string> {
    const application = await lockApplication(context.manager, id);
    await recordWithdrawal(context, this.references, application);
    if (application.round > 0) {
      await context.promise({ workflow: 'application', subjectId: id, signal: 'withdrawn', payload: {} });
    }
    return id;
  }

  /** What a submission would answer now, without doing it; the same rules from the same facts. */
  async eligibility(
    reading: { readonly manager: EntityManager; readonly now: BusinessInstant },
    application: ApplicationRow,
  ): Promise<Judgement> {
    const business = handlingOf(courseOf(application).type);
    return business.judgeSubmission(
      await this.handlingContext(reading, application),
      application,
      ROUTINE_DECLARED,
    );
  }

  /** Only what the return asked for changes from round to round (domain.md §4.5). */
  private async merged(
    { manager }: FactContext,
    application: ApplicationRow,
    fresh: FrozenContent,
    unlocked: Unlocked,
  ): Promise<FrozenContent> {
    const before = await manager.findOneByOrFail(ApplicationSnapshotRow, {
      applicationId: application.id,
      snapshotNo: application.snapshotNo - 1,
    });
    const previous = {
      content: openSnapshot(before.contentSealed, this.personalData),
      files: before.files,
    };
    const { unitLevel } = handlingOf(courseOf(application).type);
    return unlockedContent(previous, fresh, unlocked, unitLevel !== null);
  }

  /** 并入续签: the change that the renewal carries ends in the same transaction (domain.md §4.5). */
  private async endAbsorbed(
    context: FactContext,
    application: ApplicationRow,
    { absorb }: Declarations,
  ): Promise<void> {
    if (!absorb || application.employeeId === null) return;
    const absorbed = await absorbableChange(context.manager, application);
    if (absorbed === null) return;
    const locked = await lockApplication(context.manager, absorbed.id);
    await recordEndWithOther(context, this.references, locked, 'application.absorb', '并入续签');
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
    const handling = await this.handlingContext(context, application);
    const submitted = await context.manager.findOneByOrFail(ApplicationSnapshotRow, {
      applicationId: application.id,
      snapshotNo: application.snapshotNo,
    });
    const { hints } = holds(await unitLevel.judge(handling, application, submitted, confirmations), type);
    const completed = await unitLevel.complete(handling, application, submitted);
    await this.keep(context, Object.assign(application, { snapshotNo }), application.round, completed, hints);
  }

  private handlingContext(
    reading: { readonly manager: EntityManager; readonly now: BusinessInstant },
    application: ApplicationRow,
  ): Promise<HandlingContext> {
    return handlingContext(reading, this.references, this.personalData, application);
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

async function openUnitTask(manager: EntityManager, application: ApplicationRow): Promise<ReviewTaskRow> {
  const task = await manager.findOneBy(ReviewTaskRow, {
    applicationId: application.id,
    level: 'UNIT',
    status: 'OPEN',
  });
  if (task === null) throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
  return task;
}
