import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Seconds to wait for the process; 0 when the caller does not ask for it. */
export interface WaitPreference {
  readonly seconds: number;
}

const LONGEST_WAIT_SECONDS = 20;

/** `Prefer: wait=5` (RFC 7240): answer after the process has dealt with the fact, or when the time is over. */
export const Prefer = createParamDecorator((_: unknown, context: ExecutionContext): WaitPreference => {
  const http = context.switchToHttp();
  const header = String(http.getRequest<FastifyRequest>().headers['prefer'] ?? '');
  const asked = Number(/(?:^|[,;\s])wait=(\d{1,3})/.exec(header)?.[1] ?? 0);
  const seconds = Math.min(asked, LONGEST_WAIT_SECONDS);
  if (seconds > 0) void http.getResponse<FastifyReply>().header('preference-applied', `wait=${seconds}`);
  return { seconds };
});
