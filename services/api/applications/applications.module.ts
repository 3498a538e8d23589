import { Module } from '@nestjs/common';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationDraftsService } from './application-drafts.service.js';
import { ApplicationReadingService } from './application-reading.service.js';
import { ApplicationRevealService } from './application-reveal.service.js';
import { ApplicationsService } from './applications.service.js';

@Module({
  controllers: [ApplicationsController],
  providers: [
    ApplicationDraftsService,
    ApplicationReadingService,
    ApplicationRevealService,
    ApplicationsService,
  ],
  exports: [ApplicationReadingService],
})
export class ApplicationsModule {}
