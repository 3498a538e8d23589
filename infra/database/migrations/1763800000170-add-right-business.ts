import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One application in flight about a unit's right for a kind of permit (domain.md §4.5). */
export class AddRightBusiness1763800000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create unique index application_one_right_business on application (unit_id, permit_type)
      where type in ('PERMISSION_APPLY', 'PERMISSION_CANCEL', 'SUPERVISING_DEPT_CHANGE')
        and status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index application_one_right_business');
  }
}
