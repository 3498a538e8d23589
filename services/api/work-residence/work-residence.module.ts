import { Module } from '@nestjs/common';
import { WorkResidenceController } from './work-residence.controller.js';
import { WorkResidenceService } from './work-residence.service.js';

@Module({ controllers: [WorkResidenceController], providers: [WorkResidenceService] })
export class WorkResidenceModule {}
