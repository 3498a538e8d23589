import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/authority/actor.js';
import { RateBuckets, type RateUse } from '../../../infra/database/rate-buckets.js';
import { Refused } from '../../../infra/database/refused.js';
import { routeRule, type RouteAction } from '../authority/route-policy.js';
import { GENERAL_LIMITS, SPECIAL_LIMITS, specialLimitOf, type RateLimit } from './rate-limits.js';

/** Rates per account, unit and network, the same for all processes (`RATE_LIMITED` with `Retry-After`). */
@Injectable()
export class RequestLimits {
  constructor(private readonly buckets: RateBuckets) {}

  /** Null: nobody is signed in. */
  async admit(request: FastifyRequest, action: RouteAction, actor: Actor | null): Promise<void> {
    const isPublic = routeRule(action).roles === 'PUBLIC';
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const takesFile = (request.headers['content-type'] ?? '').startsWith('multipart/form-data');
    const special = specialLimitOf(action, { isPublic, isReading, takesFile });
    if (isPublic && isReading && special === null) return;
    const network = networkOf(request.ip);
    const uses = [useOf('network', network, GENERAL_LIMITS.network)];
    if (actor !== null) {
      uses.push(useOf('account', actor.accountId, GENERAL_LIMITS.account));
      if (actor.unitId !== null) uses.push(useOf('unit', actor.unitId, GENERAL_LIMITS.unit));
    }
    if (special !== null) {
      const limit = SPECIAL_LIMITS[special];
      uses.push(useOf(special, limit.by === 'network' ? network : (actor?.accountId ?? network), limit));
    }
    refuseAfter(await this.buckets.use(uses));
  }

  /** Before any hashing; a right password gives it back. */
  async admitPassword(ip: string): Promise<void> {
    refuseAfter(await this.buckets.use([wrongPassword(ip)]));
  }

  forgivePassword(ip: string): Promise<void> {
    return this.buckets.giveBack(wrongPassword(ip));
  }
}

function wrongPassword(ip: string): RateUse {
  return useOf('wrongPassword', networkOf(ip), SPECIAL_LIMITS.wrongPassword);
}

function useOf(name: string, subject: string, { burst, perMinute }: RateLimit): RateUse {
  return { key: `${name}:${subject}`, burst, perMinute };
}

function refuseAfter(seconds: number): void {
  if (seconds > 0) throw Refused.because('RATE_LIMITED', { retryAfterSeconds: seconds });
}

/** An IPv4 address, or the /64 that one subscriber has of IPv6. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(ip)?.[1];
  if (mapped !== undefined || !isIPv6(ip)) return mapped ?? ip;
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
