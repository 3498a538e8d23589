import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { LiftRestrictionDto, RestrictionQuery, SetRestrictionDto } from './restriction.dto.js';
import { RestrictionPage, RestrictionView } from './restriction.views.js';
import { RestrictionsService } from './restrictions.service.js';

/** 限制办理 (domain.md §3.4, §7.1). */
@ApiTags('限制办理')
@Controller('api/v1/restrictions')
export class RestrictionsController {
  constructor(private readonly restrictions: RestrictionsService) {}

  /** Keeps a unit or a person from a service, from `from` to `to`, both included; what is under review goes on. */
  @Post()
  @Requires('restriction.set')
  @ApiCreatedResponse({ type: RestrictionView })
  set(@Fact() request: FactRequest, @Body() body: SetRestrictionDto): Promise<RestrictionView> {
    return this.restrictions.set(request, body);
  }

  /** 解除限制, with a reason. */
  @Post(':id/lifting')
  @HttpCode(200)
  @Requires('restriction.lift')
  @ApiOkResponse({ type: RestrictionView })
  lift(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: LiftRestrictionDto,
  ): Promise<RestrictionView> {
    return this.restrictions.lift(request, id, body.reason ?? '');
  }

  /** Newest first; a department sees those of its units and their employees. */
  @Get()
  @Requires('restriction.read')
  @ApiOkResponse({ type: RestrictionPage })
  list(@Actor() actor: SignedInActor, @Query() query: RestrictionQuery): Promise<RestrictionPage> {
    return this.restrictions.list(actor, query);
  }
}
