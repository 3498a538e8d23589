import { randomUUID } from 'node:crypto';
import { Between, In, type EntityManager } from 'typeorm';
import { businessLabel } from '../../domain/application/review-route.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { addDays, laterDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import { LIVE_PERMIT_STATUSES } from '../../domain/permit/lifecycle.js';
import { recordableOutage } from '../../domain/permit/outage.js';
import type { RenewalWindow } from '../../domain/permit/renewal-window.js';
import { courseOf, placeOf } from './application-course.js';
import { ApplicationRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { OutageRow } from './entities/reference.entity.js';
import type { FactContext } from './fact-transaction.js';
import { giveNotice } from './notices.js';
import { promisePermitsChanged } from './outbox.js';
import { permitHolders } from './permit-holders.js';
import { FARTHEST_LAST_DAY, keepNotified, windowsOfPermits } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted } from './refused.js';
import { returnedTimes } from './returned-times.js';
import { parties } from './review-notices.js';

export interface OutageReport {
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
}

export interface OutageRecord {
  readonly id: string;
  readonly from_at: Date;
  readonly to_at: Date;
  readonly reason: string;
  readonly recorded_at: Date;
  readonly recorded_by_name: string;
  readonly affected: number;
}

/**
 * A time in which nothing could be filed: last days in it move, their permits' holders are told, in one transaction
 * (domain.md §6.2 W9). So do the ends of returned applications that lapse; those about a permit may be resubmitted until
 * V anyway (W6), which nothing moves.
 */
export async function recordOutage(
  context: FactContext,
  references: ReferenceRecords,
  { from, to, reason }: OutageReport,
): Promise<string> {
  const { manager, actor, now, audit } = context;
  accepted(recordableOutage({ from: from.getTime(), to: to.getTime() }, now.epochMs));
  await manager.query(`select pg_advisory_xact_lock(hashtext('outage'))`);
  const permits = await permitsNear(context, from, to);
  const before = await windowsOfPermits(manager, references, permits);
  const endsBefore = await returnedEnds(context, references);
  const id = randomUUID();
  const row = { id, fromAt: from, toAt: to, reason, recordedAt: now.at, recordedBy: actor.accountId };
  await manager.insert(OutageRow, { ...row, affected: 0 });
  const after = await windowsOfPermits(manager, references, permits);
  const moved = permits.flatMap((permit, index) => {
    const window = after[index];
    const isMoved = window !== undefined && window.lastSubmissionOn !== before[index]?.lastSubmissionOn;
    return isMoved ? [{ permit, window }] : [];
  });
  for (const { permit, window } of moved) await tellHolders(context, id, reason, permit, window);
  await promisePermitsChanged(
    manager,
    moved.map(({ permit }) => permit.id),
  );
  const resubmissions = await moveResubmissions(context, references, id, reason, endsBefore);
  const affected = moved.length + resubmissions;
  await manager.update(OutageRow, { id }, { affected });
  const recorded = { from: from.toISOString(), to: to.toISOString(), affected };
  await audit({ action: 'outage.record', entity: 'outage', entityId: id, after: recorded, reason });
  return id;
}

/** The newest first, by keyset; one row more than asked tells that there is more. */
export function listOutages(
  manager: EntityManager,
  { limit, after }: { readonly limit: number; readonly after: { at: string; id: string } | null },
): Promise<OutageRecord[]> {
  return manager.query<OutageRecord[]>(
    `${SELECTION} where $1::timestamptz is null or (o.recorded_at, o.id) < ($1::timestamptz, $2::uuid)
      order by o.recorded_at desc, o.id desc limit $3`,
    [after?.at ?? null, after?.id ?? null, limit + 1],
  );
}

export async function readOutage(manager: EntityManager, id: string): Promise<OutageRecord> {
  const [row] = await manager.query<OutageRecord[]>(`${SELECTION} where o.id = $1`, [id]);
  if (row === undefined) throw new Error(`no outage ${id}`);
  return row;
}

const SELECTION = `select o.id, o.from_at, o.to_at, o.reason, o.recorded_at, a.person_name as recorded_by_name, o.affected
  from outage o join account a on a.id = o.recorded_by`;

/** Live permits whose last day can lie in the time. */
function permitsNear({ manager, now }: FactContext, from: Date, to: Date): Promise<PermitRow[]> {
  const first = laterDate(shanghaiDateOf(from.getTime()), now.today);
  const last = addDays(shanghaiDateOf(to.getTime()), FARTHEST_LAST_DAY);
  return manager.find(PermitRow, {
    where: { validUntil: Between(first, last), status: In([...LIVE_PERMIT_STATUSES]) },
    order: { id: 'ASC' },
  });
}

interface ReturnedEnd {
  readonly application: ApplicationRow;
  readonly lastDay: PlainDate;
}

/** Applications that wait for their initiator, with the last day on which he may answer. */
async function returnedEnds({ manager }: FactContext, references: ReferenceRecords): Promise<ReturnedEnd[]> {
  const applications = await manager.find(ApplicationRow, {
    where: { status: 'RETURNED' },
    order: { id: 'ASC' },
  });
  const calendar = await references.calendarInForce(manager);
  const ends: ReturnedEnd[] = [];
  for (const application of applications) {
    const { policyVersion } = application;
    const policy =
      policyVersion === null
        ? await references.policyInForce(manager, placeOf(application))
        : await references.policy(manager, policyVersion);
    const returned = await returnedTimes(manager, application, calendar, policy);
    if (returned !== null) ends.push({ application, lastDay: returned.times.lastDay });
  }
  return ends;
}

async function moveResubmissions(
  context: FactContext,
  references: ReferenceRecords,
  outageId: string,
  reason: string,
  before: readonly ReturnedEnd[],
): Promise<number> {
  const { manager, now, promise } = context;
  const earlier = new Map(before.map(({ application, lastDay }) => [application.id, lastDay]));
  const moved = (await returnedEnds(context, references)).filter(({ application, lastDay }) => {
    const was = earlier.get(application.id);
    return was !== undefined && was !== lastDay;
  });
  for (const { application, lastDay } of moved) {
    const facts = {
      reason,
      type: businessLabel(courseOf(application).type),
      no: application.applicationNo,
      lastDay,
    };
    const notice = {
      code: 'N-23',
      subject: `outage/${outageId}:${application.id}`,
      body: noticeText('N-23 resubmission', facts),
      businessRef: { applicationId: application.id },
    };
    await giveNotice(manager, now, notice, parties(application));
    await promise({
      workflow: 'application',
      subjectId: application.id,
      signal: 'deadlinesChanged',
      payload: {},
    });
  }
  return moved.length;
}

async function tellHolders(
  { manager, now }: FactContext,
  outageId: string,
  reason: string,
  permit: PermitRow,
  { lastSubmissionOn }: RenewalWindow,
): Promise<void> {
  const facts = { reason, validUntil: permit.validUntil, lastSubmissionOn };
  const notice = {
    code: 'N-23',
    subject: `outage/${outageId}:${permit.id}`,
    body: noticeText('N-23 outage', facts),
    businessRef: { permitId: permit.id },
  };
  await giveNotice(manager, now, notice, permitHolders(permit));
  await keepNotified(manager, now, permit, lastSubmissionOn);
}
