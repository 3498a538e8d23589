import { Module } from '@nestjs/common';
import { RestrictionsController } from './restrictions.controller.js';
import { RestrictionsService } from './restrictions.service.js';

@Module({ controllers: [RestrictionsController], providers: [RestrictionsService] })
export class RestrictionsModule {}
