import type { Stack } from './stack.js';

/** Copies of rows that came about over HTTP, with persons of their own; their workflows are promised in the outbox. */
export async function copyPermits(
  stack: Stack,
  permitId: string,
  validUntils: readonly string[],
): Promise<string[]> {
  const rows = await stack.sql<{ id: string }>(
    `with wanted as (
       select gen_random_uuid() as id, gen_random_uuid() as person, day::date as until, n
         from jsonb_array_elements_text($2::jsonb) with ordinality as w (day, n)
     ), ${PERSON} permits as (
       insert into permit (id, permit_no, permit_type, employee_id, holder_snapshot_sealed, unit_id,
                           supervising_department_id, status, valid_from, valid_until, term)
       select w.id, p.permit_no || '-' || w.n, p.permit_type, w.person, p.holder_snapshot_sealed, p.unit_id,
              p.supervising_department_id, p.status, (w.until - interval '3 years' + interval '1 day')::date, w.until, 1
         from wanted w cross join permit p where p.id = $1 returning id
     ), messages as (
       insert into outbox (workflow, subject_id, signal, payload, due_at)
       select 'permit', id, 'started', '{}', clock_timestamp() from permits
     ) select id from permits`.replaceAll('$PERSON', 'select employee_id from permit where id = $1'),
    [permitId, JSON.stringify(validUntils)],
  );
  return rows.map(({ id }) => id);
}

/** In the level and round of the original, with the task that is open and what the reviewer has before him. */
export async function copyApplications(
  stack: Stack,
  applicationId: string,
  count: number,
): Promise<string[]> {
  const rows = await stack.sql<{ id: string }>(
    `with wanted as (
       select gen_random_uuid() as id, gen_random_uuid() as person, n from generate_series(1, $2::int) as n
     ), ${PERSON} applications as (
       insert into application (id, application_no, type, permit_type, unit_id, employee_id, initiated_by, status, round,
         passed, route_version, policy_version, catalogue_version, calendar_version, supervising_department_id,
         submitted_at, due_on, payload, snapshot_no, fact_version, processed_version)
       select w.id, a.application_no || '-' || w.n, a.type, a.permit_type, a.unit_id, w.person, a.initiated_by, a.status,
              a.round, a.passed, a.route_version, a.policy_version, a.catalogue_version, a.calendar_version,
              a.supervising_department_id, a.submitted_at, a.due_on, a.payload, a.snapshot_no, a.fact_version, 0
         from wanted w cross join application a where a.id = $1 returning id
     ), snapshots as (
       insert into application_snapshot (id, application_id, snapshot_no, round, taken_at, content_sealed, files, hints)
       select gen_random_uuid(), w.id, s.snapshot_no, s.round, s.taken_at, s.content_sealed, s.files, s.hints
         from wanted w cross join application_snapshot s where s.application_id = $1
     ), tasks as (
       insert into review_task (id, application_id, unit_id, round, level, department_id, status, received_at, due_on,
                                decision, decided_at, snapshot_no, queued_at)
       select gen_random_uuid(), w.id, t.unit_id, t.round, t.level, t.department_id, t.status, t.received_at, t.due_on,
              t.decision, t.decided_at, t.snapshot_no, t.queued_at
         from wanted w cross join review_task t where t.application_id = $1
     ), messages as (
       insert into outbox (workflow, subject_id, signal, payload, due_at)
       select 'application', id, 'started', '{}', clock_timestamp() from applications
     ) select id from applications`.replaceAll(
      '$PERSON',
      'select employee_id from application where id = $1',
    ),
    [applicationId, count],
  );
  return rows.map(({ id }) => id);
}

const PERSON = `persons as (
  insert into employee (id, name, sex, birth_date, phone_sealed, id_type, id_no_sealed, id_no_index, id_no_tail_index)
  select w.person, e.name, e.sex, e.birth_date, e.phone_sealed, e.id_type, e.id_no_sealed,
         e.id_no_index || '-' || w.person, e.id_no_tail_index
    from wanted w cross join employee e where e.id = ($PERSON)
),`;
