import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { CaptchaService } from './captcha.service.js';
import { CaptchaAnswerView } from './identity.views.js';

/** Lets programs sign in; production never registers it. */
@ApiTags('试用')
@Controller('api/v1/trial/captchas')
export class TrialCaptchaController {
  constructor(private readonly captchas: CaptchaService) {}

  /** What the image says. */
  @Get(':id')
  @Requires('trial.captcha')
  @ApiOkResponse({ type: CaptchaAnswerView })
  reveal(@Param('id', ParseUUIDPipe) id: string): Promise<CaptchaAnswerView> {
    return this.captchas.reveal(id);
  }
}
