import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One change of a unit's data in flight at a time (domain.md §4.5). */
export class AddUnitInfoChange1763800000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create unique index application_one_unit_info_change on application (unit_id)
      where type = 'UNIT_INFO_CHANGE' and status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index application_one_unit_info_change');
  }
}
