import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { HistoricalController } from './historical.controller.js';
import { HistoricalService } from './historical.service.js';

@Module({
  imports: [AttachmentsModule],
  controllers: [HistoricalController],
  providers: [HistoricalService],
})
export class HistoricalModule {}
