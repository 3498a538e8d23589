import { Module } from '@nestjs/common';
import { LiveStatusController } from './live-status.controller.js';
import { LiveStatusService } from './live-status.service.js';

@Module({ controllers: [LiveStatusController], providers: [LiveStatusService] })
export class LiveStatusModule {}
