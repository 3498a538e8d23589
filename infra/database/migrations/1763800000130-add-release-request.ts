import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the end of a link says, and the employee's request for it (domain.md §4.4). */
export class AddReleaseRequest1763800000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table association
      add column end_remark text,
      add column release_requested_at timestamp(3) with time zone`);
    await runner.query(`create index association_release_idx on association (release_requested_at, id)
      where status = 'ACTIVE' and release_requested_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index association_release_idx');
    await runner.query('alter table association drop column end_remark, drop column release_requested_at');
  }
}
