import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was imported, and what legacy rows do not have: a contract's scan and the application of a term (domain.md §4.3, §4.6). */
export class AddLegacyImport1763800000196 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table legacy_import (
      kind text not null,
      source_key text not null,
      subject_id uuid not null,
      digest text not null,
      imported_at timestamp(3) with time zone not null default business_now(),
      constraint legacy_import_pkey primary key (kind, source_key),
      constraint legacy_import_kind_check check (kind in ('UNIT', 'PERMIT'))
    )`);
    await runner.query('alter table labor_contract alter column scan_file_id drop not null');
    await runner.query('alter table permit_term alter column application_id drop not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table permit_term alter column application_id set not null');
    await runner.query('alter table labor_contract alter column scan_file_id set not null');
    await runner.query('drop table legacy_import');
  }
}
