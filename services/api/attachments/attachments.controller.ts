import {
  Controller,
  Delete,
  Get,
  Header,
  Param,
  ParseIntPipe,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  type StreamableFile,
} from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { COMMITMENT_LETTER_TAG } from '../../../domain/attachment/catalogue.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { AttachmentQuery } from './attachment.dto.js';
import { AttachmentListView, AttachmentSlotView } from './attachment.views.js';
import { AttachmentsService } from './attachments.service.js';
import { FileViewing } from './file-viewing.service.js';

const UPLOAD_FORM = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: '文件' },
    tag: { type: 'string', maxLength: 50, description: '材料标记', example: COMMITMENT_LETTER_TAG },
    replaces: { type: 'string', format: 'uuid', description: '被替换的文件' },
  },
};

/** 附件管理 (domain.md §4.2, §8, S-04). */
@ApiTags('附件管理')
@Controller('api/v1/attachments')
export class AttachmentsController {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly files: FileViewing,
  ) {}

  /** The slots of the caller's own list; `q` finds by part of the name. */
  @Get()
  @Requires('attachment.manage')
  @ApiOkResponse({ type: AttachmentListView })
  list(@Actor() actor: SignedInActor, @Query() query: AttachmentQuery): Promise<AttachmentListView> {
    return this.attachments.list(actor, query.q ?? '');
  }

  /** 上传附件; `replaces` takes the place of a file in one act. */
  @Post(':code/files')
  @Requires('attachment.manage')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: UPLOAD_FORM })
  @ApiCreatedResponse({ type: AttachmentSlotView })
  upload(@Req() request: AuthorizedRequest, @Param('code') code: string): Promise<AttachmentSlotView> {
    return this.attachments.upload(request, code);
  }

  /** 查看: the bytes, proved against their hash. */
  @Get('files/:fileId')
  @Requires('attachment.manage')
  @Header('cache-control', 'private, no-store')
  @ApiProduces('application/pdf', 'image/jpeg')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  view(
    @Actor() actor: SignedInActor,
    @Param('fileId', ParseUUIDPipe) fileId: string,
  ): Promise<StreamableFile> {
    return this.files.view(actor, fileId);
  }

  /** The picture of a page as the scan check drew it; of a photo, the photo. */
  @Get('files/:fileId/pages/:page/picture')
  @Requires('attachment.manage')
  @Header('cache-control', 'private, no-store')
  @ApiProduces('image/webp', 'image/jpeg')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  picture(
    @Actor() actor: SignedInActor,
    @Param('fileId', ParseUUIDPipe) fileId: string,
    @Param('page', ParseIntPipe) page: number,
  ): Promise<StreamableFile> {
    return this.files.picture(actor, fileId, page);
  }

  /** 删除: out of the list; applications keep their frozen copies. */
  @Delete('files/:fileId')
  @Requires('attachment.manage')
  @ApiOkResponse({ type: AttachmentSlotView })
  remove(
    @Fact() request: FactRequest,
    @Param('fileId', ParseUUIDPipe) fileId: string,
  ): Promise<AttachmentSlotView> {
    return this.attachments.remove(request, fileId);
  }
}

/** The files of an application as they were frozen at submission (AC-25). */
@ApiTags('业务申请')
@Controller('api/v1/applications/:id/files')
export class ApplicationFilesController {
  constructor(private readonly files: FileViewing) {}

  /** For applicant, unit, the departments that have a task of it, and the auditor. */
  @Get(':fileId')
  @Requires('application.read')
  @Header('cache-control', 'private, no-store')
  @ApiProduces('application/pdf', 'image/jpeg')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  view(
    @Actor() actor: SignedInActor,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('fileId', ParseUUIDPipe) fileId: string,
  ): Promise<StreamableFile> {
    return this.files.viewInApplication(actor, id, fileId);
  }

  /** The picture of a page, for the same people. */
  @Get(':fileId/pages/:page/picture')
  @Requires('application.read')
  @Header('cache-control', 'private, no-store')
  @ApiProduces('image/webp', 'image/jpeg')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  picture(
    @Actor() actor: SignedInActor,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('fileId', ParseUUIDPipe) fileId: string,
    @Param('page', ParseIntPipe) page: number,
  ): Promise<StreamableFile> {
    return this.files.pictureInApplication(actor, id, fileId, page);
  }
}
