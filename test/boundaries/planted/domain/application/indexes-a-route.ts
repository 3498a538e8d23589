import type { Route } from './route.js';
export const third = (route: Route): string | undefined => route.levels[2];
