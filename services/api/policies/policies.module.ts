import { Module } from '@nestjs/common';
import { PoliciesController, ReviewRoutesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';

@Module({ controllers: [PoliciesController, ReviewRoutesController], providers: [PoliciesService] })
export class PoliciesModule {}
