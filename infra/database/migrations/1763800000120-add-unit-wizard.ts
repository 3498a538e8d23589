import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The whole profile of a unit, its qualifications, and the drafts of the wizard (domain.md §3.2, §4.1). */
export class AddUnitWizard1763800000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table unit_profile
      add column postcode text,
      add column email text,
      add column legal_rep_id_type text,
      add column legal_rep_id_no_sealed text,
      add column legal_rep_mobile_sealed text`);
    await runner.query(`create table unit_qualification (
      id uuid not null,
      unit_id uuid not null,
      category text not null,
      name text not null,
      cert_no text not null,
      issuer text not null,
      issued_on date not null,
      valid_until date,
      approval_no text,
      constraint unit_qualification_pkey primary key (id),
      constraint unit_qualification_unit_fk foreign key (unit_id) references unit (id)
    )`);
    await runner.query('create index unit_qualification_unit_idx on unit_qualification (unit_id)');
    await runner.query(`create table unit_profile_draft (
      unit_id uuid not null,
      step text not null,
      content_sealed text not null,
      saved_at timestamp(3) with time zone not null,
      constraint unit_profile_draft_pkey primary key (unit_id, step),
      constraint unit_profile_draft_unit_fk foreign key (unit_id) references unit (id)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table unit_profile_draft, unit_qualification');
    await runner.query(`alter table unit_profile drop column postcode, drop column email,
      drop column legal_rep_id_type, drop column legal_rep_id_no_sealed, drop column legal_rep_mobile_sealed`);
  }
}
