import type { Route } from '../../domain/application/route.js';
export const recordTransition = (_: Route): string => 'IN_REVIEW';
