import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { ApplicationView } from '../applications/application.views.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { HistoricalRequestDto } from './historical.dto.js';
import { HistoricalRequestList, OwnHistoricalRequestView } from './historical.views.js';
import { HistoricalService } from './historical.service.js';

const PAST_CONTRACT_FORM = {
  type: 'object',
  properties: {
    position: { type: 'string', maxLength: 50, description: '职务', example: '顾问' },
    startDate: { type: 'string', format: 'date', description: '合同开始日期' },
    endDate: { type: 'string', format: 'date', description: '合同结束日期，不晚于今天' },
    file: { type: 'string', format: 'binary', description: '该段劳动合同（聘用合同）扫描件，PDF' },
  },
};

/** 补办变更 of an employer that was skipped (domain.md §4.4). */
@ApiTags('聘用单位变更补办')
@Controller('api/v1')
export class HistoricalController {
  constructor(private readonly historical: HistoricalService) {}

  /** Asks the unit of the code, where the person worked once, to be recorded; no link comes of it. */
  @Post('historical-requests')
  @Requires('historicalRequest.make')
  @ApiCreatedResponse({ type: OwnHistoricalRequestView })
  request(
    @Fact() request: FactRequest,
    @Body() { code }: HistoricalRequestDto,
  ): Promise<OwnHistoricalRequestView> {
    return this.historical.request(request, code);
  }

  /** 待办理聘用单位变更员工 marked 补办, the oldest request first. */
  @Get('historical-requests')
  @Requires('historicalRequest.list')
  @ApiOkResponse({ type: HistoricalRequestList })
  pending(@Actor() actor: SignedInActor): Promise<HistoricalRequestList> {
    return this.historical.pending(actor);
  }

  /** The contract of the period, of a draft or a returned application; a new one takes the place of the old. */
  @Post('applications/:id/contract')
  @HttpCode(200)
  @Requires('application.attachContract')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: PAST_CONTRACT_FORM })
  @ApiOkResponse({ type: ApplicationView })
  attach(
    @Req() request: AuthorizedRequest,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<ApplicationView> {
    return this.historical.attach(request, id);
  }
}
