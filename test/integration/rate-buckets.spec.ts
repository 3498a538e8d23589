import { randomUUID } from 'node:crypto';
import { createDataSource } from '../../infra/database/data-source.js';
import { RateBuckets, type RateUse } from '../../infra/database/rate-buckets.js';
import { networkOf } from '../../services/api/limits/request-limits.js';
import { startStack, type Stack } from '../support/stack.js';

/** Far above what a statement costs: a slow machine is no fault. */
const MAX_MEDIAN_MS = 25;
const SAMPLES = 400;

let stack: Stack;
let processes: RateBuckets[];
const sources: ReturnType<typeof createDataSource>[] = [];

beforeAll(async () => {
  stack = await startStack({ api: false, worker: false });
  for (const name of ['one', 'two']) {
    sources.push(createDataSource({ url: stack.databaseUrl, as: 'runtime', applicationName: name }));
  }
  await Promise.all(sources.map((source) => source.initialize()));
  processes = sources.map((source) => new RateBuckets(source));
});
afterAll(async () => {
  await Promise.all(sources.map((source) => source.destroy()));
  await stack?.stop();
});

const rate = (over: Partial<RateUse> = {}): RateUse => ({
  key: randomUUID(),
  burst: 5,
  perMinute: 1,
  ...over,
});
const [one, two] = [0, 1].map((index) => ({
  use: (...uses: RateUse[]): Promise<number> => {
    const buckets = processes[index];
    if (buckets === undefined) throw new Error('two processes were opened');
    return buckets.use(uses);
  },
}));

describe('a rate', () => {
  it('lets a burst through, of two processes together, and then tells how long to wait', async () => {
    const some = rate();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? one : two)?.use(some) ?? Promise.resolve(-1)),
    );
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(5);
    const wait = await one?.use(some);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('comes back as time goes on', async () => {
    const some = rate({ burst: 1 });
    expect([await one?.use(some), (await two?.use(some)) === 0]).toEqual([0, false]);
    await stack.sql(`update rate_bucket set full_at = full_at - interval '1 minute' where key = $1`, [
      some.key,
    ]);
    expect(await two?.use(some)).toBe(0);
  });

  it('that is used up refuses, whatever the others allow', async () => {
    const [tight, wide] = [rate({ burst: 1 }), rate({ burst: 100 })];
    expect(await one?.use(tight, wide)).toBe(0);
    expect(await one?.use(wide, tight)).toBeGreaterThan(0);
    expect(await one?.use(wide)).toBe(0);
  });

  it('is given back', async () => {
    const some = rate({ burst: 1 });
    expect(await one?.use(some)).toBe(0);
    await processes[0]?.giveBack(some);
    expect(await one?.use(some)).toBe(0);
  });

  it('costs one short statement a request, whose median is printed', async () => {
    const keys = ['account', 'network', 'unit'].map((key) => rate({ key, burst: 10_000, perMinute: 10_000 }));
    const times: number[] = [];
    for (let count = 0; count < SAMPLES; count++) {
      const began = performance.now();
      await one?.use(...keys);
      times.push(performance.now() - began);
    }
    const sorted = times.toSorted((first, second) => first - second);
    const [median = Infinity, late = Infinity] = [sorted[SAMPLES / 2], sorted[Math.floor(SAMPLES * 0.95)]];
    process.stdout.write(`rates of three keys: median ${median.toFixed(2)} ms, 95 % ${late.toFixed(2)} ms\n`);
    expect(median).toBeLessThan(MAX_MEDIAN_MS);
  });
});

describe('a network', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:0:1::1', '2001:db8:0:1'],
    ['2001:db8:0:1:ffff:0:0:2', '2001:db8:0:1'],
    ['2001:0DB8::2', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
