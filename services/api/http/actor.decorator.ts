import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Refused } from '../../../infra/database/refused.js';

/** Who acts, as the guard found him. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): SignedInActor =>
  actorOf(context.switchToHttp().getRequest<AuthorizedRequest>()),
);

export function actorOf(request: AuthorizedRequest): SignedInActor {
  if (request.actor === undefined) throw Refused.because('AUTH_REQUIRED');
  return request.actor;
}
