import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { AuthorizationsService } from './authorizations.service.js';
import { AuthorizationQuery, GrantDto, RevocationDto } from './entry.dto.js';
import { AuthorizationPage, AuthorizationView } from './entry.views.js';

/** 电子营业执照、事业单位电子证照的业务授权 of the own unit (domain.md §12). */
@ApiTags('单位授权')
@ApiBearerAuth()
@Controller('api/v1/units/mine/authorizations')
export class AuthorizationsController {
  constructor(private readonly authorizations: AuthorizationsService) {}

  /** 证照管理员 and 办事人 that the unit has authorized, newest first. */
  @Get()
  @Requires('authorization.read')
  @ApiOkResponse({ type: AuthorizationPage })
  list(@Actor() actor: SignedInActor, @Query() query: AuthorizationQuery): Promise<AuthorizationPage> {
    return this.authorizations.list(actor, query);
  }

  /** The legal representative authorizes administrators and operators, an administrator operators. */
  @Post()
  @Requires('authorization.grant')
  @ApiCreatedResponse({ type: AuthorizationView })
  grant(@Fact() request: FactRequest, @Body() body: GrantDto): Promise<AuthorizationView> {
    return this.authorizations.grant(request, body);
  }

  /** The person's sessions end at once. */
  @Post(':id/revocation')
  @HttpCode(200)
  @Requires('authorization.revoke')
  @ApiOkResponse({ type: AuthorizationView })
  revoke(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: RevocationDto,
  ): Promise<AuthorizationView> {
    return this.authorizations.revoke(request, id, reason);
  }
}
