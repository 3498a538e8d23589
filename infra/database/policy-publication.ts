import type { EntityManager } from 'typeorm';
import { changedPolicy } from '../../domain/policy-change.js';
import type { Policy } from '../../domain/policy.js';
import type { FactContext } from './fact-transaction.js';
import { POLICY_REFERENCE, publishReference, type ReferencePublication } from './reference-publication.js';

/** A new version of the parameters; permits whose windows count by it from today are woken. Gives its id. */
export async function publishPolicy(
  context: FactContext,
  publication: ReferencePublication,
  change: Partial<Policy>,
): Promise<string> {
  const { manager, now } = context;
  const { departmentId, effectiveFrom } = publication;
  const terms = { change, isCity: departmentId === null, effectiveFrom, today: now.today };
  const decide = (base: Policy) => changedPolicy(base, terms);
  const id = await publishReference(context, POLICY_REFERENCE, publication, decide, change);
  if (effectiveFrom === now.today) await wakePermitsOf(manager, departmentId);
  return id;
}

/** Their milestones may have moved. The sweep does the same on the day on which a later version begins. */
async function wakePermitsOf(manager: EntityManager, departmentId: string | null): Promise<void> {
  await manager.query(
    `insert into outbox (workflow, subject_id, signal, payload, due_at)
     select 'permit', id, 'permitChanged', '{}'::jsonb, clock_timestamp() from permit
      where status in ('VALID', 'SUSPENDED') and ($1::uuid is null or supervising_department_id = $1)`,
    [departmentId],
  );
}
