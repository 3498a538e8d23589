import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NoticeRecords } from '../../../infra/database/notice-records.js';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';

@Module({
  controllers: [NoticesController],
  providers: [
    {
      provide: NoticeRecords,
      useFactory: (source: DataSource) => new NoticeRecords(source),
      inject: [DataSource],
    },
    NoticesService,
  ],
})
export class NoticesModule {}
