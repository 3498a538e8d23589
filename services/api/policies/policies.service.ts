import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { changedRoutes, type ReviewRoutes } from '../../../domain/application/review-route.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { knownDate, knownMonth } from '../../../domain/calendar/plain-date.js';
import type { Policy } from '../../../domain/policy.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { publishPolicy } from '../../../infra/database/policy-publication.js';
import {
  listReferenceVersions,
  POLICY_REFERENCE,
  publishReference,
  readReferenceVersion,
  ROUTE_REFERENCE,
} from '../../../infra/database/reference-publication.js';
import { renderPolicyVersion, renderRouteVersion } from './policy-rendering.js';
import type {
  PolicyChangeDto,
  PolicyVersionsView,
  PolicyVersionView,
  PublishPolicyDto,
} from './policy.dto.js';
import type { PublishRoutesDto, RouteVersionsView, RouteVersionView } from './route.dto.js';

/** Policy parameters and approval routes by department and version (domain.md §5, §6.4). */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
  ) {}

  async publishPolicy(request: FactRequest, body: PublishPolicyDto): Promise<PolicyVersionView> {
    const id = await this.facts.run(request, (context) =>
      publishPolicy(context, publicationOf(body), policyChange(body.parameters)),
    );
    return renderPolicyVersion(await readReferenceVersion(this.dataSource.manager, POLICY_REFERENCE, id));
  }

  /** A department's administrator reads his department's and the city's. */
  async policies(actor: Actor, departmentId: string | null): Promise<PolicyVersionsView> {
    const { manager } = this.dataSource;
    const rows = await listReferenceVersions(manager, POLICY_REFERENCE, asked(actor, departmentId));
    return { items: rows.map(renderPolicyVersion) };
  }

  async publishRoutes(request: FactRequest, body: PublishRoutesDto): Promise<RouteVersionView> {
    const id = await this.facts.run(request, (context) => {
      const publication = publicationOf(body);
      const decide = (base: ReviewRoutes) =>
        changedRoutes(base, body.routes, publication.effectiveFrom, context.now.today);
      return publishReference(context, ROUTE_REFERENCE, publication, decide, body.routes);
    });
    return renderRouteVersion(await readReferenceVersion(this.dataSource.manager, ROUTE_REFERENCE, id));
  }

  async routes(actor: Actor, departmentId: string | null): Promise<RouteVersionsView> {
    const { manager } = this.dataSource;
    const rows = await listReferenceVersions(manager, ROUTE_REFERENCE, asked(actor, departmentId));
    return { items: rows.map(renderRouteVersion) };
  }
}

function asked({ role, departmentId }: Actor, wanted: string | null): string | null {
  return role === 'DEPARTMENT_ADMIN' ? departmentId : wanted;
}

function publicationOf({ departmentId, effectiveFrom, reason }: PublishPolicyDto | PublishRoutesDto) {
  return { departmentId: departmentId ?? null, effectiveFrom: knownDate(effectiveFrom), reason };
}

/** Null and left out are the same for every parameter but the month, which null takes back. */
function policyChange({ incomeFromMonth, ...others }: PolicyChangeDto): Partial<Policy> {
  const given = Object.fromEntries(
    Object.entries(others).filter(([, value]) => value !== null && value !== undefined),
  );
  if (incomeFromMonth === undefined) return given;
  return { ...given, incomeFromMonth: incomeFromMonth === null ? null : knownMonth(incomeFromMonth) };
}
