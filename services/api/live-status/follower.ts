import type { Actor } from '../../../domain/authority/actor.js';
import type { LiveStatusRecords, NewsPosition } from '../../../infra/database/live-status-records.js';
import { audiencesOf } from '../../../infra/database/notice-records.js';
import type { EventStream } from './event-stream.js';
import { renderNews } from './live-status.views.js';

const EVENT_ID = /^(\d{1,18})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The position that an event id of ours names, or null. */
export function positionOf(eventId: string | undefined): NewsPosition | null {
  const [, transaction, id] = EVENT_ID.exec(eventId ?? '') ?? [];
  return transaction === undefined || id === undefined ? null : { transaction, id };
}

/** One reader of the live status: who he is, and how far he has been told. */
export class Follower {
  /** One at a time brings him up to date. */
  busy = false;
  private toldCounts = '';

  constructor(
    readonly actor: Actor,
    readonly sessionId: string,
    readonly stream: EventStream,
    private position: NewsPosition,
  ) {}

  /** Where he is announced to, as the triggers name it. */
  get addresses(): string[] {
    return [
      ...audiencesOf(this.actor).map(({ kind, id }) => `${kind}:${id}`),
      `SESSION:${this.sessionId}`,
      'EVERYBODY',
    ];
  }

  /** News in order, then the counts where they have changed. False: there is more to tell soon. */
  async bringUpToDate(records: LiveStatusRecords): Promise<boolean> {
    const rows = await records.news(this.actor, this.position);
    const firstUnsettled = rows.findIndex(({ settled }) => !settled);
    const told = firstUnsettled < 0 ? rows : rows.slice(0, firstUnsettled);
    for (const row of told) {
      this.position = { transaction: row.transaction_id, id: row.id };
      this.stream.send('notice', renderNews(row), this.eventId);
    }
    const counts = await records.counts(this.actor);
    const text = JSON.stringify(counts);
    if (text !== this.toldCounts) this.stream.send('counts', counts, this.eventId);
    this.toldCounts = text;
    return rows.length === 0;
  }

  private get eventId(): string {
    return `${this.position.transaction}.${this.position.id}`;
  }
}
