import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What only an administrator acts upon is told to the administrators of a department. Notices are found by what they
 * are about, the beginning of their key: under most collations an ordinary index does not serve that.
 */
export class NarrowNotices1763800000270 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table notice drop constraint notice_audience_check`);
    await runner.query(`alter table notice add constraint notice_audience_check
      check (audience_kind in ('UNIT', 'EMPLOYEE', 'DEPARTMENT', 'DEPARTMENT_ADMIN', 'ACCOUNT'))`);
    await runner.query(`alter table notice drop constraint notice_natural_key`);
    await runner.query(`create unique index notice_natural_key on notice (natural_key text_pattern_ops)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index notice_natural_key`);
    await runner.query(`alter table notice add constraint notice_natural_key unique (natural_key)`);
    await runner.query(
      `update notice set audience_kind = 'DEPARTMENT' where audience_kind = 'DEPARTMENT_ADMIN'`,
    );
    await runner.query(`alter table notice drop constraint notice_audience_check`);
    await runner.query(`alter table notice add constraint notice_audience_check
      check (audience_kind in ('UNIT', 'EMPLOYEE', 'DEPARTMENT', 'ACCOUNT'))`);
  }
}
