import type { MigrationInterface, QueryRunner } from 'typeorm';
import { policiesOf, seesPerson } from './1763800000220-add-row-level-security.js';

/** 身份信息更正 (ADR 15), behind the wall; the department that decides sees the person while it is asked to. */
export class AddIdentityCorrection1763800000260 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table identity_correction (
      id uuid not null,
      created_at timestamp(3) with time zone not null default business_now(),
      updated_at timestamp(3) with time zone not null default business_now(),
      version integer not null default 1,
      employee_id uuid not null,
      department_id uuid not null,
      status text not null,
      registered_sealed text not null,
      proposed_sealed text not null,
      reason text not null,
      scan_file_id uuid not null,
      scan_file_name text not null,
      scan_media_type text not null,
      scan_sha256 text not null,
      ended_at timestamp(3) with time zone,
      decided_by uuid,
      decided_by_name text,
      opinion text,
      constraint identity_correction_pkey primary key (id),
      constraint identity_correction_employee_fk foreign key (employee_id) references employee (id),
      constraint identity_correction_department_fk foreign key (department_id) references department (id),
      constraint identity_correction_scan_fk foreign key (scan_sha256) references stored_object (sha256),
      constraint identity_correction_status_check
        check (status in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
      constraint identity_correction_end_check check ((status = 'PENDING') = (ended_at is null))
    )`);
    await runner.query(`create unique index identity_correction_one_pending on identity_correction (employee_id)
      where status = 'PENDING'`);
    for (const [name, columns] of [
      ['employee', 'employee_id, created_at, id'],
      ['department', 'department_id, created_at, id'],
      ['scan', 'scan_sha256'],
    ] as const) {
      await runner.query(`create index identity_correction_${name}_idx on identity_correction (${columns})`);
    }
    const condition = `employee_id = (select scope_employee()) or department_id = (select scope_department())`;
    await runner.query(policiesOf('identity_correction', condition).join(';'));
    await runner.query(
      seesPerson(
        'create or replace',
        `or exists (select from identity_correction
                           where employee_id = asked and department_id = scope_department() and status = 'PENDING')`,
      ),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(seesPerson('create or replace'));
    await runner.query('drop table identity_correction');
  }
}
