import {
  Body,
  Controller,
  createParamDecorator,
  Delete,
  Get,
  HttpCode,
  Ip,
  Post,
  type ExecutionContext,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { bearerToken } from '../authority/authority.guard.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { CaptchaService } from './captcha.service.js';
import { SignInDto } from './identity.dto.js';
import { CaptchaView, MeView, SessionView } from './identity.views.js';
import { SignInService } from './sign-in.service.js';

const Token = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  bearerToken(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Sign-in, 退出 and who is signed in (domain.md §12). */
@ApiTags('登录')
@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly captchas: CaptchaService,
    private readonly signIns: SignInService,
  ) {}

  /** An image to read; valid for one sign-in within three minutes. */
  @Post('captchas')
  @Requires('captcha.create')
  @ApiCreatedResponse({ type: CaptchaView })
  issueCaptcha(): Promise<CaptchaView> {
    return this.captchas.issue();
  }

  /** 口令登录; the captcha is used up whatever the outcome. */
  @Post('sessions')
  @Requires('session.create')
  @ApiCreatedResponse({ type: SessionView })
  signIn(@Body() body: SignInDto, @Ip() ip: string): Promise<SessionView> {
    return this.signIns.signIn(body, ip);
  }

  /** 退出. */
  @Delete('sessions/current')
  @HttpCode(204)
  @Requires('session.end')
  @ApiBearerAuth()
  @ApiNoContentResponse()
  signOut(@Actor() actor: SignedInActor, @Token() token: string): Promise<void> {
    return this.signIns.signOut(actor, token);
  }

  /** The own account; open before the unit's profile is complete. */
  @Get('me')
  @Requires('identity.read')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MeView })
  me(@Actor() actor: SignedInActor): Promise<MeView> {
    return this.signIns.me(actor);
  }
}
