import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DocumentRecords } from '../../../infra/database/document-records.js';
import { ParsedField } from '../http/fields.js';
import { Requires } from '../http/requires.decorator.js';
import { checkPage } from './check-page.js';

/** The last four characters of the holder's ID number. */
export class CheckQuery {
  @ParsedField({
    label: '证件号码后四位',
    parse: (text) => (/^[0-9A-Za-z]{4}$/.test(text) ? text.toUpperCase() : null),
    optional: true,
    example: '002X',
  })
  tail?: string;
}

export class CheckView {
  @ApiProperty({ description: '是否有效' }) valid!: boolean;
}

/** What the QR codes lead to: valid or not, and nothing else (domain.md §9). */
@ApiTags('公开核验')
@Controller()
export class PublicCheckController {
  constructor(private readonly documents: DocumentRecords) {}

  @Get('api/v1/public/documents/:number')
  @Requires('document.check')
  @ApiOkResponse({ type: CheckView })
  async check(@Param('number') number: string, @Query() { tail }: CheckQuery): Promise<CheckView> {
    return { valid: await this.documents.isGenuine(number, tail ?? '') };
  }

  /** The page for people. */
  @Get('check/:number')
  @Requires('document.check')
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string' } })
  async page(@Param('number') number: string, @Query() { tail }: CheckQuery, @Res() reply: FastifyReply) {
    const valid = tail === undefined ? null : await this.documents.isGenuine(number, tail);
    void reply.type('text/html; charset=utf-8').send(checkPage(number, valid));
  }
}
