import { Module } from '@nestjs/common';
import { ApplicationFilesController, AttachmentsController } from './attachments.controller.js';
import { AttachmentsService } from './attachments.service.js';
import { FileIntake } from './file-intake.js';

@Module({
  controllers: [AttachmentsController, ApplicationFilesController],
  providers: [AttachmentsService, FileIntake],
  exports: [FileIntake],
})
export class AttachmentsModule {}
