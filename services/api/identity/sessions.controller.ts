import { Body, Controller, Ip, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { CaptchaService } from './captcha.service.js';
import { SecondFactorDto, SignInDto } from './identity.dto.js';
import { CaptchaView, SessionView } from './identity.views.js';
import { SecondFactorService } from './second-factor.service.js';
import { SignInService } from './sign-in.service.js';

/** Sign-in by password, and the second factor of staff by whatever method they came (domain.md §12). */
@ApiTags('登录')
@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly captchas: CaptchaService,
    private readonly signIns: SignInService,
    private readonly secondFactors: SecondFactorService,
  ) {}

  /** An image to read; valid for one sign-in within three minutes. */
  @Post('captchas')
  @Requires('captcha.create')
  @ApiCreatedResponse({ type: CaptchaView })
  issueCaptcha(): Promise<CaptchaView> {
    return this.captchas.issue();
  }

  /** 口令登录; the captcha is used up whatever the outcome. Staff are answered AUTH_SECOND_FACTOR and go on there. */
  @Post('sessions')
  @Requires('session.create')
  @ApiCreatedResponse({ type: SessionView })
  signIn(@Body() body: SignInDto, @Ip() ip: string): Promise<SessionView> {
    return this.signIns.signIn(body, ip);
  }

  /** 二次验证 within five minutes, in the browser that began; the first one enrols the app and shows recovery codes. */
  @Post('sessions/second-factor')
  @Requires('secondFactor.complete')
  @ApiCreatedResponse({ type: SessionView })
  complete(@Body() body: SecondFactorDto, @Ip() ip: string): Promise<SessionView> {
    return this.secondFactors.complete(body, ip);
  }
}
