import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person wants changed with BASIC_INFO_CHANGE and BUSINESS_INFO_CHANGE (domain.md §3.4). */
export class AddInfoChanges1763800000180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application add column changes_sealed text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application drop column changes_sealed');
  }
}
