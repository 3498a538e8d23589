import assert from 'node:assert/strict';
import type { ApiClient } from './api-client.js';

export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const WITHIN_MS = 20_000;

/** Reads `GET /api/v1/events` as a front end does. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  comments = 0;
  private readonly leaving = new AbortController();
  private readonly reading: Promise<void>;
  private ended = false;

  private constructor(response: Response) {
    this.reading = this.read(response).catch(() => undefined);
  }

  static async open(
    client: ApiClient,
    lastEventId?: string,
  ): Promise<{ response: Response; reader: EventReader | null }> {
    const response = await fetch(new URL('/api/v1/events', client.apiUrl), {
      headers: {
        ...(client.token !== null && { authorization: `Bearer ${client.token}` }),
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
    });
    return { response, reader: response.ok ? new EventReader(response) : null };
  }

  /** Another stream than that of the live status. */
  static async of(
    client: ApiClient,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<EventReader> {
    const response = await fetch(new URL(path, client.apiUrl), { headers: { ...headers } });
    assert.ok(response.ok, `${response.status}`);
    return new EventReader(response);
  }

  /** The stream of a caller who may follow. */
  static async follow(client: ApiClient, lastEventId?: string): Promise<EventReader> {
    const { response, reader } = await EventReader.open(client, lastEventId);
    assert.ok(reader, `${response.status}`);
    return reader;
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  /** The first event from `from` on for which it holds. */
  async next(holds: (event: ReadEvent) => boolean, from = 0): Promise<ReadEvent> {
    return this.until(() => this.events.slice(from).find(holds));
  }

  async until<T>(ask: () => T | undefined | false): Promise<T> {
    const deadline = performance.now() + WITHIN_MS;
    while (performance.now() < deadline) {
      const found = ask();
      if (found !== undefined && found !== false) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`not within ${WITHIN_MS / 1000} s: ${JSON.stringify(this.events)}`);
  }

  async leave(): Promise<void> {
    this.leaving.abort();
    await this.reading;
  }

  private async read(response: Response): Promise<void> {
    const stream = response.body?.getReader();
    assert.ok(stream);
    this.leaving.signal.addEventListener('abort', () => void stream.cancel());
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const chunk: { done: boolean; value?: Uint8Array | undefined } = await stream.read();
      if (chunk.done) break;
      text += decoder.decode(chunk.value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
    this.ended = true;
  }

  private take(block: string): void {
    if (block.startsWith(':')) this.comments += 1;
    const field = (name: string): string =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2) ?? '';
    if (field('event') === '') return;
    this.events.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data')) });
  }
}
