import type { Route } from '../../domain/application/route.js';
export const expire = (_: Route): string => 'EXPIRED';
