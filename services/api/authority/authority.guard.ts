import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/authority/actor.js';
import { Refused } from '../../../infra/database/refused.js';
import { enterScope, scopeOf } from '../../../infra/database/row-scope.js';
import { SessionRecords } from '../../../infra/database/session-records.js';
import { REQUIRED_ACTION } from '../http/requires.decorator.js';
import { routeRule, type RouteAction } from './route-policy.js';

/** What the guard adds to a request. */
export interface AuthorizedRequest extends FastifyRequest {
  actor?: Actor;
  sessionId?: string;
}

/** Deny by default: signed in, in a role that the action names, and with a complete unit profile (domain.md §2, §7.1). */
@Injectable()
export class AuthorityGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    private readonly sessions: SessionRecords,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.get<RouteAction | undefined>(REQUIRED_ACTION, context.getHandler());
    if (action === undefined) throw Refused.because('FORBIDDEN_ACTION');
    const rule = routeRule(action);
    if (rule.roles === 'PUBLIC') return true;
    const request = context.switchToHttp().getRequest<AuthorizedRequest>();
    const session = await this.sessions.open(bearerToken(request), request.ip);
    if (session === null) throw Refused.because('AUTH_REQUIRED');
    if (session.disabled) throw Refused.because('ACCOUNT_DISABLED');
    if (!rule.roles.includes(session.actor.role)) throw Refused.because('FORBIDDEN_ACTION');
    if (session.profileIncomplete && rule.beforeProfile !== true) throw Refused.because('PROFILE_INCOMPLETE');
    enterScope(scopeOf(session.actor));
    request.actor = session.actor;
    request.sessionId = session.id;
    return true;
  }
}

export function bearerToken(request: FastifyRequest): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token !== undefined ? token : '';
}
