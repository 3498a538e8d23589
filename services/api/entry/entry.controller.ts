import { Body, Controller, Get, HttpCode, Ip, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../http/requires.decorator.js';
import { SessionView } from '../identity/identity.views.js';
import { Binding, NeedsBinding } from './binding.decorator.js';
import { CertificateEntryService } from './certificate-entry.service.js';
import { CertificateSignatureDto, ProviderMessageDto, TicketDto } from './entry.dto.js';
import { ChallengeView, TicketStateView, TicketView } from './entry.views.js';
import { TicketStreams } from './ticket-streams.js';
import { TicketsService } from './tickets.service.js';

/** Sign-in of units without a password: by USB key, by a code that a phone confirms (domain.md §12). */
@ApiTags('登录')
@ApiExtraModels(TicketStateView)
@Controller('api/v1')
export class EntryController {
  constructor(
    private readonly certificates: CertificateEntryService,
    private readonly tickets: TicketsService,
    private readonly streams: TicketStreams,
  ) {}

  /** A text for the USB key to sign; valid for one sign-in within two minutes, by the browser that asked. */
  @Post('certificate-challenges')
  @Requires('certificateChallenge.create')
  @ApiCreatedResponse({ type: ChallengeView })
  challenge(): Promise<ChallengeView> {
    return this.certificates.challenge();
  }

  /** 证书登录; the challenge is used up whatever the outcome. */
  @Post('certificate-challenges/:id/session')
  @Requires('certificateChallenge.answer')
  @NeedsBinding()
  @ApiCreatedResponse({ type: SessionView })
  signIn(
    @Param('id', ParseUUIDPipe) id: string,
    @Binding() binding: string,
    @Body() body: CertificateSignatureDto,
    @Ip() ip: string,
  ): Promise<SessionView> {
    return this.certificates.signIn(id, binding, body, ip);
  }

  /** 扫码登录: a code with two digits to compare; valid for two minutes. */
  @Post('sign-in-tickets')
  @Requires('signInTicket.create')
  @ApiCreatedResponse({ type: TicketView })
  open(@Body() { method }: TicketDto): Promise<TicketView> {
    return this.tickets.open(method);
  }

  /** WAITING, SCANNED, CONFIRMED or EXPIRED. */
  @Get('sign-in-tickets/:id')
  @Requires('signInTicket.read')
  @NeedsBinding()
  @ApiOkResponse({ type: TicketStateView })
  state(@Param('id', ParseUUIDPipe) id: string, @Binding() binding: string): Promise<TicketStateView> {
    return this.tickets.state(id, binding);
  }

  /** Server-sent events `state`, from the present one on until the code is over. */
  @Get('sign-in-tickets/:id/events')
  @Requires('signInTicket.follow')
  @NeedsBinding()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string', description: 'state：TicketStateView' } })
  follow(
    @Param('id', ParseUUIDPipe) id: string,
    @Binding() binding: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.streams.follow(id, binding, reply);
  }

  /** Takes the session that the phone has confirmed, once, by the browser that asked. */
  @Post('sign-in-tickets/:id/session')
  @Requires('signInTicket.redeem')
  @NeedsBinding()
  @ApiCreatedResponse({ type: SessionView })
  redeem(
    @Param('id', ParseUUIDPipe) id: string,
    @Binding() binding: string,
    @Ip() ip: string,
  ): Promise<SessionView> {
    return this.tickets.redeem(id, binding, ip);
  }

  /** Where identity providers tell that a phone has scanned or confirmed; they sign what they say. */
  @Post('identity-providers/:provider/messages')
  @HttpCode(204)
  @Requires('identityProvider.tell')
  @ApiNoContentResponse()
  tell(
    @Param('provider') provider: string,
    @Body() { message }: ProviderMessageDto,
    @Ip() ip: string,
  ): Promise<void> {
    return this.tickets.receive(provider, message, ip);
  }
}
