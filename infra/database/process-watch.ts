import { EventEmitter, once } from 'node:events';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { Log } from '../observability/log.js';

const CHANNEL = 'application_processed';
const RECONNECT_MS = 1_000;
/** Also asked without a notification: one may be lost while the listener reconnects. */
const ASK_EVERY_MS = 1_000;

/** Waits for a process to catch up with its facts; one LISTEN connection per API, no transaction held (design.md §1). */
export class ProcessWatch {
  private readonly arrivals = new EventEmitter().setMaxListeners(0);
  private client: Client | null = null;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly databaseUrl: string,
    private readonly log: Log,
  ) {}

  /** Returns when processed ≥ fact, or after the time. */
  async caughtUp(applicationId: string, seconds: number): Promise<void> {
    if (this.client === null)
      await this.listen().catch((error: unknown) => this.log.warn({ error: String(error) }, 'listen'));
    const deadline = performance.now() + seconds * 1000;
    while (performance.now() < deadline && !(await this.isCaughtUp(applicationId))) {
      const signal = AbortSignal.timeout(Math.max(1, Math.min(ASK_EVERY_MS, deadline - performance.now())));
      await once(this.arrivals, applicationId, { signal }).catch(() => undefined); // time-out: ask again
    }
  }

  async close(): Promise<void> {
    this.stopped = true;
    await this.client?.end();
  }

  private async isCaughtUp(applicationId: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ done: boolean }[]>(
      'select processed_version >= fact_version as done from application where id = $1',
      [applicationId],
    );
    return row?.done ?? true;
  }

  private async listen(): Promise<void> {
    const client = new Client({ connectionString: this.databaseUrl, application_name: 'juzheng-api-listen' });
    this.client = client;
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) this.arrivals.emit(payload);
    });
    client.on('error', () => this.reconnect());
    client.on('end', () => this.reconnect());
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  }

  private reconnect(): void {
    if (this.client === null || this.stopped) return;
    this.client = null;
    setTimeout(() => {
      if (this.client === null && !this.stopped) this.listen().catch(() => this.reconnect());
    }, RECONNECT_MS).unref();
  }
}
