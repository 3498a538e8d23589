import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const SESSION = 'juzheng_session';
const DEVICE = 'juzheng_device';
/** As long as browsers keep one. */
const DEVICE_SECONDS = 400 * 24 * 3600;

/** The cookies of browsers: unreadable for scripts, not sent from other sites, over TLS alone where the site has it. */
export class SessionCookies {
  private readonly secure: boolean;

  constructor(publicUrl: string) {
    this.secure = publicUrl.startsWith('https://');
  }

  read(request: FastifyRequest): { readonly session: string; readonly device: string | undefined } {
    const cookies = parseCookie(request.headers.cookie ?? '');
    return { session: cookies[this.named(SESSION)] ?? '', device: cookies[this.named(DEVICE)] };
  }

  giveDevice(reply: FastifyReply, id: string): void {
    this.give(reply, DEVICE, id, { maxAge: DEVICE_SECONDS });
  }

  giveSession(reply: FastifyReply, token: string, endsAt: string): void {
    this.give(reply, SESSION, token, { expires: new Date(endsAt) });
  }

  takeSession(reply: FastifyReply): void {
    this.give(reply, SESSION, '', { maxAge: 0 });
  }

  private give(
    reply: FastifyReply,
    name: string,
    value: string,
    life: { readonly maxAge: number } | { readonly expires: Date },
  ): void {
    const form = { httpOnly: true, sameSite: 'lax', path: '/', secure: this.secure } as const;
    void reply.header('set-cookie', stringifySetCookie(this.named(name), value, { ...form, ...life }));
  }

  /** The prefix keeps neighbours of the same domain from setting it. */
  private named(name: string): string {
    return this.secure ? `__Host-${name}` : name;
  }
}
