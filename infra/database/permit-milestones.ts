import type { EntityManager } from 'typeorm';
import type { Milestone } from '../../domain/permit/milestones.js';
import type { BusinessInstant } from './business-clock.js';
import type { PermitRow } from './entities/permit.entity.js';

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
