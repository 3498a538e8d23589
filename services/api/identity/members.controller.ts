import {
  Body,
  Controller,
  Get,
  HttpCode,
  Ip,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
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
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { IfMatch, tag } from '../http/if-match.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { AcceptanceDto, InvitationDto, MemberQuery, MemberRoleDto, RegistrationDto } from './identity.dto.js';
import { AccountView, InvitationView } from './identity.views.js';
import { InvitationsService } from './invitations.service.js';
import { MemberPage, MemberView, OpenInvitationPage } from './member.views.js';
import { MembersService } from './members.service.js';
import { RegistrationService } from './registration.service.js';

/** How accounts come to be and are kept: employees register, department staff are invited (domain.md §12, S-20). */
@ApiTags('账号')
@Controller('api/v1')
export class MembersController {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly invitations: InvitationsService,
    private readonly members: MembersService,
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

  /** Places that nobody has taken yet, newest first. */
  @Get('invitations')
  @Requires('invitation.list')
  @ApiBearerAuth()
  @ApiOkResponse({ type: OpenInvitationPage })
  openInvitations(@Actor() actor: SignedInActor, @Query() query: MemberQuery): Promise<OpenInvitationPage> {
    return this.members.openInvitations(actor, query);
  }

  /** The token is worth nothing from now on. */
  @Post('invitations/:id/withdrawal')
  @HttpCode(204)
  @Requires('invitation.withdraw')
  @ApiBearerAuth()
  @ApiNoContentResponse()
  withdraw(@Fact() request: FactRequest, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.members.withdrawInvitation(request, id);
  }

  /** Members of the own department; an operator sees all staff. Newest first. */
  @Get('members')
  @Requires('member.list')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MemberPage })
  list(@Actor() actor: SignedInActor, @Query() query: MemberQuery): Promise<MemberPage> {
    return this.members.list(actor, query);
  }

  @Get('members/:id')
  @Requires('member.list')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MemberView })
  async read(
    @Actor() actor: SignedInActor,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberView> {
    const member = await this.members.read(actor, id);
    tag(reply, member.version);
    return member;
  }

  /** Another role in the same department; he signs in anew. */
  @Patch('members/:id')
  @Requires('member.change')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MemberView })
  changeRole(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() version: number,
    @Body() { role }: MemberRoleDto,
  ): Promise<MemberView> {
    return this.members.change(request, id, { kind: 'ROLE', role }, version);
  }

  /** His sessions and programs' tokens end. */
  @Post('members/:id/disabling')
  @HttpCode(200)
  @Requires('member.change')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MemberView })
  disable(@Fact() request: FactRequest, @Param('id', ParseUUIDPipe) id: string): Promise<MemberView> {
    return this.members.change(request, id, { kind: 'DISABLE' }, null);
  }

  @Post('members/:id/enabling')
  @HttpCode(200)
  @Requires('member.change')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MemberView })
  enable(@Fact() request: FactRequest, @Param('id', ParseUUIDPipe) id: string): Promise<MemberView> {
    return this.members.change(request, id, { kind: 'ENABLE' }, null);
  }

  /** For who has lost his app: his sessions end, and the next sign-in enrols anew. */
  @Post('members/:id/second-factor/reset')
  @HttpCode(200)
  @Requires('secondFactor.reset')
  @ApiBearerAuth()
  @ApiOkResponse({ type: MemberView })
  resetSecondFactor(
    @Fact() request: FactRequest,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MemberView> {
    return this.members.change(request, id, { kind: 'RESET_SECOND_FACTOR' }, null);
  }
}
