import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, Observable } from 'rxjs';
import type { Environment } from '../../../infra/config/environment.js';
import { askedBy, deviceOf } from '../http/asking-device.js';
import { ENVIRONMENT } from '../tokens.js';
import { SessionView } from './identity.views.js';
import { SessionCookies } from './session-cookies.js';

/** `cookie`: a browser wants its session where its scripts cannot read it. No page of another site can say so. */
const TRANSPORT_HEADER = 'x-session-transport';
/** The id that a program keeps and sends at each sign-in. */
const DEVICE_HEADER = 'x-device-id';

/** How sessions travel, whatever way of sign-in they come from: as the answer's token, or as a cookie. */
@Injectable()
export class SessionCarriage implements NestInterceptor {
  private readonly cookies: SessionCookies;

  constructor(@Inject(ENVIRONMENT) { api }: Environment) {
    this.cookies = new SessionCookies(api.publicUrl);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET') return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const inBrowser = request.headers[TRANSPORT_HEADER] === 'cookie';
    const named = inBrowser ? this.cookies.read(request).device : textOf(request.headers[DEVICE_HEADER]);
    const device = deviceOf(named, inBrowser ? 'COOKIE' : 'BEARER', request.headers['user-agent'] ?? '');
    if (inBrowser && !device.isNamed) this.cookies.giveDevice(reply, device.id);
    const answers = new Observable<unknown>((subscriber) =>
      askedBy(device, () => next.handle().subscribe(subscriber)),
    );
    return answers.pipe(map((answer) => this.carry(reply, inBrowser, answer)));
  }

  private carry(reply: FastifyReply, inBrowser: boolean, answer: unknown): unknown {
    if (!inBrowser || !(answer instanceof SessionView) || answer.token === null) return answer;
    this.cookies.giveSession(reply, answer.token, answer.endsAt);
    return { ...answer, token: null, deviceId: null };
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
