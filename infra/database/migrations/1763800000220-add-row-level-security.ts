import type { MigrationInterface, QueryRunner } from 'typeorm';

/** So dear to the planner that it takes every index before it asks one of these for each row. */
const LOOKING_UP = 5000;

/** Whose rows a statement may touch is told in `juzheng.scope`; nothing told, nothing seen (ADR 11). */
const FUNCTIONS: readonly string[] = [
  `create function scope_kind() returns text language sql stable parallel safe as $$
     select split_part(coalesce(current_setting('juzheng.scope', true), ''), ':', 1) $$`,
  ...['unit', 'employee', 'department'].map(
    (kind) => `create function scope_${kind}() returns uuid language sql stable parallel safe as $$
      select case when scope_kind() = '${kind.toUpperCase()}'
                  then split_part(current_setting('juzheng.scope', true), ':', 2)::uuid end $$`,
  ),
  `create function scope_is_open() returns boolean language sql stable parallel safe as $$
     select scope_kind() in ('ALL', 'READ_ALL', 'ELEVATED') $$`,
  `create function scope_is_city() returns boolean language sql stable parallel safe as $$
     select exists (select from department where id = scope_department() and level = 'MUNICIPAL') $$`,

  // each runs as the owner, so that the policies of one table may ask another without asking its policies
  sees(
    'supervises(asked uuid)',
    `exists (select from business_permission
              where unit_id = asked and supervising_department_id = scope_department())`,
  ),
  seesPerson('create'),
  // the whole profile: only while the person works at the unit or asks to
  sees(
    'sees_profile(asked uuid)',
    `exists (select from association
              where employee_id = asked and unit_id = scope_unit() and status in ('PENDING', 'ACTIVE'))`,
  ),
  sees(
    'sees_application(asked uuid)',
    `exists (select from application
              where id = asked and (unit_id = scope_unit() or employee_id = scope_employee()))
       or exists (select from review_task where application_id = asked and department_id = scope_department())`,
  ),
  sees(
    'sees_association(asked uuid)',
    `exists (select from association
              where id = asked and (unit_id = scope_unit() or employee_id = scope_employee() or supervises(unit_id)))`,
  ),
  sees(
    'sees_permit(asked uuid)',
    `exists (select from permit
              where id = asked and (unit_id = scope_unit() or employee_id = scope_employee()
                                    or supervising_department_id = scope_department() or sees_person(employee_id)))`,
  ),
];

/**
 * The unit: whoever is or was linked to it, has a request there, or is in its applications; a department: who works at its
 * units, whose permit it supervises (the city's office: any), whose application has reached it, and what later ones add.
 */
export function seesPerson(command: 'create' | 'create or replace', ofDepartments = ''): string {
  return `${command} function sees_person(asked uuid) returns boolean
     language plpgsql stable security definer cost ${LOOKING_UP} set search_path = public, pg_temp as $$
   begin
     case scope_kind()
       when 'UNIT' then
         return exists (select from association
                         where employee_id = asked and unit_id = scope_unit() and status <> 'WITHDRAWN')
             or exists (select from application where employee_id = asked and unit_id = scope_unit())
             or exists (select from historical_request where employee_id = asked and unit_id = scope_unit());
       when 'DEPARTMENT' then
         return exists (select from association s join business_permission b on b.unit_id = s.unit_id
                         where s.employee_id = asked and s.status in ('ACTIVE', 'ENDED')
                           and b.supervising_department_id = scope_department())
             or exists (select from permit where employee_id = asked
                           and (supervising_department_id = scope_department() or scope_is_city()))
             or exists (select from application a join review_task t on t.application_id = a.id
                         where a.employee_id = asked and t.department_id = scope_department())
             ${ofDepartments};
       else
         return false;
     end case;
   end $$`;
}

function sees(signature: string, condition: string): string {
  return `create function ${signature} returns boolean
    language plpgsql stable security definer cost ${LOOKING_UP} set search_path = public, pg_temp as $$ begin return ${condition}; end $$`;
}

const UNIT = 'unit_id = (select scope_unit())';
const EMPLOYEE = 'employee_id = (select scope_employee())';
const PROFILE = `${EMPLOYEE} or sees_profile(employee_id)`;
const OF_APPLICATION = 'sees_application(application_id)';
const OF_PERMIT = 'sees_permit(permit_id)';

/** What the scope sees of each tenant table; the cheap conditions on the row itself come first. */
const CONDITIONS: Readonly<Record<string, string>> = {
  employee: 'id = (select scope_employee()) or sees_person(id)',
  domestic_education: PROFILE,
  overseas_education: PROFILE,
  study_history: PROFILE,
  work_history: PROFILE,
  family_member: PROFILE,
  insurance_tax_month: PROFILE,

  association: `${UNIT} or ${EMPLOYEE} or supervises(unit_id)`,
  labor_contract: 'sees_association(association_id)',
  historical_request: `${UNIT} or ${EMPLOYEE}`,

  application: `${UNIT} or ${EMPLOYEE} or ${OF_APPLICATION.replace('application_id', 'id')}`,
  application_snapshot: OF_APPLICATION,
  application_contract: OF_APPLICATION,
  review_task: `${UNIT} or department_id = (select scope_department()) or ${OF_APPLICATION}`,
  return_point: OF_APPLICATION,
  issued_document: OF_APPLICATION,

  permit: `${UNIT} or ${EMPLOYEE} or supervising_department_id = (select scope_department())
    or (select scope_is_city()) or sees_person(employee_id)`,
  permit_term: OF_PERMIT,
  permit_unit_period: OF_PERMIT,
  permit_milestone: OF_PERMIT,
  notified_last_day: OF_PERMIT,

  attachment_file: `(owner_kind = 'UNIT' and owner_id = (select scope_unit()))
    or (owner_kind = 'EMPLOYEE' and owner_id = (select scope_employee()))
    or (owner_kind = 'ASSOCIATION' and sees_association(owner_id))
    or (owner_kind = 'APPLICATION' and sees_application(owner_id))`,
};

/** The second wall: the API's role sees the rows of whoever asks, worker and command line work under one that sees all. */
export class AddRowLevelSecurity1763800000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addProcessRole(runner);
    await runner.query(FUNCTIONS.join(';'));
    for (const [table, condition] of Object.entries(CONDITIONS)) {
      await runner.query(policiesOf(table, condition).join(';'));
    }
    await runner.query('drop index permit_department_idx');
    await runner.query(
      'create index permit_department_idx on permit (supervising_department_id, created_at, id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(CONDITIONS)) {
      await runner.query(`alter table ${table} disable row level security`);
      for (const policy of ['scope', 'insert', 'update', 'delete', 'process']) {
        await runner.query(`drop policy ${table}_${policy} on ${table}`);
      }
    }
    const functions = ['sees_permit', 'sees_association', 'sees_application', 'sees_profile', 'sees_person'];
    const scopes = [
      'supervises',
      'scope_is_city',
      'scope_is_open',
      'scope_department',
      'scope_employee',
      'scope_unit',
    ];
    for (const name of [...functions, ...scopes, 'scope_kind']) await runner.query(`drop function ${name}`);
    await runner.query('drop index permit_department_idx');
    await runner.query('create index permit_department_idx on permit (supervising_department_id)');
  }
}

export function policiesOf(table: string, condition: string): string[] {
  const seen = `((select scope_is_open()) or ${condition})`;
  // who reads everything changes nothing (domain.md §2 AUDITOR)
  const may = `((select scope_kind()) <> 'READ_ALL')`;
  const checks = { insert: `with check ${may}`, update: `using ${may}`, delete: `using ${may}` };
  return [
    `create policy ${table}_scope on ${table} for all to juzheng_runtime using (${seen}) with check (${seen})`,
    ...Object.entries(checks).map(
      ([command, check]) =>
        `create policy ${table}_${command} on ${table} as restrictive for ${command} to juzheng_runtime ${check}`,
    ),
    `create policy ${table}_process on ${table} for all to juzheng_process using (true) with check (true)`,
    `alter table ${table} enable row level security`,
  ];
}

/** The rights of the API's role without its policies. */
async function addProcessRole(runner: QueryRunner): Promise<void> {
  await runner.query(`do $$ begin
    if not exists (select 1 from pg_roles where rolname = 'juzheng_process') then
      create role juzheng_process nologin;
    end if;
  exception when duplicate_object or unique_violation then null; end $$`);
  await runner.query('grant juzheng_runtime to juzheng_process');
}
