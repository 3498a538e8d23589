import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { PageQuery } from '../http/page-query.js';
import { Requires } from '../http/requires.decorator.js';
import { ReleasePage, ReleaseView } from './association.views.js';
import { TerminationByDepartmentDto } from './disassociation.dto.js';
import { DisassociationService } from './disassociation.service.js';

/** The department's part where a unit does not let an employee go (domain.md §4.4). */
@ApiTags('单位关联')
@Controller('api/v1/associations')
export class ReleasesController {
  constructor(private readonly disassociation: DisassociationService) {}

  /** Releases that the department's units have not answered, newest first. */
  @Get('releases')
  @Requires('association.releases')
  @ApiOkResponse({ type: ReleasePage })
  list(@Actor() actor: SignedInActor, @Query() query: PageQuery): Promise<ReleasePage> {
    return this.disassociation.releases(actor, query);
  }

  /** 解除关联 in the unit's place, once the unit's workdays are over; with a reason. */
  @Post(':id/termination-by-department')
  @HttpCode(200)
  @Requires('association.endForUnit')
  @ApiOkResponse({ type: ReleaseView })
  endForUnit(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: TerminationByDepartmentDto,
  ): Promise<ReleaseView> {
    return this.disassociation.endForUnit(request, id, body);
  }
}
