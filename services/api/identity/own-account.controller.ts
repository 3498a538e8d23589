import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Res,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { Environment } from '../../../infra/config/environment.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { ENVIRONMENT } from '../tokens.js';
import { PasswordChangeDto, ProgramTokenDto, RecoveryCodesDto } from './identity.dto.js';
import { MeView } from './identity.views.js';
import { OwnAccountService, type OwnSessionRequest } from './own-account.service.js';
import {
  MadeProgramTokenView,
  OwnSessionList,
  ProgramTokenList,
  ProgramTokenView,
  RecoveryCodesView,
} from './own-account.views.js';
import { OwnPasswordService } from './own-password.service.js';
import { OwnSession } from './own-session.decorator.js';
import { ProgramTokensService } from './program-tokens.service.js';
import { RecoveryCodesService } from './recovery-codes.service.js';
import { SessionCookies } from './session-cookies.js';

/** One's own account, sessions, password and programs' tokens (domain.md §12). */
@ApiTags('账号')
@ApiBearerAuth()
@Controller('api/v1')
export class OwnAccountController {
  private readonly cookies: SessionCookies;

  constructor(
    private readonly account: OwnAccountService,
    private readonly password: OwnPasswordService,
    private readonly recoveryCodes: RecoveryCodesService,
    private readonly programs: ProgramTokensService,
    @Inject(ENVIRONMENT) { api }: Environment,
  ) {
    this.cookies = new SessionCookies(api.publicUrl);
  }

  /** The own account; open before the unit's profile is complete. */
  @Get('me')
  @Requires('identity.read')
  @ApiOkResponse({ type: MeView })
  me(@OwnSession() own: OwnSessionRequest): Promise<MeView> {
    return this.account.me(own);
  }

  /** All other sessions end, sign-ins that wait for a second factor, and programs' tokens. */
  @Post('me/password')
  @HttpCode(204)
  @Requires('password.change')
  @ApiNoContentResponse()
  changePassword(@OwnSession() own: OwnSessionRequest, @Body() body: PasswordChangeDto): Promise<void> {
    return this.password.change(own, body);
  }

  /** New recovery codes, shown once; the old ones end. Asks for a code of the app that has not been used. */
  @Post('me/recovery-codes')
  @Requires('secondFactor.renewCodes')
  @ApiCreatedResponse({ type: RecoveryCodesView })
  renewCodes(@Actor() actor: SignedInActor, @Body() { code }: RecoveryCodesDto): Promise<RecoveryCodesView> {
    return this.recoveryCodes.renew(actor, code);
  }

  /** Where one is signed in. */
  @Get('sessions')
  @Requires('session.list')
  @ApiOkResponse({ type: OwnSessionList })
  sessions(@OwnSession() own: OwnSessionRequest): Promise<OwnSessionList> {
    return this.account.list(own);
  }

  /** 退出. */
  @Delete('sessions/current')
  @HttpCode(204)
  @Requires('session.end')
  @ApiNoContentResponse()
  async signOut(
    @OwnSession() own: OwnSessionRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.account.end(own, own.sessionId);
    if (own.csrfToken !== null) this.cookies.takeSession(reply);
  }

  /** Every session but this one. */
  @Delete('sessions/others')
  @HttpCode(204)
  @Requires('session.end')
  @ApiNoContentResponse()
  endOthers(@OwnSession() own: OwnSessionRequest): Promise<void> {
    return this.account.endOthers(own);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Requires('session.end')
  @ApiNoContentResponse()
  endOne(@OwnSession() own: OwnSessionRequest, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.account.end(own, id);
  }

  /** A token with which a program acts for the person, within the actions named; only reading when none is. */
  @Post('me/program-tokens')
  @Requires('programToken.create')
  @ApiCreatedResponse({ type: MadeProgramTokenView })
  makeToken(@Fact() request: FactRequest, @Body() body: ProgramTokenDto): Promise<MadeProgramTokenView> {
    return this.programs.make(request, body);
  }

  @Get('me/program-tokens')
  @Requires('programToken.list')
  @ApiOkResponse({ type: ProgramTokenList })
  tokens(@Actor() actor: SignedInActor): Promise<ProgramTokenList> {
    return this.programs.list(actor);
  }

  /** At once and for good. */
  @Post('me/program-tokens/:id/revocation')
  @HttpCode(200)
  @Requires('programToken.revoke')
  @ApiOkResponse({ type: ProgramTokenView })
  revokeToken(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<ProgramTokenView> {
    return this.programs.revoke(request, id);
  }
}
