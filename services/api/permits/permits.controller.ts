import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { CancelPermitDto, PermitQuery } from './permit.dto.js';
import { PermitList, PermitListItem, PermitPage } from './permit.views.js';
import { PermitsService } from './permits.service.js';

@ApiTags('工作居住证')
@Controller('api/v1/permits')
export class PermitsController {
  constructor(private readonly permits: PermitsService) {}

  /** The caller's permits with status, terms and renewal window; the newest first. */
  @Get('mine')
  @Requires('permit.read')
  @ApiOkResponse({ type: PermitList })
  mine(@Actor() actor: SignedInActor): Promise<PermitList> {
    return this.permits.mine(actor);
  }

  /** Permits under the caller's department, all of them for the city's office; newest first. */
  @Get()
  @Requires('permit.list')
  @ApiOkResponse({ type: PermitPage })
  list(@Actor() actor: SignedInActor, @Query() query: PermitQuery): Promise<PermitPage> {
    return this.permits.list(actor, query);
  }

  /** 注销: final; open applications of the permit end with it. */
  @Post(':id/cancellation')
  @HttpCode(200)
  @Requires('permit.cancel')
  @ApiOkResponse({ type: PermitListItem })
  cancel(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CancelPermitDto,
  ): Promise<PermitListItem> {
    return this.permits.cancel(request, id, body);
  }
}
