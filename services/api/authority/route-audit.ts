import type { INestApplication } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { REQUIRED_ACTION } from '../http/requires.decorator.js';

/** Every handler of every controller with the action it declares. */
export interface DeclaredRoute {
  readonly handler: string;
  readonly action: string | null;
}

export function declaredRoutes(app: INestApplication): DeclaredRoute[] {
  const discovery = app.get(DiscoveryService);
  const scanner = app.get(MetadataScanner);
  return discovery.getControllers().flatMap(({ instance, name }) => {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (typeof prototype !== 'object' || prototype === null) return [];
    return scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler: unknown = Reflect.get(prototype, method);
      if (typeof handler !== 'function' || Reflect.getMetadata(METHOD_METADATA, handler) === undefined)
        return [];
      const action: unknown = Reflect.getMetadata(REQUIRED_ACTION, handler);
      return [{ handler: `${String(name)}.${method}`, action: typeof action === 'string' ? action : null }];
    });
  });
}

/** Refuses to start on a route that declares no action (design.md §5). */
export function assertEveryRouteIsDeclared(app: INestApplication): void {
  const undeclared = declaredRoutes(app).filter((route) => route.action === null);
  if (undeclared.length > 0) {
    throw new Error(`routes without an action: ${undeclared.map((route) => route.handler).join(', ')}`);
  }
}
