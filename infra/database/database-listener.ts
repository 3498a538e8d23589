import { EventEmitter } from 'node:events';
import { Client } from 'pg';
import type { Log } from '../observability/log.js';

const RECONNECT_MS = 1_000;

/** The one LISTEN connection of a process, opened at first use; a lost one comes back by itself. */
export class DatabaseListener {
  private readonly channels = new EventEmitter().setMaxListeners(0);
  private readonly returns = new EventEmitter().setMaxListeners(0);
  private client: Client | null = null;
  private connecting: Promise<void> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly log: Log,
  ) {}

  /** Said before `ready`; a name of letters and underscores. */
  on(channel: string, hear: (payload: string) => void): void {
    this.channels.on(channel, hear);
  }

  /** What was said while the connection was away is lost: ask the rows. */
  onReturn(ask: () => void): void {
    this.returns.on('return', ask);
  }

  /** Resolves when the connection listens; rejects where it cannot now, and goes on trying. */
  ready(): Promise<void> {
    if (this.client !== null) return Promise.resolve();
    this.connecting ??= this.connect().finally(() => {
      this.connecting = null;
    });
    return this.connecting;
  }

  async close(): Promise<void> {
    this.stopped = true;
    if (this.retry !== null) clearTimeout(this.retry);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'juzheng-api-listen',
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => this.channels.emit(channel, payload ?? ''));
    client.on('error', () => undefined); // its end follows
    client.on('end', () => this.lost(client));
    try {
      await client.connect();
      for (const channel of this.channels.eventNames()) await client.query(`listen ${String(channel)}`);
      this.client = client;
    } catch (error) {
      await client.end().catch(() => undefined);
      this.tryAgain();
      throw error;
    }
  }

  private lost(client: Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.tryAgain();
  }

  private tryAgain(): void {
    if (this.stopped || this.retry !== null) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      this.ready().then(
        () => this.returns.emit('return'),
        (error: unknown) => this.log.warn({ error: String(error) }, 'listen'),
      );
    }, RECONNECT_MS);
    this.retry.unref();
  }
}
