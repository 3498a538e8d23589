import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditRecords } from '../../../infra/database/audit-records.js';
import { AuditController } from './audit.controller.js';
import { AuditService } from './audit.service.js';

@Module({
  controllers: [AuditController],
  providers: [
    {
      provide: AuditRecords,
      useFactory: (source: DataSource) => new AuditRecords(source),
      inject: [DataSource],
    },
    AuditService,
  ],
})
export class AuditModule {}
