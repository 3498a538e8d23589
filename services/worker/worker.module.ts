import { Module, type DynamicModule } from '@nestjs/common';
import { createMetrics, type Metrics } from '../../infra/observability/metrics.js';
import type { Platform } from '../../infra/platform.js';
import { BackgroundDuties } from './background-duties.js';
import { HealthController } from './health.controller.js';
import { METRICS, PLATFORM } from './tokens.js';
import { TemporalWorkers } from './temporal-workers.js';

@Module({})
export class WorkerModule {
  static with(platform: Platform): DynamicModule {
    const metrics: Metrics = createMetrics('worker', platform.dataSource);
    return {
      module: WorkerModule,
      controllers: [HealthController],
      providers: [
        { provide: PLATFORM, useValue: platform },
        { provide: METRICS, useValue: metrics },
        TemporalWorkers,
        BackgroundDuties,
      ],
    };
  }
}
