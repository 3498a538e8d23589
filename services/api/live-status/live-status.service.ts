import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DatabaseListener } from '../../../infra/database/database-listener.js';
import { LiveStatusRecords, type NewsPosition } from '../../../infra/database/live-status-records.js';
import { inScope, scopeOf } from '../../../infra/database/row-scope.js';
import { Refused } from '../../../infra/database/refused.js';
import { SessionRecords } from '../../../infra/database/session-records.js';
import type { Log } from '../../../infra/observability/log.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { LOG } from '../tokens.js';
import { EventStream } from './event-stream.js';
import { positionOf } from './event-id.js';
import { Follower } from './follower.js';

/** Of the migration's triggers. */
const CHANNEL = 'live_status';
const HEARTBEAT_MS = 15_000;
const MOST_FOLLOWERS = 500;
const MOST_PER_ACCOUNT = 5;
/** Connections of the pool that live status may use at once. */
const AT_ONCE = 2;

/** Counts and news to whoever is signed in, as they come (design.md §1 "SSE tells the rest"). */
@Injectable()
export class LiveStatusService implements OnModuleDestroy {
  private readonly followers = new Set<Follower>();
  private readonly waiting = new Set<Follower>();
  private readonly heartbeat: NodeJS.Timeout;
  private running = 0;

  constructor(
    private readonly records: LiveStatusRecords,
    private readonly sessions: SessionRecords,
    private readonly listener: DatabaseListener,
    @Inject(LOG) private readonly log: Log,
  ) {
    listener.on(CHANNEL, (announced) => this.hear(announced));
    listener.onReturn(() => this.followers.forEach((each) => this.touch(each)));
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
  }

  /** The answer stays open until the session or the reader ends it. */
  async follow(
    request: AuthorizedRequest,
    reply: FastifyReply,
    lastEventId: string | undefined,
  ): Promise<void> {
    const actor = actorOf(request);
    const { sessionId = '' } = request;
    const ofAccount = [...this.followers].filter((each) => each.actor.accountId === actor.accountId);
    if (this.followers.size >= MOST_FOLLOWERS || ofAccount.length >= MOST_PER_ACCOUNT) {
      throw Refused.because('RATE_LIMITED');
    }
    await this.listener.ready();
    const position = await this.startOf(lastEventId);
    const follower = new Follower(actor, sessionId, new EventStream(reply), position);
    this.followers.add(follower);
    follower.stream.onEnd(() => this.forget(follower));
    this.touch(follower);
  }

  onModuleDestroy(): void {
    clearInterval(this.heartbeat);
    for (const follower of this.followers) follower.stream.end();
  }

  /** A position that the database has not reached is of another database: begin anew. */
  private async startOf(lastEventId: string | undefined): Promise<NewsPosition> {
    const now = await this.records.now();
    return positionOf(lastEventId, now) ?? { told: now, rest: null };
  }

  private hear(announced: string): void {
    const address = announced.startsWith('EVERYBODY:') ? 'EVERYBODY' : announced;
    for (const follower of this.followers) {
      if (!follower.addresses.includes(address)) continue;
      if (address.startsWith('SESSION:')) follower.stream.end();
      else this.touch(follower);
    }
  }

  private touch(follower: Follower): void {
    this.waiting.add(follower);
    this.serve();
  }

  /** A few at a time, each once however often it was announced to. */
  private serve(): void {
    for (const follower of this.waiting) {
      if (this.running >= AT_ONCE) return;
      if (follower.busy) continue;
      this.waiting.delete(follower);
      follower.busy = true;
      this.running += 1;
      void this.bringUpToDate(follower).finally(() => {
        follower.busy = false;
        this.running -= 1;
        this.serve();
      });
    }
  }

  private async bringUpToDate(follower: Follower): Promise<void> {
    if (!follower.stream.isOpen) return;
    try {
      const isDone = await inScope(scopeOf(follower.actor), () => follower.bringUpToDate(this.records));
      if (!isDone) this.waiting.add(follower);
    } catch (error) {
      this.log.warn({ error: String(error) }, 'live status');
      follower.stream.end(); // he comes back with Last-Event-ID
    }
  }

  /** Also ends what the session no longer allows; while the database is away nothing is known, and nothing ended. */
  private async beat(): Promise<void> {
    const followers = [...this.followers];
    for (const follower of followers) follower.stream.beat();
    if (followers.length === 0) return;
    try {
      const open = await this.sessions.stillOpen(followers.map(({ sessionId }) => sessionId));
      for (const follower of followers) if (!open.has(follower.sessionId)) follower.stream.end();
    } catch (error) {
      this.log.warn({ error: String(error) }, 'live status');
    }
  }

  private forget(follower: Follower): void {
    this.followers.delete(follower);
    this.waiting.delete(follower);
  }
}
