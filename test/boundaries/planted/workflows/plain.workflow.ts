import type { Route } from '../domain/application/route.js';
export const firstOf = (_: Route): string => 'plain';
