import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Requires } from '../http/requires.decorator.js';
import { LiveStatusService } from './live-status.service.js';
import { LiveCountsView, LiveNoticeView } from './live-status.views.js';

/** 实时状态: the caller's counts and new notices as they come (design.md §1, §5). */
@ApiTags('实时状态')
@ApiExtraModels(LiveCountsView, LiveNoticeView)
@Controller('api/v1/events')
export class LiveStatusController {
  constructor(private readonly live: LiveStatusService) {}

  /** Server-sent events `counts` and `notice`; `Last-Event-ID` resumes without a gap; ends with the session. */
  @Get()
  @Requires('liveStatus.follow')
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '上次收到的事件编号' })
  @ApiOkResponse({
    schema: { type: 'string', description: 'counts：LiveCountsView；notice：LiveNoticeView' },
  })
  follow(
    @Req() request: AuthorizedRequest,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<void> {
    return this.live.follow(request, reply, lastEventId);
  }
}
