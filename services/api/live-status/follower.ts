import type { Actor } from '../../../domain/authority/actor.js';
import type { LiveStatusRecords, NewsPosition } from '../../../infra/database/live-status-records.js';
import { audiencesOf } from '../../../infra/database/notice-records.js';
import type { EventStream } from './event-stream.js';
import { eventIdOf } from './event-id.js';
import { renderNews } from './live-status.views.js';

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

  /** News in order, then the counts where they have changed. False: there is more to tell. */
  async bringUpToDate(records: LiveStatusRecords): Promise<boolean> {
    const { told } = this.position;
    const { rows, next, isAll } = await records.news(this.actor, this.position);
    for (const [index, row] of rows.entries()) {
      const isLast = isAll && index === rows.length - 1;
      const after = { transaction: row.transaction_id, id: row.id };
      this.position = isLast ? { told: next, rest: null } : { told, rest: { next, after } };
      this.stream.send('notice', renderNews(row), eventIdOf(this.position));
    }
    if (isAll) this.position = { told: next, rest: null };
    const counts = await records.counts(this.actor);
    const text = JSON.stringify(counts);
    if (text !== this.toldCounts) this.stream.send('counts', counts, eventIdOf(this.position));
    this.toldCounts = text;
    return isAll;
  }
}
