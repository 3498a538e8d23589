import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { METRICS } from '../tokens.js';

/** Times each answer by route pattern, so that no id becomes a label. */
@Injectable()
export class RequestMeasure implements NestInterceptor {
  constructor(@Inject(METRICS) private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const stop = this.metrics.requestSeconds.startTimer({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
    });
    return next.handle().pipe(finalize(() => stop({ status: http.getResponse<FastifyReply>().statusCode })));
  }
}
