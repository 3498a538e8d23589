import { In } from 'typeorm';
import { awaitsConclusion } from '../../domain/application/advance.js';
import { BUSINESS_TYPES } from '../../domain/application/business-type.js';
import { OPEN_STATUSES } from '../../domain/application/lifecycle.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import {
  CANCELLATION_REASONS,
  cancellationRefusals,
  type CancellationReason,
} from '../../domain/permit/cancellation.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { decide } from '../../domain/refusal.js';
import { courseOf, placeOf } from './application-course.js';
import { recordEndWithPermit } from './application-fact.js';
import { lockPerson } from './association-records.js';
import { ApplicationRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { giveNotice } from './notices.js';
import { permitHolders } from './permit-holders.js';
import { permitStatusOf } from './permit-course.js';
import { cancelPermit } from './permit-facts.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted } from './refused.js';
import { elevated } from './row-scope.js';

const LOCK = { mode: 'pessimistic_write' } as const;

/** 注销 of a permit by a department: what is open for it ends with it, in one transaction (domain.md §4.6). */
export class PermitCancellation {
  constructor(private readonly references: ReferenceRecords) {}

  cancel(
    context: FactContext,
    permitId: string,
    reason: CancellationReason,
    remark: string | null,
  ): Promise<string> {
    return elevated('PERMIT_END', () => this.cancelWithBusiness(context, permitId, reason, remark));
  }

  private async cancelWithBusiness(
    context: FactContext,
    permitId: string,
    reason: CancellationReason,
    remark: string | null,
  ): Promise<string> {
    const { manager, now } = context;
    const { employeeId } = await manager.findOneByOrFail(PermitRow, { id: permitId });
    await lockPerson(manager, employeeId);
    const permit = await manager.findOneOrFail(PermitRow, { where: { id: permitId }, lock: LOCK });
    const open = await manager.find(ApplicationRow, {
      where: { permitId, status: In([...OPEN_STATUSES]) },
      order: { id: 'ASC' },
      lock: LOCK,
    });
    const validUntil = knownDate(permit.validUntil);
    const facts = {
      status: effectiveStatus(permitStatusOf(permit), validUntil, now.epochMs),
      validUntil,
      awaitingConclusion: await this.awaitingConclusion(context, open),
    };
    accepted(decide(cancellationRefusals(facts), true));
    const said = `${CANCELLATION_REASONS[reason]}${remark === null ? '' : `（${remark}）`}`;
    for (const application of open) {
      if (BUSINESS_TYPES[courseOf(application).type].needsLivePermit)
        await recordEndWithPermit(context, this.references, application);
    }
    await cancelPermit(context, permit, said);
    const body = noticeText('N-21', { reason: said });
    const notice = { code: 'N-21', subject: permitId, body, businessRef: { permitId } };
    await giveNotice(manager, now, notice, permitHolders(permit));
    return permitId;
  }

  private async awaitingConclusion(
    { manager }: FactContext,
    open: readonly ApplicationRow[],
  ): Promise<string[]> {
    const waiting: string[] = [];
    for (const application of open) {
      const { routes } = await this.references.versionsInForce(manager, placeOf(application));
      const course = courseOf(application);
      const version = application.routeVersion ?? routes;
      const route = await this.references.route(manager, version, course.type, course.permitType);
      if (awaitsConclusion(route, course)) waiting.push(application.applicationNo);
    }
    return waiting;
  }
}
