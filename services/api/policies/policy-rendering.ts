import {
  businessLabel,
  levelLabel,
  levelLimits,
  routesIn,
  type ReviewRoutes,
} from '../../../domain/application/review-route.js';
import type { Policy } from '../../../domain/policy.js';
import type { ReferenceVersionRecord } from '../../../infra/database/reference-publication.js';
import type { PolicyVersionView } from './policy.dto.js';
import type { RouteVersionView } from './route.dto.js';

export function renderPolicyVersion({
  content,
  publishedAt,
  ...version
}: ReferenceVersionRecord<Policy>): PolicyVersionView {
  return { ...version, publishedAt: publishedAt.toISOString(), parameters: content };
}

export function renderRouteVersion({
  content,
  publishedAt,
  ...version
}: ReferenceVersionRecord<ReviewRoutes>): RouteVersionView {
  const routes = routesIn(content).map(({ permitType, type, route }) => ({
    permitType,
    type,
    typeLabel: businessLabel(type),
    totalWorkdays: route.totalWorkdays,
    limits: levelLimits(route).map(({ level, workdaysAllowed }) => ({
      level,
      levelLabel: levelLabel(level),
      workdaysAllowed,
    })),
  }));
  return { ...version, publishedAt: publishedAt.toISOString(), routes };
}
