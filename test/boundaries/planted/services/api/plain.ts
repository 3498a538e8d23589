import type { Route } from '../../domain/application/route.js';
export const show = (_: Route): string => 'plain';
