import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/authority/actor.js';
import type { RateName, Rates } from '../../../infra/config/rate-settings.js';
import { RateBuckets, type RateUse } from '../../../infra/database/rate-buckets.js';
import { Refused } from '../../../infra/database/refused.js';
import { routeRule, type RouteAction } from '../authority/route-policy.js';
import { SPECIAL_LIMITS, specialLimitOf } from './rate-limits.js';

/** Rates per account, unit and network, the same for all processes (`RATE_LIMITED` with `Retry-After`). */
@Injectable()
export class RequestLimits {
  constructor(
    private readonly buckets: RateBuckets,
    private readonly rates: Rates,
  ) {}

  /** Null: nobody is signed in. */
  async admit(request: FastifyRequest, action: RouteAction, actor: Actor | null): Promise<void> {
    const isPublic = routeRule(action).roles === 'PUBLIC';
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const takesFile = (request.headers['content-type'] ?? '').startsWith('multipart/form-data');
    const special = specialLimitOf(action, { isPublic, isReading, takesFile });
    if (isPublic && isReading && special === null) return;
    const network = networkOf(request.ip);
    const uses = [this.useOf('network', network)];
    if (actor !== null) {
      uses.push(this.useOf('account', actor.accountId));
      if (actor.unitId !== null) uses.push(this.useOf('unit', actor.unitId));
    }
    if (special !== null) {
      const byNetwork = SPECIAL_LIMITS[special] === 'network';
      uses.push(this.useOf(special, byNetwork ? network : (actor?.accountId ?? network)));
    }
    refuseAfter(await this.buckets.use(uses));
  }

  /** Before any hashing; a right password gives it back. */
  async admitPassword(ip: string): Promise<void> {
    refuseAfter(await this.buckets.use([this.wrongPassword(ip)]));
  }

  forgivePassword(ip: string): Promise<void> {
    return this.buckets.giveBack(this.wrongPassword(ip));
  }

  private wrongPassword(ip: string): RateUse {
    return this.useOf('wrongPassword', networkOf(ip));
  }

  private useOf(name: RateName, subject: string): RateUse {
    return { key: `${name}:${subject}`, ...this.rates[name] };
  }
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
