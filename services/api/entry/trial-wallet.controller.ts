import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { WalletMessageDto, WalletSignatureDto } from './trial-wallet.dto.js';
import { TrialWalletService } from './trial-wallet.service.js';
import { WalletMessageView, WalletSignatureView, WalletUnitView } from './trial-wallet.views.js';

/** Plays USB key and phones; production never registers it. */
@ApiTags('试用')
@Controller('api/v1/trial/wallet')
export class TrialWalletController {
  constructor(private readonly wallet: TrialWalletService) {}

  /** Units that the wallet can play. */
  @Get('units')
  @Requires('trial.wallet')
  @ApiOkResponse({ type: WalletUnitView, isArray: true })
  units(): Promise<WalletUnitView[]> {
    return this.wallet.units();
  }

  /** As the unit's USB key signs. */
  @Post('signatures')
  @HttpCode(200)
  @Requires('trial.wallet')
  @ApiOkResponse({ type: WalletSignatureView })
  sign(@Body() body: WalletSignatureDto): Promise<WalletSignatureView> {
    return this.wallet.sign(body);
  }

  /** As an app tells that it has scanned or that the person has confirmed. */
  @Post('messages')
  @HttpCode(200)
  @Requires('trial.wallet')
  @ApiOkResponse({ type: WalletMessageView })
  say(@Body() body: WalletMessageDto): Promise<WalletMessageView> {
    return this.wallet.say(body);
  }
}
