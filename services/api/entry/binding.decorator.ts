import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

const HEADER = 'sign-in-binding';

/** The secret that only the browser which asked for a challenge or a code has; '' where none is sent. */
export const Binding = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const sent = context.switchToHttp().getRequest<FastifyRequest>().headers[HEADER];
  return typeof sent === 'string' ? sent : '';
});

export function NeedsBinding(): MethodDecorator {
  return applyDecorators(ApiHeader({ name: 'Sign-In-Binding', required: true, description: '绑定凭据' }));
}
