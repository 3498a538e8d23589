import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isTicketOver, ticketState } from '../../../domain/identity/sign-in-ticket.js';
import { DatabaseListener } from '../../../infra/database/database-listener.js';
import { Refused } from '../../../infra/database/refused.js';
import { TICKET_CHANNEL } from '../../../infra/database/ticket-records.js';
import type { Log } from '../../../infra/observability/log.js';
import { EventStream } from '../live-status/event-stream.js';
import { LOG } from '../tokens.js';
import { renderTicketState } from './entry.views.js';
import { TicketsService } from './tickets.service.js';

const MOST_READERS = 500;
const MOST_PER_TICKET = 3;
const HEARTBEAT_MS = 15_000;
const EVENT = 'state';

interface Reader {
  readonly id: string;
  readonly binding: string;
  readonly stream: EventStream;
  told: string;
  /** Time ends a code without anybody writing it. */
  end: NodeJS.Timeout | null;
  telling: Promise<void>;
}

/** The states of a code, to the browser that asked for it, as they come. */
@Injectable()
export class TicketStreams implements OnModuleDestroy {
  private readonly readers = new Set<Reader>();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly tickets: TicketsService,
    private readonly listener: DatabaseListener,
    @Inject(LOG) private readonly log: Log,
  ) {
    listener.on(TICKET_CHANNEL, (id) => this.tellOf(id));
    listener.onReturn(() => this.readers.forEach((each) => void this.tell(each)));
    this.heartbeat = setInterval(() => {
      for (const { stream } of this.readers) stream.beat();
    }, HEARTBEAT_MS).unref();
  }

  /** The answer stays open until the code is over or the reader leaves. */
  async follow(id: string, binding: string, reply: FastifyReply): Promise<void> {
    await this.tickets.ticket(id, binding);
    const ofTicket = [...this.readers].filter((each) => each.id === id);
    if (this.readers.size >= MOST_READERS || ofTicket.length >= MOST_PER_TICKET) {
      throw Refused.because('RATE_LIMITED');
    }
    await this.listener.ready();
    const stream = new EventStream(reply);
    const reader: Reader = { id, binding, stream, told: '', end: null, telling: Promise.resolve() };
    this.readers.add(reader);
    reader.stream.onEnd(() => this.forget(reader));
    await this.tell(reader);
  }

  onModuleDestroy(): void {
    clearInterval(this.heartbeat);
    for (const { stream } of this.readers) stream.end();
  }

  private tellOf(id: string): void {
    for (const reader of this.readers) if (reader.id === id) void this.tell(reader);
  }

  /** One after the other, so that no older state follows a newer one. */
  private tell(reader: Reader): Promise<void> {
    reader.telling = reader.telling.then(() => this.tellNow(reader));
    return reader.telling;
  }

  /** The state, where it is another than was told last; nothing follows the last one. */
  private async tellNow(reader: Reader): Promise<void> {
    if (!reader.stream.isOpen) return;
    try {
      const ticket = await this.tickets.ticket(reader.id, reader.binding);
      const state = ticketState(ticket);
      if (state !== reader.told) reader.stream.send(EVENT, renderTicketState(ticket), state);
      reader.told = state;
      if (reader.end !== null) clearTimeout(reader.end);
      if (isTicketOver(state)) reader.stream.end();
      else reader.end = setTimeout(() => void this.tell(reader), ticket.leftMs + 1).unref();
    } catch (error) {
      this.log.warn({ error: String(error) }, 'sign-in ticket');
      reader.stream.end();
    }
  }

  private forget(reader: Reader): void {
    if (reader.end !== null) clearTimeout(reader.end);
    this.readers.delete(reader);
  }
}
