import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Metrics } from '../../infra/observability/metrics.js';
import { METRICS } from './tokens.js';
import { TemporalWorkers } from './temporal-workers.js';

@Controller()
export class HealthController {
  constructor(
    private readonly workers: TemporalWorkers,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  ready(@Res() reply: FastifyReply): void {
    const states = this.workers.states();
    const ready = states.length > 0 && states.every((state) => state === 'RUNNING');
    void reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'starting', workers: states });
  }

  @Get('metrics')
  async scrape(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
