import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Fact } from '../http/fact.decorator.js';
import { PageQuery } from '../http/page-query.js';
import { Requires } from '../http/requires.decorator.js';
import { OutagePage, OutageView, RecordOutageDto } from './outage.dto.js';
import { OutagesService } from './outages.service.js';

@ApiTags('停止受理登记')
@Controller('api/v1/outages')
export class OutagesController {
  constructor(private readonly outages: OutagesService) {}

  /** Last submission days in the time move to the first workday after it, never beyond the permit's end. */
  @Post()
  @Requires('outage.record')
  @ApiCreatedResponse({ type: OutageView })
  record(@Fact() request: FactRequest, @Body() body: RecordOutageDto): Promise<OutageView> {
    return this.outages.record(request, body);
  }

  /** The newest first. */
  @Get()
  @Requires('outage.read')
  @ApiOkResponse({ type: OutagePage })
  list(@Query() query: PageQuery): Promise<OutagePage> {
    return this.outages.list(query);
  }
}
