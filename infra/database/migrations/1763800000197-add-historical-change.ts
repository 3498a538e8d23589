import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 补办变更: the request of a person to a unit that was skipped, and the contract of that period (domain.md §4.4, AC-106). */
export class AddHistoricalChange1763800000197 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table historical_request (
      id uuid not null,
      unit_id uuid not null,
      employee_id uuid not null,
      permit_id uuid not null,
      from_day date not null,
      to_day date not null,
      requested_at timestamp(3) with time zone not null,
      constraint historical_request_pkey primary key (id),
      constraint historical_request_key unique (unit_id, permit_id),
      constraint historical_request_unit_fk foreign key (unit_id) references unit (id),
      constraint historical_request_employee_fk foreign key (employee_id) references employee (id),
      constraint historical_request_permit_fk foreign key (permit_id) references permit (id)
    )`);
    await runner.query('create index historical_request_employee_idx on historical_request (employee_id)');
    await runner.query('create index historical_request_permit_idx on historical_request (permit_id)');
    await runner.query(`create table application_contract (
      application_id uuid not null,
      position text not null,
      start_date date not null,
      end_date date not null,
      scan_file_id uuid not null,
      constraint application_contract_pkey primary key (application_id),
      constraint application_contract_application_fk foreign key (application_id) references application (id),
      constraint application_contract_term_check check (start_date < end_date)
    )`);
    await runner.query('alter table attachment_file drop constraint attachment_file_owner_check');
    await runner.query(`alter table attachment_file add constraint attachment_file_owner_check
      check (owner_kind in ('UNIT', 'EMPLOYEE', 'ASSOCIATION', 'APPLICATION'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table attachment_file drop constraint attachment_file_owner_check');
    await runner.query(`alter table attachment_file add constraint attachment_file_owner_check
      check (owner_kind in ('UNIT', 'EMPLOYEE', 'ASSOCIATION'))`);
    await runner.query('drop table application_contract');
    await runner.query('drop table historical_request');
  }
}
