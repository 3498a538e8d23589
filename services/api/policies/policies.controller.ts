import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { IdField } from '../http/fields.js';
import { Requires } from '../http/requires.decorator.js';
import { PoliciesService } from './policies.service.js';
import { PolicyVersionsView, PolicyVersionView, PublishPolicyDto } from './policy.dto.js';
import { PublishRoutesDto, RouteVersionsView, RouteVersionView } from './route.dto.js';

class DepartmentQuery {
  @IdField({ label: '主管部门', optional: true })
  departmentId?: string;
}

/** 政策参数 (domain.md §6.4). */
@ApiTags('政策参数')
@Controller('api/v1/policies')
export class PoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  /** A new version from a day on; running applications keep the one of their submission. */
  @Post()
  @Requires('policy.publish')
  @ApiCreatedResponse({ type: PolicyVersionView })
  publish(@Fact() request: FactRequest, @Body() body: PublishPolicyDto): Promise<PolicyVersionView> {
    return this.policies.publishPolicy(request, body);
  }

  /** The newest 100 versions, newest first; of one department with the city's, or of all. */
  @Get()
  @Requires('policy.read')
  @ApiOkResponse({ type: PolicyVersionsView })
  list(
    @Actor() actor: SignedInActor,
    @Query() { departmentId }: DepartmentQuery,
  ): Promise<PolicyVersionsView> {
    return this.policies.policies(actor, departmentId ?? null);
  }
}

/** 审批路线 (domain.md §5). */
@ApiTags('审批路线')
@Controller('api/v1/review-routes')
export class ReviewRoutesController {
  constructor(private readonly policies: PoliciesService) {}

  /** A new version of the levels' limits from a day on; running applications keep theirs. */
  @Post()
  @Requires('reviewRoute.publish')
  @ApiCreatedResponse({ type: RouteVersionView })
  publish(@Fact() request: FactRequest, @Body() body: PublishRoutesDto): Promise<RouteVersionView> {
    return this.policies.publishRoutes(request, body);
  }

  /** The newest 100 versions, newest first; of one department with the city's, or of all. */
  @Get()
  @Requires('reviewRoute.read')
  @ApiOkResponse({ type: RouteVersionsView })
  list(
    @Actor() actor: SignedInActor,
    @Query() { departmentId }: DepartmentQuery,
  ): Promise<RouteVersionsView> {
    return this.policies.routes(actor, departmentId ?? null);
  }
}
