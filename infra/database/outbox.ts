import type { EntityManager } from 'typeorm';
import type { WorkflowMessage } from '../../workflows/messages.js';

/** A message that a transaction promised; `id` is the outbox row that the delivery deletes. */
export interface PromisedMessage {
  readonly id: string;
  readonly message: WorkflowMessage;
}

/** How long the relay leaves a fresh row to the attempt that follows the commit. */
const FIRST_ATTEMPT_GRACE_SECONDS = 5;

/** Promises a message to a workflow: it is sent at once if possible, and repeated by the relay until it arrives. */
export async function promiseMessage(
  manager: EntityManager,
  message: WorkflowMessage,
): Promise<PromisedMessage> {
  const [row] = await manager.query<[{ id: string }]>(
    `insert into outbox (workflow, subject_id, signal, payload, due_at)
     values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5)) returning id`,
    [message.workflow, message.subjectId, message.signal, message.payload, FIRST_ATTEMPT_GRACE_SECONDS],
  );
  return { id: row.id, message };
}

/** Wakes every process that waits for time: written with the movement of the clock (design.md §2). */
export async function promiseTimeMoved(manager: EntityManager): Promise<void> {
  await manager.query(
    `insert into outbox (workflow, subject_id, signal, payload, due_at)
     select 'application', id, 'deadlinesChanged', '{}'::jsonb, clock_timestamp() from application
      where status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED')
     union all
     select 'permit', id, 'permitChanged', '{}'::jsonb, clock_timestamp() from permit
      where status in ('VALID', 'SUSPENDED')`,
  );
}

/** Wakes many permits at once; the relay delivers, in its own batches. */
export async function promisePermitsChanged(
  manager: EntityManager,
  permitIds: readonly string[],
): Promise<void> {
  await manager.query(
    `insert into outbox (workflow, subject_id, signal, payload, due_at)
     select 'permit', id, 'permitChanged', '{}'::jsonb, clock_timestamp() from unnest($1::uuid[]) as id`,
    [permitIds],
  );
}

/**
 * Takes due messages for one attempt and hides them for a while, so that a relay that dies gives them back.
 * Wall clock: the trial clock never touches delivery.
 */
export async function takeDueMessages(manager: EntityManager, limit: number): Promise<PromisedMessage[]> {
  const [rows] = await manager.query<[PromisedMessage[], number]>(
    `update outbox set attempts = attempts + 1,
       due_at = clock_timestamp() + least(interval '10 seconds', interval '1 second' * power(2, least(attempts, 4)))
     where id in (select id from outbox where due_at <= clock_timestamp() order by due_at, id
                  limit $1 for update skip locked)
     returning id, jsonb_build_object('workflow', workflow, 'subjectId', subject_id, 'signal', signal,
                                      'payload', payload) as message`,
    [limit],
  );
  return rows.toSorted((one, other) => Number(one.id) - Number(other.id));
}

/** Deletes what the engine has acknowledged; deleting twice is harmless. */
export async function forgetDelivered(manager: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await manager.query('delete from outbox where id = any($1::bigint[])', [ids]);
}
