import type { Route } from '../../domain/application/route.js';
export const submit = (_: Route): string => 'IN_REVIEW';
