import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Refused } from '../../../infra/database/refused.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from './actor.decorator.js';

const KEY_FORM = /^[\x21-\x7e]{8,128}$/;

/** The act as it came in: actor, `Idempotency-Key` and a hash of what is asked (design.md §2 "Idempotence"). */
export const Fact = createParamDecorator((_: unknown, context: ExecutionContext): FactRequest => {
  const request = context.switchToHttp().getRequest<AuthorizedRequest>();
  return factRequestOf(request, request.body);
});

/** For uploads `content` is the fields and the SHA-256 of the bytes. */
export function factRequestOf(request: AuthorizedRequest, content: unknown): FactRequest {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY_FORM.test(key)) throw Refused.because('IDEMPOTENCY_KEY_REQUIRED');
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const asked = JSON.stringify([request.url, content ?? null]);
  return {
    actor: actorOf(request),
    key,
    route,
    requestHash: createHash('sha256').update(asked).digest('hex'),
  };
}
