import { In, type EntityManager } from 'typeorm';
import { knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { isLivePermit, LIVE_PERMIT_STATUSES } from '../../domain/permit/lifecycle.js';
import type { BusinessInstant } from './business-clock.js';
import { PermitRow } from './entities/permit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { permitStatusOf } from './permit-course.js';
import { recordPermitTransition } from './permit-transition.js';

/** The person's live permit, locked; the caller holds the person's lock. */
export function lockLivePermit(manager: EntityManager, employeeId: string): Promise<PermitRow | null> {
  return manager.findOne(PermitRow, {
    where: { employeeId, status: In([...LIVE_PERMIT_STATUSES]) },
    lock: { mode: 'pessimistic_write' },
  });
}

/** By effective status: a permit whose time is over does not bar a new one, even before its expiry is written down. */
export async function livePermitNo(
  manager: EntityManager,
  employeeId: string,
  now: BusinessInstant,
): Promise<string | null> {
  const permits = await manager.findBy(PermitRow, { employeeId, status: In([...LIVE_PERMIT_STATUSES]) });
  const live = permits.find((each) =>
    isLivePermit(effectiveStatus(permitStatusOf(each), knownDate(each.validUntil), now.epochMs)),
  );
  return live?.permitNo ?? null;
}

/** 挂起 at disassociation: the permit belongs to no unit, its time there ends with the work (domain.md §4.6). */
export async function suspendPermit(
  context: FactContext,
  permit: PermitRow,
  leaveDate: PlainDate,
): Promise<void> {
  const { manager, actor, now, promise } = context;
  await recordPermitTransition(manager, actor, now, permit, 'suspend', {
    unitId: null,
    suspendedOn: now.today,
  });
  await manager.query(
    `update permit_unit_period set to_day = greatest(from_day, $2::date) where permit_id = $1 and to_day is null`,
    [permit.id, leaveDate],
  );
  await promise({ workflow: 'permit', subjectId: permit.id, signal: 'permitChanged', payload: {} });
}

/** 注销; the caller has ended what was open for the permit, and its process learns that its life is over. */
export async function cancelPermit(context: FactContext, permit: PermitRow, reason: string): Promise<void> {
  const { manager, actor, now, promise } = context;
  await recordPermitTransition(manager, actor, now, permit, 'cancel', { endedAt: now.at }, reason);
  await promise({ workflow: 'permit', subjectId: permit.id, signal: 'permitChanged', payload: {} });
}
