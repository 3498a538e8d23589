import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one authority for the time: Postgres' clock and, in trial mode, its offset or standstill (design.md §2, §3). */
export class CreateBusinessClock1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table business_clock (
      id integer not null,
      offset_seconds double precision not null default 0,
      frozen_at timestamp(3) with time zone,
      moved boolean not null default false,
      constraint business_clock_pkey primary key (id),
      constraint business_clock_one_row check (id = 1)
    )`);
    await runner.query(`insert into business_clock (id) values (1)`);
    await runner.query(`create function business_now() returns timestamptz language sql volatile as $$
      select date_trunc('milliseconds',
        coalesce(frozen_at, clock_timestamp() + make_interval(secs => offset_seconds)))
      from public.business_clock where id = 1
    $$`);
    await runner.query(`create function current_transaction_number() returns bigint language sql volatile as $$
      select pg_current_xact_id()::text::bigint
    $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function business_now(), current_transaction_number()');
    await runner.query('drop table business_clock');
  }
}
