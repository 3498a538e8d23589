import type { Route } from '../../domain/application/route.js';
export const fake = (_: Route): string => 'plain';
