import type { DataSource } from 'typeorm';

/** One use of a rate: `burst` at once, and `perMinute` again as time goes on. */
export interface RateUse {
  readonly key: string;
  readonly burst: number;
  readonly perMinute: number;
}

const SECONDS_PER_MINUTE = 60;
/** How many requests of this process there are between two clearings of full buckets. */
const CLEAR_EVERY = 1000;

/**
 * Rates that all processes share: for each key the instant at which its bucket is full again, moved on by each use
 * (the generic cell rate algorithm). One statement on an unlogged table for all keys of a request.
 */
export class RateBuckets {
  private uses = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** 0 when every rate allows it, else the whole seconds until they do. What is refused still counts on the others. */
  async use(uses: readonly RateUse[]): Promise<number> {
    if (uses.length === 0) return 0;
    await this.clearNowAndThen();
    const rows = await this.dataSource.query<{ key: string }[]>(
      `insert into rate_bucket as b (key, full_at, room_seconds)
       select key, statement_timestamp() + make_interval(secs => cost), room
         from unnest($1::text[], $2::float8[], $3::float8[]) as used (key, cost, room) order by key
       on conflict (key) do update
         set full_at = greatest(b.full_at, statement_timestamp()) + (excluded.full_at - statement_timestamp()),
             room_seconds = excluded.room_seconds
         where greatest(b.full_at, statement_timestamp()) + (excluded.full_at - statement_timestamp())
               <= statement_timestamp() + make_interval(secs => excluded.room_seconds) + interval '1 millisecond'
       returning key`,
      [uses.map(({ key }) => key), uses.map(secondsEach), uses.map((each) => each.burst * secondsEach(each))],
    );
    const allowed = new Set(rows.map(({ key }) => key));
    const refused = uses.filter(({ key }) => !allowed.has(key));
    return refused.length === 0 ? 0 : this.secondsUntilAllowed(refused);
  }

  /** As if it had not been used. */
  async giveBack(use: RateUse): Promise<void> {
    await this.dataSource.query(
      'update rate_bucket set full_at = full_at - make_interval(secs => $2) where key = $1',
      [use.key, secondsEach(use)],
    );
  }

  private async secondsUntilAllowed(refused: readonly RateUse[]): Promise<number> {
    const [row] = await this.dataSource.query<[{ seconds: number | null }]>(
      `select max(extract(epoch from b.full_at - clock_timestamp())::float8 + used.cost - b.room_seconds) as seconds
         from unnest($1::text[], $2::float8[]) as used (key, cost) join rate_bucket b on b.key = used.key`,
      [refused.map(({ key }) => key), refused.map(secondsEach)],
    );
    return Math.max(1, Math.ceil(row.seconds ?? 1));
  }

  private async clearNowAndThen(): Promise<void> {
    this.uses += 1;
    if (this.uses % CLEAR_EVERY !== 0) return;
    await this.dataSource.query(
      `delete from rate_bucket where key in
         (select key from rate_bucket where full_at < clock_timestamp() for update skip locked)`,
    );
  }
}

function secondsEach({ perMinute }: RateUse): number {
  return SECONDS_PER_MINUTE / perMinute;
}
