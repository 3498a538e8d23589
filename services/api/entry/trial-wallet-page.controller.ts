import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { WALLET_PAGE, WALLET_SCRIPT } from './trial-wallet-page.js';

/** The page of the trial wallet; production never registers it. */
@ApiTags('试用')
@Controller('trial')
export class TrialWalletPageController {
  /** For a person; plays the phone and the USB key. */
  @Get('wallet')
  @Requires('trial.wallet')
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string', description: '试用钱包页面' } })
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return WALLET_PAGE;
  }

  /** Beside the page: the security headers admit no script inside it. */
  @Get('wallet.js')
  @Requires('trial.wallet')
  @ApiProduces('text/javascript')
  @ApiOkResponse({ schema: { type: 'string', description: '页面的脚本' } })
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return WALLET_SCRIPT;
  }
}
