import type { DataSource, EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { awaitsConclusion, awaitsResubmission } from '../../domain/application/advance.js';
import { BUSINESS_TYPES } from '../../domain/application/business-type.js';
import { OPEN_STATUSES } from '../../domain/application/lifecycle.js';
import { daysBetween, knownDate } from '../../domain/calendar/plain-date.js';
import { namesLastDay, noticeText } from '../../domain/notice/notice-catalogue.js';
import { expiresAt, isPassInTime } from '../../domain/permit/expiry.js';
import { isLivePermit } from '../../domain/permit/lifecycle.js';
import {
  dueMilestones,
  MILESTONE_LABELS,
  MILESTONE_NOTICES,
  type Milestone,
} from '../../domain/permit/milestones.js';
import type { ApplicationProcess } from './application-process.js';
import { courseOf, placeOf } from './application-course.js';
import { recordTransition } from './application-transition.js';
import { readClockState, wallMsUntil, type BusinessInstant, type ClockState } from './business-clock.js';
import { ApplicationRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import type { MessageCourier } from './fact-transaction.js';
import { giveNotice } from './notices.js';
import { promiseMessage, type PromisedMessage } from './outbox.js';
import { permitStatusOf } from './permit-course.js';
import { permitHolders } from './permit-holders.js';
import { recordMilestone, scheduleOfPermit, type PermitSchedule } from './permit-milestones.js';
import { recordPermitTransition } from './permit-transition.js';
import { keepNotified } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';

export interface PermitWake {
  readonly permitNo: string;
  readonly term: number;
  readonly status: string;
  readonly expiresAtMs: number;
  /** Wall time until the next milestone; null while the clock stands still before it. */
  readonly wakeInMs: number | null;
  /** The next milestone is the end of the permit. */
  readonly expires: boolean;
  readonly summary: string;
}

/** An approval on the last day is written down before the expiry is; a frozen clock needs no such grace. */
const EXPIRY_GRACE_MS = 60_000;

interface PermitStanding extends PermitSchedule {
  readonly permit: PermitRow;
  readonly clock: ClockState;
}

/** What only activities do to a permit (design.md §2): reach its milestones and expire it. */
export class PermitProcess {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly applications: ApplicationProcess,
    private readonly courier: MessageCourier,
  ) {}

  async currentTerm(permitId: string): Promise<{ readonly term: number }> {
    const { term } = await this.dataSource.manager.findOneByOrFail(PermitRow, { id: permitId });
    return { term };
  }

  /** The next milestone that is not recorded, or null when the permit's life is over. Safe to repeat. */
  async nextWake(permitId: string): Promise<PermitWake | null> {
    return this.dataSource.transaction(async (manager) => {
      const standing = await this.standing(manager, permitId);
      const next = standing?.all.find((each) => !standing.isRecorded(each));
      if (standing === null || next === undefined) return null;
      const { permit, clock } = standing;
      const dueAt = next.dueAt + graceOf(next, clock);
      return {
        permitNo: permit.permitNo,
        term: permit.term,
        status: permit.status,
        expiresAtMs: expiresAt(knownDate(permit.validUntil)),
        wakeInMs: wallMsUntil(dueAt, clock),
        expires: next.kind === 'EXPIRY',
        summary: `${MILESTONE_LABELS[next.kind]} ${next.on}`,
      };
    });
  }

  /** Records every due reminder and delivers the latest. Safe to repeat: the milestone's key stands once. */
  async reachDueMilestones(permitId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const standing = await this.standing(manager, permitId);
      if (standing === null) return;
      const { permit, clock } = standing;
      const due = dueMilestones(standing.all, standing.isRecorded, clock.now.epochMs);
      for (const milestone of due.passed) {
        if (milestone.kind === 'EXPIRY') continue;
        const delivered = milestone === due.delivered;
        await recordMilestone(manager, permit, milestone, clock.now, delivered);
        if (delivered) await remind(manager, standing, milestone);
      }
    });
  }

  /**
   * Ends the permit once its last day is over: first an approval given in time is concluded (domain.md §6.2 W7) and what
   * lapsed before lapses, then the permit expires and what is in flight for it is closed. Safe to repeat: an ended permit is left as it is.
   */
  async expire(permitId: string): Promise<boolean> {
    await this.endWhatCameBefore(permitId);
    const promised: PromisedMessage[] = [];
    const expired = await this.dataSource.transaction(async (manager) => {
      const standing = await this.standing(manager, permitId);
      const expiry = standing?.all.find((each) => each.kind === 'EXPIRY');
      if (standing === null || expiry === undefined) return false;
      const { permit, clock } = standing;
      if (clock.now.epochMs < expiry.dueAt + graceOf(expiry, clock)) return false;
      const ended = await recordPermitTransition(manager, 'SYSTEM', clock.now, permit, 'expire', {
        endedAt: clock.now.at,
      });
      await recordMilestone(manager, permit, expiry, clock.now, true);
      promised.push(...(await this.closeApplications(manager, permit, clock.now)));
      await giveNotice(
        manager,
        clock.now,
        {
          code: 'N-19',
          subject: `${permit.id}:${permit.term}`,
          body: noticeText('N-19', { validUntil: ended.validUntil }),
          businessRef: { permitId },
        },
        permitHolders(permit),
      );
      return true;
    });
    this.courier.deliver(promised);
    return expired;
  }

  /** Live permits of an applicant whose last day is over, although nobody has written it down yet. */
  async overdueOfApplicant(applicationId: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select p.id from permit p join application a on a.employee_id = p.employee_id
        where a.id = $1 and p.status in ('VALID', 'SUSPENDED')
          and p.valid_until < (business_now() at time zone 'Asia/Shanghai')::date`,
      [applicationId],
    );
    return rows.map((row) => row.id);
  }

  private async endWhatCameBefore(permitId: string): Promise<void> {
    const { validUntil } = await this.dataSource.manager.findOneByOrFail(PermitRow, { id: permitId });
    for (const application of await openApplicationsOf(this.dataSource.manager, permitId)) {
      if (awaitsResubmission(courseOf(application))) await this.applications.attendReturn(application.id);
      if (application.lastPassAt === null) continue;
      if (isPassInTime(application.lastPassAt.getTime(), knownDate(validUntil))) {
        await this.applications.conclude(application.id);
      }
    }
  }

  /** What cannot live without the permit ends with it; its workflows are told (domain.md §4.5). */
  private async closeApplications(
    manager: EntityManager,
    permit: PermitRow,
    now: BusinessInstant,
  ): Promise<PromisedMessage[]> {
    const promised: PromisedMessage[] = [];
    for (const found of await openApplicationsOf(manager, permit.id)) {
      const lock = { mode: 'pessimistic_write' } as const;
      const application = await manager.findOneOrFail(ApplicationRow, { where: { id: found.id }, lock });
      const { type, permitType } = courseOf(application);
      if (!BUSINESS_TYPES[type].needsLivePermit) continue;
      const inForce = await this.references.versionsInForce(manager, placeOf(application));
      const route = await this.references.route(
        manager,
        application.routeVersion ?? inForce.routes,
        type,
        permitType,
      );
      if (awaitsConclusion(route, courseOf(application)) && passedInTime(application, permit)) {
        throw new Error(`application ${application.id} has to be concluded before its permit expires`);
      }
      const calendar = await this.references.calendar(
        manager,
        application.calendarVersion ?? inForce.calendar,
      );
      await recordTransition({ manager, actor: 'SYSTEM', now, route, calendar }, application, {
        fact: { kind: 'PERMIT_ENDED' },
        action: 'application.endWithPermit',
        reason: 'EXPIRED',
        patch: { factVersion: application.factVersion + 1 },
      });
      const message = {
        workflow: 'application',
        subjectId: application.id,
        signal: 'permitEnded',
        payload: {},
      } as const;
      if (application.round > 0) promised.push(await promiseMessage(manager, message));
    }
    return promised;
  }

  /** The permit locked and with its milestones; null when its life is over. */
  private async standing(manager: EntityManager, permitId: string): Promise<PermitStanding | null> {
    const clock = await readClockState(manager);
    const permit = await manager.findOneOrFail(PermitRow, {
      where: { id: permitId },
      lock: { mode: 'pessimistic_write' },
    });
    if (permit.processedVersion < permit.factVersion) {
      await manager.update(PermitRow, { id: permitId }, { processedVersion: permit.factVersion });
    }
    if (!isLivePermit(permitStatusOf(permit))) return null;
    return { permit, clock, ...(await scheduleOfPermit(manager, this.references, permit)) };
  }
}

function graceOf(milestone: Milestone, clock: ClockState): number {
  return milestone.kind === 'EXPIRY' && !clock.frozen ? EXPIRY_GRACE_MS : 0;
}

function openApplicationsOf(manager: EntityManager, permitId: string): Promise<ApplicationRow[]> {
  return manager.find(ApplicationRow, {
    where: { permitId, status: In([...OPEN_STATUSES]) },
    order: { id: 'ASC' },
  });
}

function passedInTime(application: ApplicationRow, permit: PermitRow): boolean {
  return (
    application.lastPassAt !== null &&
    isPassInTime(application.lastPassAt.getTime(), knownDate(permit.validUntil))
  );
}

async function remind(manager: EntityManager, standing: PermitStanding, milestone: Milestone): Promise<void> {
  const { permit, clock } = standing;
  const { opensOn, lastSubmissionOn } = standing.window;
  const code = MILESTONE_NOTICES[milestone.kind];
  if (namesLastDay(code)) await keepNotified(manager, clock.now, permit, lastSubmissionOn);
  const days = permit.suspendedOn === null ? 0 : daysBetween(knownDate(permit.suspendedOn), clock.now.today);
  await giveNotice(
    manager,
    clock.now,
    {
      code,
      subject: `${permit.id}:${permit.term}:${milestone.kind}:${milestone.on}`,
      body: noticeText(code, { validUntil: permit.validUntil, days, opensOn, lastSubmissionOn }),
      businessRef: { permitId: permit.id },
    },
    permitHolders(permit),
  );
}
