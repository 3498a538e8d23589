import { Module } from '@nestjs/common';
import { ClockController } from './clock.controller.js';
import { DictionaryController } from './dictionary.controller.js';
import { HealthController } from './health.controller.js';

@Module({ controllers: [HealthController, ClockController, DictionaryController] })
export class OperationsModule {}
