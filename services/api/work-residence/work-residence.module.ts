import { Module } from '@nestjs/common';
import { PermitBoardService } from './permit-board.service.js';
import { RenewalBatchService } from './renewal-batch.service.js';
import { WorkResidenceController } from './work-residence.controller.js';
import { WorkResidenceService } from './work-residence.service.js';

@Module({
  controllers: [WorkResidenceController],
  providers: [PermitBoardService, RenewalBatchService, WorkResidenceService],
})
export class WorkResidenceModule {}
