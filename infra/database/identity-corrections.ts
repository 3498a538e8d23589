import { randomUUID } from 'node:crypto';
import { Not, type EntityManager } from 'typeorm';
import { mayDecideAbout } from '../../domain/authority/review-conflict.js';
import {
  CORRECTION_LIFECYCLE,
  correctionDecision,
  correctionRequest,
  differingFields,
  isPendingCorrection,
  type CorrectionAction,
  type CorrectionFacts,
  type CorrectionOutcome,
  type CorrectionStatus,
  type RegisteredIdentity,
} from '../../domain/employee/identity-correction.js';
import { nextStatus } from '../../domain/lifecycle.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import { refuse, type Decision } from '../../domain/refusal.js';
import { personIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { applicationInFlight } from './application-in-flight.js';
import { lockPerson } from './association-records.js';
import { EmployeeRow } from './entities/employee.entity.js';
import { IdentityCorrectionRow } from './entities/identity-correction.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import type { FactContext } from './fact-transaction.js';
import { giveNotice, resolveNotices, toldUntil } from './notices.js';
import { livePermitNo } from './permit-facts.js';
import { currentFiles } from './person-dossier.js';
import { accepted, expectOneRow, Refused } from './refused.js';
import { changeRegisteredIdentity, registeredIdentity } from './registered-identity.js';
import { recordReveal, type RevealedFields } from './reveal-trail.js';
import { elevated } from './row-scope.js';

const SCAN = 'EMP_ID';
/** The department learns of a request, the person of its end. */
const ASKED = 'N-33';
const ANSWERED = 'N-32';

/** A correction with the person it is about, both locked. */
interface LockedCorrection {
  readonly employee: EmployeeRow;
  readonly correction: IdentityCorrectionRow;
}

/** 身份信息更正 from request to decision (ADR 15): what registration owns, as long as no permit shows it. */
export class IdentityCorrections {
  constructor(private readonly personalData: PersonalData) {}

  /** Gives the id. */
  async request(context: FactContext, proposed: RegisteredIdentity, reason: string): Promise<string> {
    const { manager, actor, now, audit } = context;
    if (actor.employeeId === null) throw Refused.because('FORBIDDEN_ACTION');
    const employee = await lockPerson(manager, actor.employeeId);
    const pending = await manager.existsBy(IdentityCorrectionRow, {
      employeeId: employee.id,
      status: 'PENDING',
    });
    if (pending) throw Refused.because('STATE_NOT_ALLOWED', { status: 'PENDING' });
    const scan = (await currentFiles(manager, 'EMPLOYEE', employee.id)).findLast(
      ({ catalogueCode }) => catalogueCode === SCAN,
    );
    const facts = await this.factsOf(context, employee, proposed);
    accepted(correctionRequest(facts, { reason, hasScan: scan !== undefined }));
    if (scan === undefined) throw Refused.because('EMPLOYEE_ATTACHMENT_MISSING');
    const id = randomUUID();
    const departmentId = await decidingDepartment(manager, employee.id);
    await manager.insert(IdentityCorrectionRow, {
      id,
      createdAt: now.at,
      updatedAt: now.at,
      employeeId: employee.id,
      departmentId,
      status: 'PENDING',
      registeredSealed: this.personalData.sealJson(facts.registered),
      proposedSealed: this.personalData.sealJson(proposed),
      reason,
      scanFileId: scan.fileId,
      scanFileName: scan.fileName,
      scanMediaType: scan.mediaType,
      scanSha256: scan.sha256,
    });
    await audit({
      action: 'identityCorrection.request',
      entity: 'identity_correction',
      entityId: id,
      after: {
        status: 'PENDING',
        departmentId,
        fields: differingFields(facts.registered, proposed),
        scan: scan.sha256,
      },
    });
    const body = noticeText(ASKED, { name: employee.name });
    const notice = { code: ASKED, subject: id, body, businessRef: { correctionId: id } };
    await giveNotice(manager, now, notice, [{ kind: 'DEPARTMENT_ADMIN', id: departmentId }]);
    return id;
  }

  async withdraw(context: FactContext, id: string): Promise<string> {
    const { correction } = await lockCorrection(context.manager, id);
    await recordCorrectionTransition(context, correction, 'withdraw');
    return id;
  }

  /** Approved, the person is registered with the new identity from this instant on, in his accounts and lists too. */
  async decide(
    context: FactContext,
    id: string,
    outcome: CorrectionOutcome,
    opinion: string,
  ): Promise<string> {
    const { manager, actor, now } = context;
    const { employee, correction } = await lockCorrection(manager, id);
    const proposed = this.proposedBy(correction);
    accepted(await this.mayDecide(manager, actor, employee, correction));
    accepted(correctionDecision(await this.factsOf(context, employee, proposed), outcome, opinion));
    const isApproved = outcome === 'APPROVE';
    const decided = {
      decidedBy: actor.accountId,
      decidedByName: actor.personName,
      opinion: opinion === '' ? null : opinion,
    };
    // while it is pending the department sees the person (ADR 15)
    if (isApproved) {
      const digests = await changeRegisteredIdentity(
        { manager, now, personalData: this.personalData },
        employee,
        proposed,
      );
      await context.audit({
        action: 'profile.correctIdentity',
        entity: 'employee',
        entityId: employee.id,
        ...digests,
        reason: correction.reason,
      });
    }
    await recordCorrectionTransition(context, correction, isApproved ? 'approve' : 'reject', decided);
    await giveNotice(
      manager,
      now,
      {
        code: ANSWERED,
        subject: id,
        body: isApproved ? noticeText(ANSWERED, {}) : noticeText('N-32 rejected', { opinion }),
        businessRef: { correctionId: id },
        endsAt: toldUntil(now),
      },
      [{ kind: 'EMPLOYEE', id: employee.id }],
    );
    return id;
  }

  /** The event of a look at the numbers in full, which only who may decide takes. */
  async reveal(context: FactContext, id: string, revealed: RevealedFields): Promise<string> {
    const { employee, correction } = await lockCorrection(context.manager, id);
    accepted(await this.mayDecide(context.manager, context.actor, employee, correction));
    const about = { entity: 'identity_correction', entityId: id, applicationNo: null } as const;
    await recordReveal(context, { ...about, employeeId: employee.id }, revealed);
    return id;
  }

  /** While it is pending, by another than the person himself (domain.md §2 R2). */
  private async mayDecide(
    manager: EntityManager,
    { accountId }: FactContext['actor'],
    { idNoIndex }: EmployeeRow,
    correction: IdentityCorrectionRow,
  ): Promise<Decision<true>> {
    const { status } = correction;
    if (!isPendingCorrection(status as CorrectionStatus)) return refuse('STATE_NOT_ALLOWED', { status });
    const account = await manager.findOneByOrFail(AccountRow, { id: accountId });
    const { idType, idNo } = this.proposedBy(correction);
    const decider = { accountId, personIndex: account.personIndex };
    return mayDecideAbout(decider, [idNoIndex, personIndex(this.personalData, idType, idNo)]);
  }

  private proposedBy({ proposedSealed }: IdentityCorrectionRow): RegisteredIdentity {
    return openIdentity(proposedSealed, this.personalData);
  }

  private factsOf(
    { manager, now }: FactContext,
    employee: EmployeeRow,
    proposed: RegisteredIdentity,
  ): Promise<CorrectionFacts> {
    const { personalData } = this;
    const { idType, idNo } = proposed;
    const identity = { idType, idNoIndex: personIndex(personalData, idType, idNo), id: Not(employee.id) };
    return elevated('BUSINESS_RULES', async () => ({
      registered: registeredIdentity(employee, personalData),
      proposed,
      livePermitNo: await livePermitNo(manager, employee.id, now),
      inFlight: await applicationInFlight(manager, employee.id),
      identityTaken: await manager.existsBy(EmployeeRow, identity),
    }));
  }
}

/** Written by `IdentityCorrections` only, and sealed against change. */
export function openIdentity(sealed: string, personalData: PersonalData): RegisteredIdentity {
  return personalData.openJson(sealed) as RegisteredIdentity;
}

async function lockCorrection(manager: EntityManager, id: string): Promise<LockedCorrection> {
  const { employeeId } = await manager.findOneByOrFail(IdentityCorrectionRow, { id });
  const employee = await elevated('BUSINESS_RULES', () => lockPerson(manager, employeeId));
  const correction = await manager.findOneOrFail(IdentityCorrectionRow, {
    where: { id },
    lock: { mode: 'for_no_key_update' },
  });
  return { employee, correction };
}

/** The one that supervises the unit he works at, for the work-residence permit where it does so for both; else the city's. */
async function decidingDepartment(manager: EntityManager, employeeId: string): Promise<string> {
  const [row] = await manager.query<{ id: string }[]>(
    `select d.id from department d
       left join business_permission b on b.supervising_department_id = d.id
        and b.unit_id = (select unit_id from association where employee_id = $1 and status = 'ACTIVE')
      where b.unit_id is not null or d.level = 'MUNICIPAL'
      order by b.unit_id is null, b.permit_type <> 'BEIJING_WORK_RESIDENCE', d.created_at, d.id limit 1`,
    [employeeId],
  );
  if (row === undefined) throw new Error('the city has no department');
  return row.id;
}

type DecisionColumns = Partial<Pick<IdentityCorrectionRow, 'decidedBy' | 'decidedByName' | 'opinion'>>;

/** The one place that changes a correction's status; the caller holds the person's and its lock. */
async function recordCorrectionTransition(
  { manager, now, audit }: FactContext,
  { id, version, status }: IdentityCorrectionRow,
  action: CorrectionAction,
  decided: DecisionColumns = {},
): Promise<void> {
  const from = status as CorrectionStatus;
  const next = nextStatus<CorrectionStatus, CorrectionAction>(CORRECTION_LIFECYCLE, from, action);
  if (next === null) throw Refused.because('STATE_NOT_ALLOWED', { status });
  const columns = { status: next, version: version + 1, updatedAt: now.at, endedAt: now.at, ...decided };
  expectOneRow(await manager.update(IdentityCorrectionRow, { id, version }, columns));
  await resolveNotices(manager, now, ASKED, id);
  await audit({
    action: `identityCorrection.${action}`,
    entity: 'identity_correction',
    entityId: id,
    before: { status },
    after: { status: next },
    reason: decided.opinion ?? null,
  });
}
