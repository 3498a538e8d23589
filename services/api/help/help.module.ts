import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { GuidesService } from './guides.service.js';
import { HelpController } from './help.controller.js';
import { HelpService } from './help.service.js';

@Module({
  imports: [AttachmentsModule],
  controllers: [HelpController],
  providers: [HelpService, GuidesService],
})
export class HelpModule {}
