import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readEnvironment } from '../../infra/config/environment.js';
import { DatabaseListener } from '../../infra/database/database-listener.js';
import { withinRequest } from '../../infra/database/row-scope.js';
import { assertFitForProduction, openPlatform } from '../../infra/platform.js';
import { AppModule } from './app.module.js';
import { assertEveryRouteIsDeclared } from './authority/route-audit.js';
import { assertShallow } from './http/body-depth.js';
import { sendProblem } from './http/problem.filter.js';
import { describeApi } from './openapi.js';
import { AnswerPlans } from './personal/answer-plans.js';

const MAX_BODY_BYTES = 1024 * 1024;
/** Above the largest file that the policy may allow; the policy's own limit answers FILE_TOO_LARGE (domain.md §6.4). */
const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;
/** What Node itself reads of a request's head. */
const MAX_REQUEST_LINE_BYTES = 16 * 1024;
const DRAIN_MS = 3_000;

async function main(): Promise<void> {
  const environment = readEnvironment();
  const platform = await openPlatform(environment, 'api');
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => randomUUID(),
    trustProxy: 'loopback',
    // an id of any length is refused as any other that is none, not as another route
    routerOptions: { maxParamLength: MAX_REQUEST_LINE_BYTES },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, platform.log),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(platform), adapter, {
    logger: false,
  });
  // plain-HTTP intranets: neither HSTS nor an upgrade of requests
  await app.register(helmet, {
    hsts: false,
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
  });
  const { corsOrigins } = environment.api;
  if (corsOrigins.length > 0) app.enableCors({ origin: [...corsOrigins], credentials: true });
  // what is answered to a person is for him alone; what may be kept says so itself
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    });
  await app.register(multipart, { limits: { files: 1, fields: 10, fileSize: MAX_UPLOAD_BYTES } });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preValidation', (request, _reply, done) => {
      assertShallow(request.body);
      done();
    });
  // after the body has been read, whose events belong to the connection and not to the request
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preHandler', (_request, _reply, done) => withinRequest(done));
  await assertFitForProduction(platform);
  await app.init();
  assertEveryRouteIsDeclared(app);
  const description = describeApi(app);
  app.get(AnswerPlans).adopt(description);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', async () => description);
  const stop = async (): Promise<void> => {
    // a connection that was opened ahead and has asked nothing yet is not idle to the server
    setTimeout(() => app.getHttpServer().closeAllConnections(), DRAIN_MS).unref();
    await app.close();
    await app.get(DatabaseListener).close();
    await platform.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  await app.listen(environment.api.port, environment.api.host);
  platform.log.info({ port: environment.api.port }, 'api ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
