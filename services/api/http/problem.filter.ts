import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  REFUSAL_CATALOGUE,
  refusalStatus,
  refusalText,
  type RefusalCode,
} from '../../../domain/refusal-catalogue.js';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { Refused } from '../../../infra/database/refused.js';
import type { Log } from '../../../infra/observability/log.js';
import { LOG } from '../tokens.js';

/** The guards in the database that a lost race meets, and what the loser is told (design.md §2). */
const CONSTRAINT_REFUSALS: Readonly<Record<string, RefusalCode>> = {
  application_one_in_flight_person: 'APP_IN_FLIGHT_EXISTS',
  association_one_active: 'ASSOC_ALREADY_ACTIVE',
  association_one_pending: 'VERSION_CONFLICT',
  permit_one_live: 'HAS_LIVE_PERMIT',
  review_task_level_key: 'TASK_CLOSED',
  employee_identity_key: 'VALIDATION_FAILED',
  account_user_name_key: 'VALIDATION_FAILED',
};
/** SQLSTATE classes of a server that is away, going down, or out of connections. */
const DATABASE_AWAY = /^(08|57P|53[023])/;
/** SQLSTATE of who waited for another's lock too long, or was chosen to give way: the same request may pass next time. */
const LOST_RACE = /^(55P03|40P01|40001)$/;
const RETRY_AFTER_SECONDS = 1;
/** They name the version that they change (`IF_MATCH_REQUIRED`). */
const UPDATES = new Set(['PUT', 'PATCH']);
const SOCKET_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** The one problem filter: RFC 9457 with every refusal, in Chinese and English (domain.md §7.5). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.log);
  }
}

/** Also for what the server refuses before any route: an address that cannot be read. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const refusals = refusalsOf(error);
  const [first = refusal('INTERNAL_ERROR')] = refusals;
  const status = statusOf(first, request);
  if (status >= 500) log.error({ traceId: request.id, error: describe(error) }, 'request failed');
  const { retryAfterSeconds } = first.facts;
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
  void reply
    .status(status)
    .type('application/problem+json')
    .send({
      type: `urn:juzheng:problem:${first.code}`,
      title: refusalText(first.code, first.facts, 'zh'),
      status,
      code: first.code,
      messageZh: refusalText(first.code, first.facts, 'zh'),
      messageEn: refusalText(first.code, first.facts, 'en'),
      facts: first.facts,
      errors: refusals.map(problemEntry),
      traceId: request.id,
    });
}

export function problemEntry(each: Refusal) {
  return {
    code: each.code,
    ...(each.pointer !== undefined && { pointer: each.pointer }),
    messageZh: refusalText(each.code, each.facts, 'zh'),
    messageEn: refusalText(each.code, each.facts, 'en'),
    facts: each.facts,
  };
}

function refusalsOf(error: unknown): readonly Refusal[] {
  if (error instanceof Refused) return error.refusals;
  const { code, constraint, refusalCode, statusCode } = propertiesOf(error);
  if (isRefusalCode(refusalCode)) return [refusal(refusalCode)];
  const guarded = constraint === undefined ? undefined : CONSTRAINT_REFUSALS[constraint];
  if (guarded !== undefined) return [refusal(guarded, { constraint: constraint ?? '' })];
  if (code !== undefined && LOST_RACE.test(code))
    return [refusal('VERSION_CONFLICT', { retryAfterSeconds: RETRY_AFTER_SECONDS })];
  if (code !== undefined && (DATABASE_AWAY.test(code) || SOCKET_ERRORS.has(code)))
    return [refusal('DB_UNAVAILABLE')];
  if (/timeout|Connection terminated|Client has encountered a connection error/i.test(messageOf(error))) {
    return [refusal('DB_UNAVAILABLE')];
  }
  if (error instanceof HttpException) return [httpRefusal(error.getStatus())];
  return [statusCode === undefined ? refusal('INTERNAL_ERROR') : httpRefusal(Number(statusCode))];
}

/** What Fastify and Nest refuse on their own: unknown routes, unreadable bodies, bodies that are too large. */
function httpRefusal(status: number): Refusal {
  if (status === 404) return refusal('NOT_FOUND');
  if (status === 413) return refusal('FILE_TOO_LARGE', { max: '请求上限' });
  if (status === 429) return refusal('RATE_LIMITED');
  return status < 500
    ? refusal('VALIDATION_FAILED', { detail: '请求格式不正确' }, '')
    : refusal('INTERNAL_ERROR');
}

/** 412 where the caller named what it had seen, by the If-Match of an update or in a field; a race that the server lost is 409. */
function statusOf({ code, pointer }: Refusal, { method }: FastifyRequest): number {
  return refusalStatus(code, UPDATES.has(method) || pointer !== undefined);
}

function isRefusalCode(code: string | undefined): code is RefusalCode {
  return code !== undefined && Object.hasOwn(REFUSAL_CATALOGUE, code);
}

function propertiesOf(error: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof error !== 'object' || error === null) return {};
  const read = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return {
    code: read('code'),
    constraint: read('constraint'),
    refusalCode: read('refusalCode'),
    statusCode: read('statusCode'),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** Never the text of a database error, which may quote a row. */
function describe(error: unknown): string {
  const { code, constraint } = propertiesOf(error);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return `database ${code} ${constraint ?? ''}`.trim();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
