import { EventEmitter, once } from 'node:events';
import type { DataSource } from 'typeorm';
import type { Log } from '../observability/log.js';
import type { DatabaseListener } from './database-listener.js';

const CHANNEL = 'application_processed';
/** Also asked without a notification: one may be lost while the listener reconnects. */
const ASK_EVERY_MS = 1_000;

/** Waits for a process to catch up with its facts; no transaction is held meanwhile (design.md §1). */
export class ProcessWatch {
  private readonly arrivals = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly dataSource: DataSource,
    private readonly listener: DatabaseListener,
    private readonly log: Log,
  ) {
    listener.on(CHANNEL, (applicationId) => this.arrivals.emit(applicationId));
  }

  /** Returns when processed ≥ fact, or after the time. */
  async caughtUp(applicationId: string, seconds: number): Promise<void> {
    await this.listener.ready().catch((error: unknown) => this.log.warn({ error: String(error) }, 'listen'));
    const deadline = performance.now() + seconds * 1000;
    while (performance.now() < deadline && !(await this.isCaughtUp(applicationId))) {
      const signal = AbortSignal.timeout(Math.max(1, Math.min(ASK_EVERY_MS, deadline - performance.now())));
      await once(this.arrivals, applicationId, { signal }).catch(() => undefined); // time-out: ask again
    }
  }

  private async isCaughtUp(applicationId: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ done: boolean }[]>(
      'select processed_version >= fact_version as done from application where id = $1',
      [applicationId],
    );
    return row?.done ?? true;
  }
}
