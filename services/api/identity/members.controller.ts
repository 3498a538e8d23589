import { Body, Controller, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { AcceptanceDto, InvitationDto, RegistrationDto } from './identity.dto.js';
import { AccountView, InvitationView } from './identity.views.js';
import { InvitationsService } from './invitations.service.js';
import { RegistrationService } from './registration.service.js';

/** How accounts come to be: employees register, department staff are invited (domain.md §12). */
@ApiTags('账号')
@Controller('api/v1')
export class MembersController {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly invitations: InvitationsService,
  ) {}

  /** An employee's account, confirmed by the identity adapter. */
  @Post('registrations')
  @Requires('registration.create')
  @ApiCreatedResponse({ type: AccountView })
  register(@Body() body: RegistrationDto, @Ip() ip: string): Promise<AccountView> {
    return this.registrations.register(body, ip);
  }

  /** A place in a department; the answer shows the token, which nothing shows again. */
  @Post('invitations')
  @Requires('invitation.create')
  @ApiBearerAuth()
  @ApiCreatedResponse({ type: InvitationView })
  invite(@Fact() request: FactRequest, @Body() body: InvitationDto): Promise<InvitationView> {
    return this.invitations.invite(request, body);
  }

  /** Takes the place within seven days, once. */
  @Post('invitations/acceptance')
  @Requires('invitation.accept')
  @ApiCreatedResponse({ type: AccountView })
  accept(@Body() body: AcceptanceDto, @Ip() ip: string): Promise<AccountView> {
    return this.invitations.accept(body, ip);
  }
}
