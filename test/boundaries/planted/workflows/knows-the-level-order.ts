import type { Route } from '../domain/application/route.js';
export function next({ levels }: Route, level: string): string | undefined {
  return levels[levels.indexOf(level) + 1];
}
