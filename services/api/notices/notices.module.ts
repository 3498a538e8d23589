import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NoticeRecords } from '../../../infra/database/notice-records.js';
import { PolicyNoticeRecords } from '../../../infra/database/policy-notice-records.js';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';
import { PolicyNoticesController } from './policy-notices.controller.js';
import { PolicyNoticesService } from './policy-notices.service.js';

const inject = [DataSource];

@Module({
  imports: [AttachmentsModule],
  controllers: [NoticesController, PolicyNoticesController],
  providers: [
    { provide: NoticeRecords, useFactory: (source: DataSource) => new NoticeRecords(source), inject },
    {
      provide: PolicyNoticeRecords,
      useFactory: (source: DataSource) => new PolicyNoticeRecords(source),
      inject,
    },
    NoticesService,
    PolicyNoticesService,
  ],
  exports: [NoticesService, PolicyNoticesService],
})
export class NoticesModule {}
