import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import type { OwnSessionRequest } from './own-account.service.js';

/** Who asks, by which of his sessions. */
export const OwnSession = createParamDecorator((_: unknown, context: ExecutionContext): OwnSessionRequest => {
  const request = context.switchToHttp().getRequest<AuthorizedRequest>();
  const { sessionId = '', csrfToken = null } = request;
  return { actor: actorOf(request), sessionId, csrfToken };
});
