import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { auditHead, sealAuditEvents } from '../../infra/database/audit-sealer.js';
import { ExpirySweep } from '../../infra/database/expiry-sweep.js';
import { Retention } from '../../infra/database/retention.js';
import { anchorAuditHead } from '../../infra/object-storage/audit-anchor.js';
import type { Platform } from '../../infra/platform.js';
import { OutboxRelay } from '../../infra/temporal/outbox-relay.js';
import { PLATFORM } from './tokens.js';

const SEAL_EVERY_MS = 2_000;
const ANCHOR_EVERY_MS = 60_000;
const DAILY_MS = 24 * 3_600_000;

/** What the worker does without the engine: relays the outbox, seals and anchors the audit trail, sweeps and forgets once a day. */
@Injectable()
export class BackgroundDuties
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly relay: OutboxRelay;
  private readonly stops: (() => Promise<void>)[] = [];
  private anchored = '';

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.relay = new OutboxRelay(platform.dataSource, platform.messenger, platform.log);
  }

  onApplicationBootstrap(): void {
    const { dataSource, objectStore, log } = this.platform;
    const sweep = new ExpirySweep(dataSource);
    this.relay.start();
    this.repeat('seal audit events', SEAL_EVERY_MS, async () => void (await sealAuditEvents(dataSource)));
    this.repeat('anchor audit head', ANCHOR_EVERY_MS, () => this.anchor());
    this.repeat('sweep expiry', DAILY_MS, async () => {
      const report = await sweep.runOnceToday();
      if (report !== null) log.info(report, 'expiry sweep');
    });
    const retention = new Retention(dataSource, objectStore);
    this.repeat('retention', DAILY_MS, async () => {
      const lines = await retention.runOnceToday();
      if (lines !== null) log.info({ removed: lines.filter(({ rows }) => rows > 0) }, 'retention');
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await Promise.all(this.stops.map((stop) => stop()));
    await this.anchor().catch(() => undefined); // the store may be gone already; the next start anchors
  }

  /** Last of all, after the workers have drained. */
  async onApplicationShutdown(): Promise<void> {
    await this.platform.close();
  }

  private async anchor(): Promise<void> {
    const head = await auditHead(this.platform.dataSource.manager);
    if (head === null || head.position === this.anchored) return;
    await anchorAuditHead(this.platform.objectStore, head);
    this.anchored = head.position;
  }

  /** At once and then after each pause; a failure is logged and tried again next time. */
  private repeat(duty: string, everyMs: number, work: () => Promise<void>): void {
    let stopped = false;
    let wake = (): void => undefined;
    const loop = (async () => {
      while (!stopped) {
        await work().catch((error: unknown) =>
          this.platform.log.warn({ duty, error: String(error) }, 'duty failed'),
        );
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, everyMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    })();
    this.stops.push(async () => {
      stopped = true;
      wake();
      await loop;
    });
  }
}
