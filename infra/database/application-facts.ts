import { randomUUID } from 'node:crypto';
import { In, Not } from 'typeorm';
import { type ReviewOutcome } from '../../domain/application/advance.js';
import { applicationNumber } from '../../domain/application/application-number.js';
import type { PermitType } from '../../domain/application/business-type.js';
import { entryRefusals } from '../../domain/application/entry-checks.js';
import { isEditable, isReinitiable } from '../../domain/application/lifecycle.js';
import {
  newEligibility,
  newHintsOf,
  newSubmission,
  newUnitPass,
  type NewFacts,
  type UnitConfirmations,
} from '../../domain/application/new-eligibility.js';
import type { EligibilityRule } from '../../domain/application/eligibility.js';
import type { Hint } from '../../domain/application/new-hints.js';
import { mayReview } from '../../domain/authority/review-conflict.js';
import { shanghaiDateOf, shanghaiDateTimeOf } from '../../domain/calendar/instant.js';
import { decide, refusal, type Refusal } from '../../domain/refusal.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { courseOf, levelOf, recordTransition, type TransitionContext } from './application-transition.js';
import type { BusinessInstant } from './business-clock.js';
import { nextInScope } from './business-numbers.js';
import { ApplicationRow, ApplicationSnapshotRow, ReviewTaskRow } from './entities/application.entity.js';
import { DepartmentRow } from './entities/department.entity.js';
import { AssociationRow, EmployeeRow } from './entities/employee.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import { BusinessPermissionRow, UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { readNewFacts } from './new-application-facts.js';
import { readDossier, snapshotOf, type PersonDossier } from './person-dossier.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted, Refused } from './refused.js';
import { sealSnapshot } from './snapshot-content.js';

export interface NewDraft {
  readonly employeeId: string;
  readonly permitType: PermitType;
  readonly applicationBasis: string;
}

export interface ReviewDecision {
  readonly outcome: ReviewOutcome;
  readonly opinion: string | null;
  readonly hint: string | null;
  readonly claimNo: number;
  /** The snapshot that the reviewer had before him. */
  readonly snapshotNo: number;
}

export interface UnitDecision {
  readonly outcome: 'PASS' | 'RETURN';
  readonly opinion: string | null;
  readonly confirmations: UnitConfirmations;
}

export interface Eligibility {
  readonly rules: readonly EligibilityRule[];
  readonly hints: readonly Hint[];
}

const LOCK = { mode: 'pessimistic_write' } as const;

/**
 * What people do to an application, each as one transaction of the API: submission, decision, withdrawal
 * (design.md §2 "Who writes what"). Nothing here concludes, expires or escalates.
 */
export class ApplicationFacts {
  constructor(
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
  ) {}

  /** A draft of NEW by its applicant; only the entry checks bind it (domain.md §4.5 "create"). */
  async draftNew(context: FactContext, draft: NewDraft, previous: ApplicationRow | null = null): Promise<string> {
    const { manager, now, actor } = context;
    const association = await manager.findOneBy(AssociationRow, { employeeId: draft.employeeId, status: 'ACTIVE' });
    if (association === null) throw Refused.because('ASSOC_NOT_ACTIVE');
    const sequence = await nextInScope(manager, `application:NE:${now.today}`);
    const application = manager.create(ApplicationRow, {
      id: randomUUID(),
      createdAt: now.at,
      updatedAt: now.at,
      version: 1,
      applicationNo: applicationNumber('NEW', now.today, sequence),
      type: 'NEW',
      permitType: draft.permitType,
      unitId: association.unitId,
      employeeId: draft.employeeId,
      permitId: null,
      initiatedBy: actor.accountId,
      status: 'DRAFT',
      round: 0,
      passed: 0,
      payload: { applicationBasis: draft.applicationBasis },
      previousApplicationId: previous?.id ?? null,
    });
    const { facts } = await this.factsOfNew(context, application, now);
    accepted(decide(entryRefusals(facts.entry), true), 'NEW');
    await manager.insert(ApplicationRow, { ...application });
    await context.audit({
      action: 'application.create',
      entity: 'application',
      entityId: application.id,
      after: { status: 'DRAFT', type: 'NEW', previousApplicationId: application.previousApplicationId },
      applicationNo: application.applicationNo,
    });
    return application.id;
  }

  /** Changes the draft or a returned application; `expectedVersion` is the reader's If-Match. */
  async edit(context: FactContext, id: string, expectedVersion: number, applicationBasis: string): Promise<string> {
    const application = await this.lock(context, id);
    if (!isEditable(courseOf(application).status)) {
      throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
    }
    const updated = await context.manager.update(
      ApplicationRow,
      { id, version: expectedVersion },
      {
        payload: { ...application.payload, applicationBasis },
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
      after: { applicationBasis },
      applicationNo: application.applicationNo,
    });
    return id;
  }

  /** First submission or resubmission: every check of domain.md §7 at once, then the snapshot and the first task. */
  async submit(context: FactContext, id: string): Promise<string> {
    const application = await this.lock(context, id);
    const { manager, now } = context;
    const { dossier, facts } = await this.factsOfNew(context, application, now);
    const policy = await this.references.policyInForce(manager);
    const { hints } = accepted(newSubmission(facts, policy), 'NEW');
    const versions = await this.references.versionsInForce(manager);
    const { permitType } = courseOf(application);
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, { unitId: application.unitId, permitType });
    const patch = {
      snapshotNo: application.snapshotNo + 1,
      submittedAt: application.submittedAt ?? now.at,
      routeVersion: application.routeVersion ?? versions.routes,
      policyVersion: application.policyVersion ?? versions.policy,
      calendarVersion: versions.calendar,
      supervisingDepartmentId: permission.supervisingDepartmentId,
    };
    Object.assign(application, patch);
    const round = application.round + 1;
    await this.freeze(context, application, round, withoutContract(dossier), hints);
    await this.record(context, application, {
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

  /** The unit's own level: PASS with its two confirmations and the checks again, or back to the employee. */
  async decideAsUnit(context: FactContext, id: string, decision: UnitDecision): Promise<string> {
    const application = await this.lock(context, id);
    const task = await openUnitTask(context, application);
    const patch: { snapshotNo?: number } = {};
    if (decision.outcome === 'PASS') {
      const submittedOn = await this.submittedOn(context, application);
      const { dossier, facts } = await this.factsOfNew(context, application, context.now, submittedOn);
      const policy = await this.references.policyInForce(context.manager);
      const { hints } = accepted(newUnitPass(facts, decision.confirmations, policy), 'NEW');
      patch.snapshotNo = application.snapshotNo + 1;
      await this.addContract(context, application, dossier, hints);
    } else if (isBlank(decision.opinion)) {
      throw Refused.because('OPINION_REQUIRED', {}, '/opinion');
    }
    await this.recordDecision(context, application, task, { ...decision, hint: null }, patch);
    return id;
  }

  /** Gives the task to one reviewer at a time; raises the claim number, so that older numbers are void. */
  async claim(context: FactContext, taskId: string): Promise<string> {
    const { task } = await this.reviewable(context, taskId);
    const { actor, manager, now } = context;
    if (task.status !== 'OPEN') throw closedTask(task);
    if (task.assigneeId !== null && task.assigneeId !== actor.accountId) throw Refused.because('TASK_ALREADY_CLAIMED');
    await manager.update(
      ReviewTaskRow,
      { id: taskId, claimNo: task.claimNo },
      { assigneeId: actor.accountId, claimNo: task.claimNo + 1, updatedAt: now.at },
    );
    await this.auditTask(context, task, 'task.claim', { claimNo: task.claimNo + 1 });
    return taskId;
  }

  /** Gives a claimed task back to the department. */
  async release(context: FactContext, taskId: string): Promise<string> {
    const { task } = await this.reviewable(context, taskId);
    const { actor, manager, now } = context;
    if (task.status !== 'OPEN') throw closedTask(task);
    if (task.assigneeId !== actor.accountId) throw Refused.because('TASK_NOT_CLAIMED');
    const claimNo = task.claimNo + 1;
    await manager.update(ReviewTaskRow, { id: taskId }, { assigneeId: null, claimNo, updatedAt: now.at });
    await this.auditTask(context, task, 'task.release', { claimNo });
    return taskId;
  }

  /** A department's decision on the level it has claimed; opens the next level in the same transaction. */
  async decide(context: FactContext, taskId: string, decision: ReviewDecision): Promise<string> {
    const { task, application } = await this.reviewable(context, taskId);
    if (task.status !== 'OPEN') throw closedTask(task);
    if (task.assigneeId === null) throw Refused.because('TASK_NOT_CLAIMED');
    if (task.assigneeId !== context.actor.accountId || task.claimNo !== decision.claimNo) {
      throw Refused.because('TASK_ALREADY_CLAIMED');
    }
    const refusals: Refusal[] = [];
    if (decision.outcome !== 'PASS' && isBlank(decision.opinion)) refusals.push(refusal('OPINION_REQUIRED', {}, '/opinion'));
    if (decision.snapshotNo !== application.snapshotNo) {
      refusals.push(refusal('VERSION_CONFLICT', { snapshotNo: application.snapshotNo }, '/snapshotNo'));
    }
    accepted(decide(refusals, true), courseOf(application).type);
    await this.recordDecision(context, application, task, decision, {});
    return taskId;
  }

  async withdraw(context: FactContext, id: string): Promise<string> {
    const application = await this.lock(context, id);
    await this.record(context, application, {
      fact: { kind: 'WITHDRAWN' },
      action: 'application.withdraw',
    });
    if (application.round > 0) {
      await context.promise({ workflow: 'application', subjectId: id, signal: 'withdrawn', payload: {} });
    }
    return id;
  }

  /** 再次重新发起: a new draft that names the rejected one and carries its data (domain.md §4.5). */
  async reinitiate(context: FactContext, id: string): Promise<string> {
    const rejected = await this.lock(context, id);
    const { status, permitType } = courseOf(rejected);
    if (!isReinitiable(status) || rejected.employeeId === null) throw Refused.because('STATE_NOT_ALLOWED', { status });
    const open = await context.manager.findOneBy(ApplicationRow, {
      previousApplicationId: id,
      status: Not(In(['WITHDRAWN', 'REJECTED', 'CLOSED_EXPIRED'])),
    });
    if (open !== null) throw Refused.because('APP_IN_FLIGHT_EXISTS', { applicationNo: open.applicationNo });
    const draft = {
      employeeId: rejected.employeeId,
      permitType,
      applicationBasis: rejected.payload.applicationBasis ?? 'OTHER',
    };
    return this.draftNew(context, draft, rejected);
  }

  /** What a submission would answer now, without doing it; the same rules from the same facts. */
  async eligibility(context: Pick<FactContext, 'manager' | 'now'>, application: ApplicationRow): Promise<Eligibility> {
    const { facts } = await this.factsOfNew(context, application, context.now);
    const policy = await this.references.policyInForce(context.manager);
    return { rules: newEligibility(facts, policy), hints: newHintsOf(facts, policy) };
  }

  private async factsOfNew(
    { manager }: Pick<FactContext, 'manager'>,
    application: ApplicationRow,
    now: BusinessInstant,
    submittedOn = now.today,
  ): Promise<{ dossier: PersonDossier; facts: NewFacts }> {
    if (application.employeeId === null) throw new Error(`application ${application.id} names no person`);
    const dossier = await readDossier(manager, application.employeeId, application.unitId);
    const facts = await readNewFacts(manager, this.personalData, application, dossier, now, submittedOn);
    return { dossier, facts };
  }

  /** The employee first, then the application: one lock order for all (design.md §2). */
  private async lock({ manager }: FactContext, id: string): Promise<ApplicationRow> {
    const seen = await manager.findOneByOrFail(ApplicationRow, { id });
    if (seen.employeeId !== null) await manager.findOneOrFail(EmployeeRow, { where: { id: seen.employeeId }, lock: LOCK });
    return manager.findOneOrFail(ApplicationRow, { where: { id }, lock: LOCK });
  }

  /** The task and its application, locked; refused unless the reviewer may act on it (R1, R2). */
  private async reviewable(
    { manager, actor }: FactContext,
    taskId: string,
  ): Promise<{ task: ReviewTaskRow; application: ApplicationRow }> {
    const seen = await manager.findOneBy(ReviewTaskRow, { id: taskId });
    if (seen === null) throw Refused.because('FORBIDDEN_SCOPE');
    const application = await manager.findOneOrFail(ApplicationRow, { where: { id: seen.applicationId }, lock: LOCK });
    const task = await manager.findOneOrFail(ReviewTaskRow, { where: { id: taskId }, lock: LOCK });
    const account = await manager.findOneByOrFail(AccountRow, { id: actor.accountId });
    const person =
      account.personIndex === null ? null : await manager.findOneBy(EmployeeRow, { idNoIndex: account.personIndex });
    const links =
      person === null ? [] : await manager.findBy(AssociationRow, { employeeId: person.id, status: 'ACTIVE' });
    const others = await manager.findBy(ReviewTaskRow, {
      applicationId: application.id,
      status: 'DECIDED',
      level: Not(task.level),
    });
    const reviewer = {
      accountId: actor.accountId,
      role: actor.role,
      departmentId: actor.departmentId,
      employeeId: person?.id ?? null,
      linkedUnitIds: links.map((link) => link.unitId),
    };
    accepted(
      mayReview(reviewer, {
        level: levelOf(task),
        departmentId: task.departmentId,
        applicantEmployeeId: application.employeeId,
        unitId: application.unitId,
        decidedOtherLevels: others.flatMap((other) => (other.decidedBy === null ? [] : [other.decidedBy])),
      }),
    );
    return { task, application };
  }

  private async recordDecision(
    context: FactContext,
    application: ApplicationRow,
    task: ReviewTaskRow,
    decision: { outcome: ReviewOutcome; opinion: string | null; hint: string | null },
    patch: { snapshotNo?: number },
  ): Promise<void> {
    const { outcome, opinion, hint } = decision;
    Object.assign(application, { snapshotNo: patch.snapshotNo ?? application.snapshotNo });
    await this.record(context, application, {
      fact: { kind: 'DECIDED', outcome },
      action: `review.${outcome.toLowerCase()}`,
      decision: {
        taskId: task.id,
        outcome,
        opinion,
        hint,
        decidedBy: context.actor.accountId,
        decidedByName: context.actor.personName,
        snapshotNo: application.snapshotNo,
      },
      patch,
    });
    await context.promise({
      workflow: 'application',
      subjectId: application.id,
      signal: 'decided',
      payload: { taskId: task.id, outcome },
    });
  }

  /** Every fact raises the fact version that the process follows (design.md §1). */
  private async record(
    context: FactContext,
    application: ApplicationRow,
    transition: Parameters<typeof recordTransition>[2],
  ): Promise<void> {
    const { type, permitType } = courseOf(application);
    const { manager } = context;
    const versions = await this.references.versionsInForce(manager);
    const transitionContext: TransitionContext = {
      manager,
      actor: context.actor,
      now: context.now,
      route: await this.references.route(manager, application.routeVersion ?? versions.routes, type, permitType),
      calendar: await this.references.calendar(manager, versions.calendar),
    };
    const patch = { ...transition.patch, factVersion: application.factVersion + 1, factRecordedAt: new Date() };
    await recordTransition(transitionContext, application, { ...transition, patch });
  }

  private async freeze(
    { manager, now }: FactContext,
    application: ApplicationRow,
    round: number,
    dossier: PersonDossier,
    hints: readonly Hint[],
  ): Promise<void> {
    const unit = await manager.findOneByOrFail(UnitRow, { id: application.unitId });
    const department = await manager.findOneByOrFail(DepartmentRow, { id: application.supervisingDepartmentId ?? '' });
    const frame = {
      unit: { name: unit.name, uscc: unit.uscc },
      department: { name: department.name },
      applicationBasis: application.payload.applicationBasis ?? null,
    };
    await manager.insert(ApplicationSnapshotRow, {
      id: randomUUID(),
      applicationId: application.id,
      snapshotNo: application.snapshotNo,
      round,
      takenAt: now.at,
      contentSealed: sealSnapshot(snapshotOf(dossier, frame, this.personalData), this.personalData),
      files: [...dossier.files],
      hints: hints.map((hint) => hint.code),
    });
  }

  /** The unit's pass adds the contract scan and nothing else to what the employee submitted (design.md §2). */
  private async addContract(
    { manager, now }: FactContext,
    application: ApplicationRow,
    dossier: PersonDossier,
    hints: readonly Hint[],
  ): Promise<void> {
    const submitted = await manager.findOneByOrFail(ApplicationSnapshotRow, {
      applicationId: application.id,
      snapshotNo: application.snapshotNo,
    });
    const { contract } = dossier;
    const content = this.personalData.openJson(submitted.contentSealed);
    const withContract = {
      ...(content as object),
      contract:
        contract === null
          ? null
          : { position: contract.position, startDate: contract.startDate, endDate: contract.endDate },
    };
    await manager.insert(ApplicationSnapshotRow, {
      id: randomUUID(),
      applicationId: application.id,
      snapshotNo: application.snapshotNo + 1,
      round: application.round,
      takenAt: now.at,
      contentSealed: this.personalData.sealJson(withContract),
      files: [...submitted.files, ...dossier.files.filter((file) => file.catalogueCode === 'EMP_CONTRACT')],
      hints: hints.map((hint) => hint.code),
    });
  }

  private async submittedOn({ manager }: FactContext, application: ApplicationRow) {
    const snapshot = await manager.findOneByOrFail(ApplicationSnapshotRow, {
      applicationId: application.id,
      snapshotNo: application.snapshotNo,
    });
    return shanghaiDateOf(snapshot.takenAt.getTime());
  }

  private async auditTask(
    context: FactContext,
    task: ReviewTaskRow,
    action: string,
    after: Record<string, unknown>,
  ): Promise<void> {
    const application = await context.manager.findOneByOrFail(ApplicationRow, { id: task.applicationId });
    await context.audit({
      action,
      entity: 'review_task',
      entityId: task.id,
      before: { claimNo: task.claimNo, assigneeId: task.assigneeId },
      after,
      applicationNo: application.applicationNo,
    });
  }
}

async function openUnitTask({ manager }: FactContext, application: ApplicationRow): Promise<ReviewTaskRow> {
  const task = await manager.findOneBy(ReviewTaskRow, {
    applicationId: application.id,
    level: 'UNIT',
    status: 'OPEN',
  });
  if (task === null) throw Refused.because('STATE_NOT_ALLOWED', { status: application.status });
  return task;
}

/** Who came second learns who was first and when. */
function closedTask(task: ReviewTaskRow): Refused {
  if (task.decidedAt === null) return Refused.because('TASK_CLOSED');
  return Refused.because('TASK_ALREADY_DECIDED', {
    name: task.decidedByName,
    at: shanghaiDateTimeOf(task.decidedAt.getTime()),
  });
}

function withoutContract(dossier: PersonDossier): PersonDossier {
  return { ...dossier, contract: null, files: dossier.files.filter((file) => file.catalogueCode !== 'EMP_CONTRACT') };
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
