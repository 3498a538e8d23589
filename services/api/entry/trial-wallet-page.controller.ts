import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { WALLET_PAGE, WALLET_SCRIPT } from './trial-wallet-page.js';

/** The page of the trial wallet; production never registers it. */
@ApiExcludeController()
@Controller('trial')
export class TrialWalletPageController {
  @Get('wallet')
  @Requires('trial.wallet')
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return WALLET_PAGE;
  }

  /** Beside the page: the security headers admit no script inside it. */
  @Get('wallet.js')
  @Requires('trial.wallet')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return WALLET_SCRIPT;
  }
}
