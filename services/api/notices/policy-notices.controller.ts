import {
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  type StreamableFile,
} from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { PageQuery } from '../http/page-query.js';
import { Requires } from '../http/requires.decorator.js';
import { UnreadView } from './notices.dto.js';
import { PolicyNoticePage, PolicyNoticeView } from './policy-notices.dto.js';
import { PolicyNoticesService } from './policy-notices.service.js';

const PUBLICATION_FORM = {
  type: 'object',
  required: ['title', 'file'],
  properties: {
    title: { type: 'string', maxLength: 100, description: '标题', example: '关于优化办理流程的通知' },
    body: { type: 'string', maxLength: 2000, description: '内容' },
    file: { type: 'string', format: 'binary', description: '法规文件，PDF' },
  },
};

/** 政策法规通知 (domain.md §10). */
@ApiTags('通知')
@Controller('api/v1/policy-notices')
export class PolicyNoticesController {
  constructor(private readonly notices: PolicyNoticesService) {}

  /** Publishes a notice with its document to everybody. */
  @Post()
  @Requires('policyNotice.publish')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: PUBLICATION_FORM })
  @ApiCreatedResponse({ type: PolicyNoticeView })
  publish(@Req() request: AuthorizedRequest): Promise<PolicyNoticeView> {
    return this.notices.publish(request);
  }

  /** 查看更多: all that were published, newest first. */
  @Get()
  @Requires('policyNotice.read')
  @ApiOkResponse({ type: PolicyNoticePage })
  list(@Actor() actor: SignedInActor, @Query() query: PageQuery): Promise<PolicyNoticePage> {
    return this.notices.list(actor, query);
  }

  /** The document, proved against its hash. */
  @Get(':id/document')
  @Requires('policyNotice.read')
  @Header('cache-control', 'private, no-store')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  document(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    return this.notices.document(id);
  }

  /** 已读, for this account. */
  @Post(':id/read-mark')
  @HttpCode(200)
  @Requires('notice.mark')
  @ApiOkResponse({ type: UnreadView })
  markRead(@Fact() request: FactRequest, @Param('id', ParseUUIDPipe) id: string): Promise<UnreadView> {
    return this.notices.markRead(request, id);
  }
}
