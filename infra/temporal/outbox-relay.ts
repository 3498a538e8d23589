import type { DataSource } from 'typeorm';
import type { MessageCourier } from '../database/fact-transaction.js';
import { forgetDelivered, takeDueMessages, type PromisedMessage } from '../database/outbox.js';
import type { Log } from '../observability/log.js';
import type { WorkflowMessenger } from './workflow-messenger.js';

const BATCH = 200;
const IDLE_MS = 500;

/** Repeats promised messages until the engine has them; any number of relays may run (SKIP LOCKED). */
export class OutboxRelay {
  private running: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly messenger: WorkflowMessenger,
    private readonly log: Log,
  ) {}

  start(): void {
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      const taken = await this.deliverBatch().catch((error: unknown) => {
        this.log.warn({ error: String(error) }, 'outbox relay: batch failed');
        return 0;
      });
      if (taken < BATCH) await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    }
  }

  private async deliverBatch(): Promise<number> {
    const batch = await this.dataSource.transaction((manager) => takeDueMessages(manager, BATCH));
    const delivered = await sendAll(this.messenger, batch, this.log);
    await forgetDelivered(this.dataSource.manager, delivered);
    return batch.length;
  }
}

/** The attempt right after the commit: not awaited by the answer, and given up after its first failure. */
export class DirectCourier implements MessageCourier {
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly messenger: WorkflowMessenger,
    private readonly log: Log,
  ) {}

  deliver(messages: readonly PromisedMessage[]): void {
    if (messages.length === 0) return;
    const attempt = sendAll(this.messenger, messages, this.log)
      .then((delivered) => forgetDelivered(this.dataSource.manager, delivered))
      .catch((error: unknown) => this.log.warn({ error: String(error) }, 'outbox: direct delivery failed'))
      .finally(() => this.pending.delete(attempt));
    this.pending.add(attempt);
  }

  /** Waits for attempts under way; what fails stays with the relay. */
  async settle(): Promise<void> {
    await Promise.all(this.pending);
  }
}

async function sendAll(
  messenger: WorkflowMessenger,
  messages: readonly PromisedMessage[],
  log: Log,
): Promise<string[]> {
  const results = await Promise.all(
    messages.map(async ({ id, message }) => {
      try {
        await messenger.send(message);
        return id;
      } catch (error) {
        log.warn(
          { workflow: message.workflow, signal: message.signal, error: String(error) },
          'not delivered yet',
        );
        return null;
      }
    }),
  );
  return results.filter((id) => id !== null);
}
