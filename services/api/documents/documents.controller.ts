import { Controller, Get, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { DocumentsService, type PrintedDocument } from './documents.service.js';

/** 受理回执 and 《工作居住证确认单》 as PDF; each download is a print and stands in the audit trail (domain.md §9). */
@ApiTags('回执与确认单')
@Controller('api/v1/applications/:id')
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  /** The receipt of the newest submission. */
  @Get('receipt')
  @Requires('document.read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async receipt(
    @Actor() actor: SignedInActor,
    @Param('id', ParseUUIDPipe) id: string,
    @Res() reply: FastifyReply,
  ) {
    send(reply, await this.documents.receipt(actor, id));
  }

  /** The confirmation form; STATE_NOT_ALLOWED before approval and when the permit is no longer valid. */
  @Get('confirmation-form')
  @Requires('document.read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async form(
    @Actor() actor: SignedInActor,
    @Param('id', ParseUUIDPipe) id: string,
    @Res() reply: FastifyReply,
  ) {
    send(reply, await this.documents.confirmationForm(actor, id));
  }
}

function send(reply: FastifyReply, { fileName, bytes }: PrintedDocument): void {
  void reply
    .header('content-type', 'application/pdf')
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .header('cache-control', 'private, no-store')
    .send(bytes);
}
