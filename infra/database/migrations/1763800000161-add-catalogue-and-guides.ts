import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 附件目录 by department and version, which an application keeps, and 办理指南 of each department (domain.md §8, S-21). */
export class AddCatalogueAndGuides1763800000161 implements MigrationInterface {
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
    await runner.query(`create table department_guide (
      department_id uuid not null,
      body text not null,
      file_name text,
      sha256 text,
      published_at timestamp(3) with time zone not null,
      published_by uuid not null,
      constraint department_guide_pkey primary key (department_id),
      constraint department_guide_document_check check ((file_name is null) = (sha256 is null)),
      constraint department_guide_department_fk foreign key (department_id) references department (id),
      constraint department_guide_object_fk foreign key (sha256) references stored_object (sha256)
    )`);
    await runner.query('create index department_guide_object_idx on department_guide (sha256)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table department_guide');
    await runner.query('alter table application drop column catalogue_version');
    await runner.query('drop table attachment_catalogue_version');
  }
}
