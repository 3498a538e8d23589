import { Module } from '@nestjs/common';
import { ApplicationFilesController, AttachmentsController } from './attachments.controller.js';
import { AttachmentsService } from './attachments.service.js';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueService } from './catalogue.service.js';
import { FileIntake } from './file-intake.js';
import { FileViewing } from './file-viewing.service.js';
import { ScanChecker } from './scan-checker.js';

@Module({
  controllers: [AttachmentsController, ApplicationFilesController, CatalogueController],
  providers: [AttachmentsService, CatalogueService, FileIntake, FileViewing, ScanChecker],
  exports: [FileIntake, FileViewing],
})
export class AttachmentsModule {}
