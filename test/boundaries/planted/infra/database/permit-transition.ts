import type { Route } from '../../domain/application/route.js';
export const recordPermitTransition = (_: Route): string => 'VALID';
