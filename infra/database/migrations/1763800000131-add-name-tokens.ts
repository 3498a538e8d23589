import type { MigrationInterface, QueryRunner } from 'typeorm';
import { recordNames, type NamedSubject } from '../name-search.js';

/** Names are found by characters, pinyin and initials; those that are there already get their tokens; units are listed. */
export class AddNameTokens1763800000131 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table name_token (
      subject_kind text not null,
      token text not null,
      subject_id uuid not null,
      constraint name_token_pkey primary key (subject_kind, token, subject_id),
      constraint name_token_kind_check check (subject_kind in ('PERSON', 'UNIT'))
    )`);
    await runner.query('create index name_token_subject_idx on name_token (subject_id)');
    await runner.query('create index unit_created_idx on unit (created_at, id)');
    const { manager } = runner;
    await recordNames(
      manager,
      'PERSON',
      await manager.query<NamedSubject[]>('select id, name from employee'),
    );
    await recordNames(manager, 'UNIT', await manager.query<NamedSubject[]>('select id, name from unit'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index unit_created_idx');
    await runner.query('drop table name_token');
  }
}
