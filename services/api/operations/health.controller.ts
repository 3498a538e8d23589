import { connect } from 'node:net';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { Environment } from '../../../infra/config/environment.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { Requires } from '../http/requires.decorator.js';
import { ENVIRONMENT, METRICS } from '../tokens.js';

type PartState = 'up' | 'down';
const ANSWER_WITHIN_MS = 1_500;
const PART = { type: 'string', enum: ['up', 'down'] };
const LIVE = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', example: 'ok' } },
};
const READY = {
  type: 'object',
  required: ['status', 'parts'],
  properties: {
    status: { type: 'string', enum: ['ok', 'degraded', 'down'] },
    parts: {
      type: 'object',
      required: ['database', 'engine', 'objectStore'],
      properties: { database: PART, engine: PART, objectStore: PART },
    },
  },
};

@ApiTags('运行')
@Controller()
export class HealthController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Requires('health.read')
  @ApiOkResponse({ schema: LIVE })
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 200 while people can work: without engine or store the answer is `degraded`, without Postgres 503 (design.md §7). */
  @Get('health/ready')
  @Requires('health.read')
  @ApiOkResponse({ schema: READY })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const [database, engine, objectStore] = await Promise.all([
      within(this.dataSource.query('select 1')),
      reachable(`tcp://${this.environment.temporal.address}`),
      reachable(this.environment.objectStore.endpoint),
    ]);
    const all = [database, engine, objectStore].every((state) => state === 'up');
    const status = database === 'down' ? 'down' : all ? 'ok' : 'degraded';
    void reply
      .status(database === 'down' ? 503 : 200)
      .send({ status, parts: { database, engine, objectStore } });
  }

  /** Prometheus figures. */
  @Get('metrics')
  @Requires('metrics.read')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async scrape(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}

async function within(work: Promise<unknown>): Promise<PartState> {
  const late = new Promise<PartState>((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, 'down').unref());
  return Promise.race([work.then((): PartState => 'up').catch((): PartState => 'down'), late]);
}

function reachable(address: string): Promise<PartState> {
  const { hostname, port, protocol } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
    const answer = (state: PartState) => () => {
      socket.destroy();
      resolve(state);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, answer('down'));
    socket.once('connect', answer('up'));
    socket.once('error', answer('down'));
  });
}
