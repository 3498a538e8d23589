import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 附件目录 by department and version; an application keeps the version of its submission (domain.md §8). */
export class AddAttachmentCatalogue1763800000161 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table attachment_catalogue_version (
      version integer not null,
      id uuid not null,
      department_id uuid,
      effective_from date not null,
      slots jsonb not null,
      reason text not null,
      published_at timestamp(3) with time zone not null default business_now(),
      published_by uuid,
      constraint attachment_catalogue_version_pkey primary key (version),
      constraint attachment_catalogue_version_id_key unique (id),
      constraint attachment_catalogue_version_department_fk foreign key (department_id) references department (id)
    )`);
    await runner.query(`create index attachment_catalogue_version_force_idx
      on attachment_catalogue_version (department_id, effective_from, version)`);
    await runner.query('alter table application add column catalogue_version integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application drop column catalogue_version');
    await runner.query('drop table attachment_catalogue_version');
  }
}
