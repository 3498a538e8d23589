import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { NoticePage, NoticeQuery, UnreadView } from './notices.dto.js';
import { NoticesService } from './notices.service.js';

/** 系统提示通知 (domain.md §10). */
@ApiTags('通知')
@ApiBearerAuth()
@Controller('api/v1/notices')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  /** Current notices of the caller, newest first; `all=true` includes the resolved ones. */
  @Get()
  @Requires('notice.read')
  @ApiOkResponse({ type: NoticePage })
  list(@Actor() actor: SignedInActor, @Query() query: NoticeQuery): Promise<NoticePage> {
    return this.notices.list(actor, query);
  }

  /** How many notices of both kinds the account has not read. */
  @Get('unread')
  @Requires('notice.read')
  @ApiOkResponse({ type: UnreadView })
  unread(@Actor() actor: SignedInActor): Promise<UnreadView> {
    return this.notices.unread(actor);
  }

  /** 已读, for this account; a notice that changes is unread again. */
  @Post(':id/read-mark')
  @HttpCode(200)
  @Requires('notice.mark')
  @ApiOkResponse({ type: UnreadView })
  markRead(@Fact() request: FactRequest, @Param('id', ParseUUIDPipe) id: string): Promise<UnreadView> {
    return this.notices.markRead(request, id);
  }
}
