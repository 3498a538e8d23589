import { Module, type DynamicModule } from '@nestjs/common';
import type { Environment } from '../../../infra/config/environment.js';
import { ClockController } from './clock.controller.js';
import { ClockService } from './clock.service.js';
import { DictionaryController } from './dictionary.controller.js';
import { HealthController } from './health.controller.js';
import { TrialClockController } from './trial-clock.controller.js';

@Module({})
export class OperationsModule {
  static with({ mode }: Environment): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [
        HealthController,
        ClockController,
        DictionaryController,
        ...(mode === 'trial' ? [TrialClockController] : []),
      ],
      providers: [ClockService],
    };
  }
}
