import { randomUUID } from 'node:crypto';
import { In, Not } from 'typeorm';
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
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { decide } from '../../domain/refusal.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { isBlank, recordDecision, recordFact } from './application-fact.js';
import { courseOf } from './application-course.js';
import type { BusinessInstant } from './business-clock.js';
import { nextInScope } from './business-numbers.js';
import { ApplicationRow, ApplicationSnapshotRow, ReviewTaskRow } from './entities/application.entity.js';
import { DepartmentRow } from './entities/department.entity.js';
import { AssociationRow, EmployeeRow } from './entities/employee.entity.js';
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
  async draftNew(
    context: FactContext,
    draft: NewDraft,
    previous: ApplicationRow | null = null,
  ): Promise<string> {
    const { manager, now, actor } = context;
    const association = await manager.findOneBy(AssociationRow, {
      employeeId: draft.employeeId,
      status: 'ACTIVE',
    });
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
  async edit(
    context: FactContext,
    id: string,
    expectedVersion: number,
    applicationBasis: string,
  ): Promise<string> {
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
    const permission = await manager.findOneByOrFail(BusinessPermissionRow, {
      unitId: application.unitId,
      permitType,
    });
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
    await recordDecision(context, this.references, application, task, { ...decision, hint: null }, patch);
    return id;
  }

  async withdraw(context: FactContext, id: string): Promise<string> {
    const application = await this.lock(context, id);
    await recordFact(context, this.references, application, {
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
    if (!isReinitiable(status) || rejected.employeeId === null)
      throw Refused.because('STATE_NOT_ALLOWED', { status });
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
  async eligibility(
    context: Pick<FactContext, 'manager' | 'now'>,
    application: ApplicationRow,
  ): Promise<Eligibility> {
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
    if (seen.employeeId !== null)
      await manager.findOneOrFail(EmployeeRow, { where: { id: seen.employeeId }, lock: LOCK });
    return manager.findOneOrFail(ApplicationRow, { where: { id }, lock: LOCK });
  }

  private async freeze(
    { manager, now }: FactContext,
    application: ApplicationRow,
    round: number,
    dossier: PersonDossier,
    hints: readonly Hint[],
  ): Promise<void> {
    const unit = await manager.findOneByOrFail(UnitRow, { id: application.unitId });
    const department = await manager.findOneByOrFail(DepartmentRow, {
      id: application.supervisingDepartmentId ?? '',
    });
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

function withoutContract(dossier: PersonDossier): PersonDossier {
  return {
    ...dossier,
    contract: null,
    files: dossier.files.filter((file) => file.catalogueCode !== 'EMP_CONTRACT'),
  };
}
