import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the data behind unit attachments changed (domain.md §6.3 T8). */
export class AddUnitChangeDays1763800000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table unit
      add column data_changed_on date,
      add column primary_handler_changed_on date`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table unit drop column data_changed_on, drop column primary_handler_changed_on',
    );
  }
}
