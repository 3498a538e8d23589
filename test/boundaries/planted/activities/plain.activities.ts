import type { Route } from '../domain/application/route.js';
export const nameOf = (_: Route): string => 'plain';
