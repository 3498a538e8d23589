import { In } from 'typeorm';
import { OPEN_STATUSES } from '../../domain/application/lifecycle.js';
import { missingSlots, requiredSlots, slotNames } from '../../domain/attachment/required-slots.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import { END_REASONS, type EndReason } from '../../domain/employee/association-lifecycle.js';
import {
  applicationsAtLeaving,
  disassociation,
  isRenewalDue,
  type DisassociationFacts,
} from '../../domain/employee/disassociation.js';
import { endingByDepartment, releaseRequest, unitMayAnswerUntil } from '../../domain/employee/release.js';
import { leavingText, noticeText } from '../../domain/notice/notice-catalogue.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { courseOf, type ApplicationCourse } from './application-course.js';
import { recordEndWithOther } from './application-fact.js';
import {
  associationStatusOf,
  currentContract,
  lockAssociation,
  lockPerson,
  recordAssociationTransition,
  retireContract,
} from './association-records.js';
import { ApplicationRow } from './entities/application.entity.js';
import { AssociationRow } from './entities/employee.entity.js';
import type { PermitRow } from './entities/permit.entity.js';
import { UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { giveNotice, resolveNotices } from './notices.js';
import { permitStatusOf } from './permit-course.js';
import { lockLivePermit, suspendPermit } from './permit-facts.js';
import { windowOfPermit } from './permit-window.js';
import { currentFiles, fileCounts } from './person-dossier.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted, Refused } from './refused.js';
import { elevated } from './row-scope.js';

/** What whoever ends a link says of it. */
export interface LeavingTerms {
  readonly endReason: EndReason;
  readonly remark: string | null;
  readonly endsApplications: boolean;
  /** The reason for giving the renewal up, or null. */
  readonly renewalWaiver: string | null;
}

interface OpenApplication extends ApplicationCourse {
  readonly applicationNo: string;
  readonly isOfThisUnit: boolean;
  readonly row: ApplicationRow;
}

/** A link as it stands, everything that hangs on it locked, and what decides about its end. */
interface Leaving {
  readonly association: AssociationRow;
  readonly permit: PermitRow | null;
  readonly ended: readonly OpenApplication[];
  readonly facts: DisassociationFacts;
}

/** The end of a link by the unit, the request for it by the employee, and the department's act (domain.md §4.4, §7.3). */
export class AssociationFacts {
  constructor(private readonly references: ReferenceRecords) {}

  /** 解除关联 by the unit: link, contract, permit and the person's applications in one transaction. */
  end(context: FactContext, id: string, leaveDate: PlainDate | null, terms: LeavingTerms): Promise<string> {
    return elevated('LEAVING', () => this.endByUnit(context, id, leaveDate, terms));
  }

  /** 解除关联 in the unit's place, on the leave date that the employee gave. */
  endForUnit(
    context: FactContext,
    id: string,
    reason: string | null,
    terms: Omit<LeavingTerms, 'endReason' | 'remark'>,
  ): Promise<string> {
    return elevated('LEAVING', () => this.endByDepartment(context, id, reason, terms));
  }

  private async endByUnit(
    context: FactContext,
    id: string,
    leaveDate: PlainDate | null,
    terms: LeavingTerms,
  ): Promise<string> {
    const leaving = await this.readLeaving(context, id, terms, () => leaveDate);
    const { suspendsPermit } = accepted(disassociation(leaving.facts));
    await this.record(context, leaving, 'end', terms, suspendsPermit);
    return id;
  }

  private async endByDepartment(
    context: FactContext,
    id: string,
    reason: string | null,
    terms: Omit<LeavingTerms, 'endReason' | 'remark'>,
  ): Promise<string> {
    const { manager } = context;
    const leaving = await this.readLeaving(context, id, terms, ({ leaveDate }) =>
      leaveDate === null ? null : knownDate(leaveDate),
    );
    const { releaseRequestedAt } = leaving.association;
    const until =
      releaseRequestedAt === null
        ? null
        : unitMayAnswerUntil(
            shanghaiDateOf(releaseRequestedAt.getTime()),
            await this.references.calendarInForce(manager),
            await this.references.policyInForce(manager, { unitId: leaving.association.unitId }),
          );
    const decision = endingByDepartment({ ...leaving.facts, unitMayAnswerUntil: until, reason });
    const { suspendsPermit } = accepted(decision);
    const said = { ...terms, endReason: 'OTHER', remark: reason } as const;
    await this.record(context, leaving, 'endForUnit', said, suspendsPermit);
    return id;
  }

  /** 申请解除关联 by the employee, for the link that stands. */
  async requestRelease(context: FactContext, leaveDate: PlainDate | null): Promise<string> {
    const { manager, now, actor } = context;
    if (actor.employeeId === null) throw Refused.because('FORBIDDEN_ACTION');
    const employee = await lockPerson(manager, actor.employeeId);
    const found = await manager.findOneBy(AssociationRow, { employeeId: employee.id, status: 'ACTIVE' });
    const contract = found === null ? null : await currentContract(manager, found.id);
    const catalogue = await this.references.catalogueFor(manager, found?.unitId ?? null, now.today);
    const required = requiredSlots(
      'RELEASE_REQUEST',
      { permitType: 'BEIJING_WORK_RESIDENCE', holdsProfessionalTitle: false, hasFamilyMembers: false },
      catalogue,
    );
    const counts = fileCounts(await currentFiles(manager, 'EMPLOYEE', employee.id));
    const requestedAt = found?.releaseRequestedAt ?? null;
    accepted(
      releaseRequest({
        today: now.today,
        associationStatus: found === null ? null : associationStatusOf(found),
        contractStart: contract === null ? null : knownDate(contract.startDate),
        leaveDate,
        missingAttachments: slotNames(missingSlots(required, counts, catalogue)),
        requestedOn: requestedAt === null ? null : shanghaiDateOf(requestedAt.getTime()),
      }),
    );
    if (found === null) throw Refused.because('ASSOC_NOT_ACTIVE');
    const association = await lockAssociation(manager, found.id);
    await recordAssociationTransition(context, association, 'requestRelease', {
      releaseRequestedAt: now.at,
      leaveDate,
    });
    const { releaseWorkdays } = await this.references.policyInForce(manager, { unitId: found.unitId });
    const body = noticeText('N-27', { name: employee.name, days: releaseWorkdays });
    const notice = { code: 'N-27', subject: found.id, body, businessRef: { associationId: found.id } };
    await giveNotice(manager, now, notice, [{ kind: 'UNIT', id: found.unitId }]);
    return found.id;
  }

  /** One lock order for all: employee, permit, applications (design.md §2), then the link. */
  private async readLeaving(
    context: FactContext,
    id: string,
    { endsApplications, renewalWaiver }: Pick<LeavingTerms, 'endsApplications' | 'renewalWaiver'>,
    leaveDateOf: (association: AssociationRow) => PlainDate | null,
  ): Promise<Leaving> {
    const { manager, now } = context;
    const { employeeId } = await manager.findOneByOrFail(AssociationRow, { id });
    await lockPerson(manager, employeeId);
    const permit = await lockLivePermit(manager, employeeId);
    const rows = await manager.find(ApplicationRow, {
      where: { employeeId, status: In([...OPEN_STATUSES]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const association = await lockAssociation(manager, id);
    const open = rows.map((row) => ({
      ...courseOf(row),
      applicationNo: row.applicationNo,
      isOfThisUnit: row.unitId === association.unitId,
      row,
    }));
    const { ended, leftOpen } = applicationsAtLeaving(open, endsApplications);
    const contract = await currentContract(manager, id);
    const facts = {
      today: now.today,
      associationStatus: associationStatusOf(association),
      contractStart: contract === null ? null : knownDate(contract.startDate),
      leaveDate: leaveDateOf(association),
      applicationsLeftOpen: leftOpen,
      permit: permit === null ? null : await this.permitFacts(context, permit),
      renewalWaiver,
    };
    return { association, permit, ended, facts };
  }

  private async permitFacts({ manager, now }: FactContext, permit: PermitRow) {
    const validUntil = knownDate(permit.validUntil);
    return {
      status: effectiveStatus(permitStatusOf(permit), validUntil, now.epochMs),
      window: await windowOfPermit(manager, this.references, permit),
    };
  }

  private async record(
    context: FactContext,
    { association, permit, ended, facts }: Leaving,
    action: 'end' | 'endForUnit',
    { endReason, remark, renewalWaiver }: LeavingTerms,
    suspendsPermit: boolean,
  ): Promise<void> {
    const { manager, now } = context;
    const { leaveDate } = facts;
    if (leaveDate === null) throw Refused.because('DIS_LEAVE_DATE', {}, '/leaveDate');
    if (permit !== null && suspendsPermit) await suspendPermit(context, permit, leaveDate);
    const reason = `解除关联：${END_REASONS[endReason]}${remark === null ? '' : `（${remark}）`}`;
    for (const { row } of ended)
      await recordEndWithOther(context, this.references, row, 'application.endAtLeaving', reason);
    await recordAssociationTransition(context, association, action, {
      endedOn: now.today,
      endReason,
      endRemark: remark,
      leaveDate,
    });
    await retireContract(manager, association.id);
    await resolveNotices(manager, now, 'N-27', association.id);
    const { name: unit } = await manager.findOneByOrFail(UnitRow, { id: association.unitId });
    const endedApplications = ended.map(({ applicationNo }) => applicationNo);
    const told = { unit, suspendsPermit, reason, endedApplications };
    const body = leavingText({ ...told, renewalWaiver: isRenewalDue(facts) ? renewalWaiver : null });
    const notice = {
      code: 'N-08',
      subject: association.id,
      body,
      businessRef: { associationId: association.id },
    };
    await giveNotice(manager, now, notice, [{ kind: 'EMPLOYEE', id: association.employeeId }]);
  }
}
