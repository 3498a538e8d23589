import { Module } from '@nestjs/common';
import { TalentServicesController } from './talent-services.controller.js';
import { TalentServicesService } from './talent-services.service.js';

@Module({ controllers: [TalentServicesController], providers: [TalentServicesService] })
export class TalentServicesModule {}
