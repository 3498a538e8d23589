import { SetMetadata } from '@nestjs/common';
import type { RouteAction } from '../authority/route-policy.js';

export const REQUIRED_ACTION = 'juzheng:action';

/** Names the action of a route; the application refuses to start on a route without one (design.md §5). */
export const Requires = (action: RouteAction): MethodDecorator => SetMetadata(REQUIRED_ACTION, action);
