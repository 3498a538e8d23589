import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../../infra/config/environment.js';
import { isProgramToken, ProgramTokenRecords } from '../../../infra/database/program-token-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { SessionRecords, type OpenSession } from '../../../infra/database/session-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { ENVIRONMENT } from '../tokens.js';
import { csrfTokenOf, isSameText } from './csrf-token.js';
import { SessionCookies } from './session-cookies.js';

/** Who asks, and within what. */
export interface Caller extends OpenSession {
  /** All that a program's token may do; null for a person. */
  readonly actions: readonly string[] | null;
  /** What a browser sends back with each act; null for a bearer, whom no other page can make speak. */
  readonly csrfToken: string | null;
}

const CSRF_HEADER = 'x-csrf-token';
const READING = ['GET', 'HEAD', 'OPTIONS'];

/** Finds who asks by `Authorization`, or by a browser's cookie beside proof that it is our page that asks. */
@Injectable()
export class Callers {
  private readonly cookies: SessionCookies;
  private readonly ownOrigins: readonly string[];

  constructor(
    private readonly sessions: SessionRecords,
    private readonly programs: ProgramTokenRecords,
    private readonly personalData: PersonalData,
    @Inject(ENVIRONMENT) { api }: Environment,
  ) {
    this.cookies = new SessionCookies(api.publicUrl);
    this.ownOrigins = [new URL(api.publicUrl).origin, ...api.corsOrigins];
  }

  /** Null: nobody, or not any more. */
  async callerOf(request: FastifyRequest): Promise<Caller | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.bearer(bearerOf(authorization), request.ip);
    const { session: token, device } = this.cookies.read(request);
    if (token === '' || device === undefined) return null;
    const session = await this.sessions.openInBrowser(token, device, request.ip);
    if (session === null) return null;
    const csrfToken = csrfTokenOf(this.personalData, token);
    if (!READING.includes(request.method)) this.assertOwnPage(request, csrfToken);
    return { ...session, actions: null, csrfToken };
  }

  /** Says why a session was over before its time: taken over by a new sign-in, ended elsewhere, account changed. */
  async refusalFor(request: FastifyRequest): Promise<Refused> {
    const { authorization } = request.headers;
    const token = authorization === undefined ? this.cookies.read(request).session : bearerOf(authorization);
    const end = token === '' ? null : await this.sessions.endOf(token);
    return Refused.because(
      'AUTH_REQUIRED',
      end === null ? {} : { reason: end.reason, endedAt: end.at.toISOString() },
    );
  }

  private async bearer(token: string, ip: string): Promise<Caller | null> {
    if (isProgramToken(token)) {
      const program = await this.programs.open(token, ip);
      return program === null ? null : { ...program, csrfToken: null };
    }
    const session = await this.sessions.open(token, ip);
    return session === null ? null : { ...session, actions: null, csrfToken: null };
  }

  private assertOwnPage({ headers }: FastifyRequest, csrfToken: string): void {
    const given = headers[CSRF_HEADER];
    const site = headers['sec-fetch-site'];
    const hasToken = typeof given === 'string' && isSameText(given, csrfToken);
    const isOwnOrigin = headers.origin === undefined || this.ownOrigins.includes(headers.origin);
    const isOwnSite = site === undefined || site === 'same-origin' || headers.origin !== undefined;
    if (!hasToken || !isOwnOrigin || !isOwnSite)
      throw Refused.because('FORBIDDEN_ACTION', { reason: 'CSRF' });
  }
}

function bearerOf(authorization: string): string {
  const [scheme, token] = authorization.split(' ');
  return scheme?.toLowerCase() === 'bearer' && token !== undefined ? token : '';
}
