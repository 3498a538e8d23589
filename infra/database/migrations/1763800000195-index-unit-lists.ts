import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a unit's lists walk and count: its valid permits by their end, its business in flight (domain.md §11 S-13, S-15). */
export class IndexUnitLists1763800000195 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index permit_unit_until_idx on permit (unit_id, valid_until, id) where status = 'VALID'`,
    );
    await runner.query(`create index application_unit_in_flight_idx on application (unit_id, created_at, id)
      where status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index permit_unit_until_idx');
    await runner.query('drop index application_unit_in_flight_idx');
  }
}
