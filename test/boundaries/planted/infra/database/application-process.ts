import type { Route } from '../../domain/application/route.js';
export const conclude = (_: Route): string => 'APPROVED';
