import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/authority/actor.js';
import { Refused } from '../../../infra/database/refused.js';
import { enterScope, scopeOf } from '../../../infra/database/row-scope.js';
import { REQUIRED_ACTION } from '../http/requires.decorator.js';
import { Callers } from '../identity/callers.js';
import { RequestLimits } from '../limits/request-limits.js';
import { routeRule, type RouteAction } from './route-policy.js';

/** What the guard adds to a request. */
export interface AuthorizedRequest extends FastifyRequest {
  actor?: Actor;
  sessionId?: string;
  /** Of a browser's session; null for a bearer. */
  csrfToken?: string | null;
}

/** Deny by default: signed in, in a role that the action names, and with a complete unit profile (domain.md §2, §7.1). */
@Injectable()
export class AuthorityGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.get<RouteAction | undefined>(REQUIRED_ACTION, context.getHandler());
    if (action === undefined) throw Refused.because('FORBIDDEN_ACTION');
    const rule = routeRule(action);
    const request = context.switchToHttp().getRequest<AuthorizedRequest>();
    if (rule.roles === 'PUBLIC') {
      await this.limits.admit(request, action, null);
      return true;
    }
    const session = await this.callers.callerOf(request);
    await this.limits.admit(request, action, session?.actor ?? null);
    if (session === null) throw await this.callers.refusalFor(request);
    if (session.disabled) throw Refused.because('ACCOUNT_DISABLED');
    if (!rule.roles.includes(session.actor.role)) throw Refused.because('FORBIDDEN_ACTION');
    if (session.actions !== null && !session.actions.includes(action)) {
      throw Refused.because('FORBIDDEN_ACTION', { reason: 'TOKEN_SCOPE' });
    }
    if (session.profileIncomplete && rule.beforeProfile !== true) throw Refused.because('PROFILE_INCOMPLETE');
    enterScope(scopeOf(session.actor));
    request.actor = session.actor;
    request.sessionId = session.id;
    request.csrfToken = session.csrfToken;
    return true;
  }
}
