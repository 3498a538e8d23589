import type { DataSource, EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { WorkflowMessage } from '../../workflows/messages.js';
import { recordAudit, type AuditEvent } from './audit-trail.js';
import { readBusinessClock, type BusinessInstant } from './business-clock.js';
import { IdempotencyKeyRow } from './entities/identity.entity.js';
import { promiseMessage, type PromisedMessage } from './outbox.js';
import { Refused } from './refused.js';

/** One act of a person as it came in. Equal key and hash mean the same act, however often it is sent. */
export interface FactRequest {
  readonly actor: Actor;
  readonly key: string;
  readonly route: string;
  readonly requestHash: string;
}

/** What an act needs while it is written: its transaction, who acts, and its legal time. */
export interface FactContext {
  readonly manager: EntityManager;
  readonly actor: Actor;
  readonly now: BusinessInstant;
  readonly promise: (message: WorkflowMessage) => Promise<void>;
  readonly audit: (event: AuditEvent) => Promise<void>;
}

/** Sends promised messages right after the commit; what fails stays with the relay. */
export interface MessageCourier {
  deliver(messages: readonly PromisedMessage[]): void;
}

/** Runs an act as one transaction: idempotency key, fact, audit event and outbox rows together (design.md §1). */
export class FactTransactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly courier: MessageCourier,
  ) {}

  /** Gives the id of the resource that the act made or changed; a repeated act gives the first one's. */
  async run(request: FactRequest, act: (context: FactContext) => Promise<string>): Promise<string> {
    const promised: PromisedMessage[] = [];
    const resourceId = await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const earlier = await claimKey(manager, request);
      if (earlier !== null) return earlier;
      const made = await act({
        manager,
        now,
        actor: request.actor,
        promise: async (message) => void promised.push(await promiseMessage(manager, message)),
        audit: (event) => recordAudit(manager, request.actor, now, event),
      });
      await manager.update(
        IdempotencyKeyRow,
        { actor: request.actor.accountId, key: request.key },
        { resourceId: made },
      );
      return made;
    });
    this.courier.deliver(promised);
    return resourceId;
  }
}

/** Null: the key is new. An equal request in flight is waited for by the primary key's own lock. */
async function claimKey(manager: EntityManager, request: FactRequest): Promise<string | null> {
  const { actor, key, route, requestHash } = request;
  const inserted = await manager.query<unknown[]>(
    `insert into idempotency_key (actor, key, route, request_hash) values ($1, $2, $3, $4)
     on conflict do nothing returning key`,
    [actor.accountId, key, route, requestHash],
  );
  if (inserted.length > 0) return null;
  const earlier = await manager.findOneByOrFail(IdempotencyKeyRow, { actor: actor.accountId, key });
  const isSame =
    earlier.route === route && earlier.requestHash === requestHash && earlier.resourceId !== null;
  if (!isSame) throw Refused.because('IDEMPOTENCY_KEY_REUSED');
  return earlier.resourceId;
}
