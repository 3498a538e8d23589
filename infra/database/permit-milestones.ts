import type { EntityManager } from 'typeorm';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { isReached, milestones, type Milestone } from '../../domain/permit/milestones.js';
import type { RenewalWindow } from '../../domain/permit/renewal-window.js';
import type { BusinessInstant } from './business-clock.js';
import { PermitMilestoneRow, type PermitRow } from './entities/permit.entity.js';
import { permitStatusOf } from './permit-course.js';
import { windowOfPermit } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';

export interface PermitSchedule {
  readonly window: RenewalWindow;
  /** Of the term, in order; its expiry is the last. */
  readonly all: readonly Milestone[];
  readonly isRecorded: (milestone: Milestone) => boolean;
}

/** What is to come for a live permit, under the calendar and the policy in force. */
export async function scheduleOfPermit(
  manager: EntityManager,
  references: ReferenceRecords,
  permit: PermitRow,
): Promise<PermitSchedule> {
  const calendar = await references.calendarInForce(manager);
  const window = await windowOfPermit(manager, references, permit, { calendar });
  const validUntil = knownDate(permit.validUntil);
  const facts = {
    status: permitStatusOf(permit),
    validUntil,
    suspendedOn: permit.suspendedOn === null ? null : knownDate(permit.suspendedOn),
  };
  const reached = await manager.findBy(PermitMilestoneRow, { permitId: permit.id, term: permit.term });
  const known = reached.map(({ kind, onDay }) => ({ kind, on: knownDate(onDay) }));
  return {
    window,
    all: milestones(facts, window, calendar),
    isRecorded: (milestone) => isReached(milestone, known, validUntil),
  };
}

/** Safe to repeat: the milestone's key stands once. */
export async function recordMilestone(
  manager: EntityManager,
  permit: Pick<PermitRow, 'id' | 'term'>,
  milestone: Milestone,
  now: BusinessInstant,
  delivered: boolean,
): Promise<void> {
  await manager.query(
    `insert into permit_milestone (permit_id, term, kind, on_day, reached_at, delivered)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [permit.id, permit.term, milestone.kind, milestone.on, now.at, delivered],
  );
}
