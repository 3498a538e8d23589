import { Module } from '@nestjs/common';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';
import { PublicCheckController } from './public-check.controller.js';

@Module({ controllers: [DocumentsController, PublicCheckController], providers: [DocumentsService] })
export class DocumentsModule {}
