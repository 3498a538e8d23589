import { Module } from '@nestjs/common';
import { PermitsController } from './permits.controller.js';

@Module({ controllers: [PermitsController] })
export class PermitsModule {}
