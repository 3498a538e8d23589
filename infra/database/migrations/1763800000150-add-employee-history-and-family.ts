import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The rest of an employee's profile: residence, overseas education, study history, family members (domain.md §3.3). */
export class AddEmployeeHistoryAndFamily1763800000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table employee
      add column residence_kind text,
      add constraint employee_residence_kind_check
        check (residence_kind in ('OWNED', 'RENTED', 'UNIT', 'BORROWED'))`);
    await runner.query('alter table work_history add column leave_reason text');
    await runner.query(`create table overseas_education (
      id uuid not null,
      employee_id uuid not null,
      school text not null,
      country text not null,
      major text not null,
      degree text not null,
      from_day date not null,
      to_day date not null,
      certification_no text,
      constraint overseas_education_pkey primary key (id),
      constraint overseas_education_employee_fk foreign key (employee_id) references employee (id)
    )`);
    await runner.query('create index overseas_education_employee_idx on overseas_education (employee_id)');
    await runner.query(`create table study_history (
      id uuid not null,
      employee_id uuid not null,
      from_day date not null,
      to_day date,
      school text not null,
      major text,
      degree text,
      constraint study_history_pkey primary key (id),
      constraint study_history_employee_fk foreign key (employee_id) references employee (id)
    )`);
    await runner.query('create index study_history_employee_idx on study_history (employee_id)');
    await runner.query(`create table family_member (
      id uuid not null,
      employee_id uuid not null,
      relation text not null,
      name text not null,
      id_type text not null,
      id_no_sealed text not null,
      id_no_index text not null,
      birth_date date not null,
      constraint family_member_pkey primary key (id),
      constraint family_member_identity_key unique (employee_id, id_type, id_no_index),
      constraint family_member_relation_check check (relation in ('SPOUSE', 'CHILD')),
      constraint family_member_employee_fk foreign key (employee_id) references employee (id)
    )`);
    await runner.query('create index family_member_employee_idx on family_member (employee_id)');
    await runner.query(`create unique index family_member_one_spouse on family_member (employee_id)
      where relation = 'SPOUSE'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table family_member, study_history, overseas_education');
    await runner.query('alter table work_history drop column leave_reason');
    await runner.query('alter table employee drop column residence_kind');
  }
}
