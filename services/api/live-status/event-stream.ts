import type { FastifyReply } from 'fastify';

/** A reader that leaves this much unread is let go; it comes back with Last-Event-ID. */
const MOST_UNREAD_BYTES = 256 * 1024;
const RETRY_MS = 3_000;
const END_WITHIN_MS = 1_000;

/** One answer of `text/event-stream`, written until either side ends it. */
export class EventStream {
  private ended = false;

  constructor(private readonly reply: FastifyReply) {
    reply.hijack();
    reply.raw.on('close', () => {
      this.ended = true;
    });
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close', // a connection kept for later would hold up the end of the process
    });
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  get isOpen(): boolean {
    return !this.ended;
  }

  onEnd(done: () => void): void {
    this.reply.raw.once('close', done);
  }

  send(event: string, data: object, id: string): void {
    this.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A comment: keeps proxies from closing what looks idle. */
  beat(): void {
    this.write(': \n\n');
  }

  /** A reader who does not take the end is cut off. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.reply.raw.end();
    setTimeout(() => this.reply.raw.destroy(), END_WITHIN_MS).unref();
  }

  private write(text: string): void {
    if (this.ended) return;
    this.reply.raw.write(text);
    if (this.reply.raw.writableLength > MOST_UNREAD_BYTES) {
      this.ended = true;
      this.reply.raw.destroy();
    }
  }
}
