import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published calendar versions and their rollout, outages, and the last days that were notified (domain.md §6.1, §6.2). */
export class AddCalendarPublication1763800000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Notified last days and outages are not taken back; restore a backup instead.');
  }
}

const STATEMENTS: readonly string[] = [
  `alter table calendar_version
     add column id uuid not null default gen_random_uuid(),
     add column year integer,
     add column notice_no text,
     add column published_by uuid,
     add column rolled_out_at timestamp(3) with time zone,
     add constraint calendar_version_id_key unique (id)`,
  'alter table calendar_version alter column id drop default',
  // the shipped calendar stands before any deadline does
  `update calendar_version set rolled_out_at = in_force_since`,
  `alter table calendar_day add column notice_no text`,
  `create function calendar_version_in_force() returns integer language sql stable as
     'select coalesce(max(version), 1) from public.calendar_version'`,
  `alter table permit add column calendar_version integer not null default calendar_version_in_force()`,
  `create index permit_calendar_idx on permit (calendar_version, id) where status in ('VALID', 'SUSPENDED')`,
  `create index application_calendar_idx on application (calendar_version, id)
     where status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED')`,
  `create table notified_last_day (
     permit_id uuid not null,
     term integer not null,
     last_submission_on date not null,
     notified_at timestamp(3) with time zone not null,
     constraint notified_last_day_pkey primary key (permit_id, term),
     constraint notified_last_day_permit_fk foreign key (permit_id) references permit (id)
   )`,
  `create table outage (
     id uuid not null,
     from_at timestamp(3) with time zone not null,
     to_at timestamp(3) with time zone not null,
     reason text not null,
     recorded_at timestamp(3) with time zone not null,
     recorded_by uuid not null,
     affected integer not null,
     constraint outage_pkey primary key (id),
     constraint outage_order_check check (from_at < to_at)
   )`,
  `create index outage_list_idx on outage (recorded_at, id)`,
];
