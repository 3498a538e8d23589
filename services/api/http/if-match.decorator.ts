import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../../../infra/database/refused.js';

/** The version that the caller has read; `IF_MATCH_REQUIRED` without it (design.md §5). */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw Refused.because('IF_MATCH_REQUIRED');
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw Refused.because('VERSION_CONFLICT', { ifMatch: header });
  return Number(version);
});

/** Tells the version that an update has to name. */
export function tag(reply: FastifyReply, version: number): void {
  void reply.header('etag', `"${version}"`);
}
