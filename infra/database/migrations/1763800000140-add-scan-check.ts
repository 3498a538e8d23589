import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scan checks and the pictures of pages; files that are there already are checked when their list is next read. */
export class AddScanCheck1763800000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table scan_check (
      sha256 text not null,
      status text not null,
      checked_at timestamp(3) with time zone not null default business_now(),
      constraint scan_check_pkey primary key (sha256),
      constraint scan_check_status_check check (status in ('CHECKED', 'NOT_CHECKED')),
      constraint scan_check_object_fk foreign key (sha256) references stored_object (sha256)
    )`);
    await runner.query(`create table scan_page (
      sha256 text not null,
      page integer not null,
      facts jsonb not null,
      picture_sha256 text not null,
      constraint scan_page_pkey primary key (sha256, page),
      constraint scan_page_check_fk foreign key (sha256) references scan_check (sha256),
      constraint scan_page_picture_fk foreign key (picture_sha256) references stored_object (sha256)
    )`);
    await runner.query('create index scan_page_picture_idx on scan_page (picture_sha256)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table scan_page');
    await runner.query('drop table scan_check');
  }
}
