import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { NoticePage, NoticeQuery } from './notices.dto.js';
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
}
