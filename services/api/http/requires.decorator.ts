import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { RouteAction } from '../authority/route-policy.js';

export const REQUIRED_ACTION = 'juzheng:action';
/** Where the description of an operation names its action. */
export const DESCRIBED_ACTION = 'x-action';

/** Names the action of a route; the application refuses to start on a route without one (design.md §5). */
export const Requires = (action: RouteAction): MethodDecorator =>
  applyDecorators(SetMetadata(REQUIRED_ACTION, action), ApiExtension(DESCRIBED_ACTION, action));
