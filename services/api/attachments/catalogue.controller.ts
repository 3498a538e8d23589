import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import {
  CatalogueQuery,
  CatalogueVersionsView,
  CatalogueVersionView,
  PublishCatalogueDto,
} from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';

/** 附件目录: what is asked for, by department and version (domain.md §8). */
@ApiTags('附件目录')
@Controller('api/v1/attachment-catalogues')
export class CatalogueController {
  constructor(private readonly catalogues: CatalogueService) {}

  /** A new version from a day on; applications keep the one of their submission. */
  @Post()
  @Requires('attachmentCatalogue.publish')
  @ApiCreatedResponse({ type: CatalogueVersionView })
  publish(@Fact() request: FactRequest, @Body() body: PublishCatalogueDto): Promise<CatalogueVersionView> {
    return this.catalogues.publish(request, body);
  }

  /** The newest 100 versions, newest first; of one department with the city's, or of all. */
  @Get()
  @Requires('attachmentCatalogue.read')
  @ApiOkResponse({ type: CatalogueVersionsView })
  list(
    @Actor() actor: SignedInActor,
    @Query() { departmentId }: CatalogueQuery,
  ): Promise<CatalogueVersionsView> {
    return this.catalogues.list(actor, departmentId ?? null);
  }
}
