import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks whose permit ends before the review may stand first in the inbox (domain.md §3.4, AC-104). */
export class AddTaskUrgency1763800000181 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table review_task
      add column permit_ends_on date,
      add column at_risk boolean not null default false,
      add column queued_at timestamp(3) with time zone`);
    await runner.query('update review_task set queued_at = received_at');
    await runner.query('alter table review_task alter column queued_at set not null');
    await runner.query('drop index review_task_desk_idx');
    await runner.query(`create index review_task_desk_idx on review_task (department_id, level, queued_at, id)
      where status = 'OPEN'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index review_task_desk_idx');
    await runner.query(`create index review_task_desk_idx on review_task (department_id, level, received_at, id)
      where status = 'OPEN'`);
    await runner.query(
      'alter table review_task drop column permit_ends_on, drop column at_risk, drop column queued_at',
    );
  }
}
