import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { readEnvironment } from '../../infra/config/environment.js';
import { assertFitForProduction, openPlatform } from '../../infra/platform.js';
import { WorkerModule } from './worker.module.js';

/** Builds the ports, hands them to the activities, starts the worker; Nest owns the signals. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const platform = await openPlatform(environment, 'worker');
  await assertFitForProduction(platform);
  const app = await NestFactory.create(WorkerModule.with(platform), new FastifyAdapter(), { logger: false });
  app.enableShutdownHooks();
  await app.listen(environment.workerHealthPort, environment.api.host);
  platform.log.info({ port: environment.workerHealthPort }, 'worker ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
