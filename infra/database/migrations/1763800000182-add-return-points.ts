import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a RETURN asks for, point by point, until it is answered (domain.md §4.5). */
export class AddReturnPoints1763800000182 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table return_point (
      id uuid not null,
      application_id uuid not null,
      task_id uuid not null,
      round integer not null,
      level text not null,
      position integer not null,
      kind text not null,
      target text not null,
      text text not null,
      state text not null,
      raised_at timestamp(3) with time zone not null,
      answer text,
      answered_at timestamp(3) with time zone,
      constraint return_point_pkey primary key (id),
      constraint return_point_kind_check check (kind in ('FIELD', 'SLOT')),
      constraint return_point_state_check check (state in ('OPEN', 'ANSWERED', 'ACCEPTED')),
      constraint return_point_application_fk foreign key (application_id) references application (id),
      constraint return_point_task_fk foreign key (task_id) references review_task (id)
    )`);
    await runner.query(
      'create index return_point_application_idx on return_point (application_id, raised_at, position)',
    );
    await runner.query('create index return_point_task_idx on return_point (task_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table return_point');
  }
}
