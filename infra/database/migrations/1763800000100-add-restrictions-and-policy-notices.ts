import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Restrictions, policy notices, read marks, and what the live status listens to. */
export class AddRestrictionsAndPolicyNotices1763800000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...ANNOUNCEMENTS]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Restrictions and read marks are not taken back; restore a backup instead.');
  }
}

const TABLES: readonly string[] = [
  `create table restriction (
    id uuid NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT business_now(),
    updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT business_now(),
    version integer NOT NULL DEFAULT '1',
    unit_id uuid,
    employee_id uuid,
    service text NOT NULL,
    reason text NOT NULL,
    from_day date NOT NULL,
    to_day date,
    created_by uuid NOT NULL,
    lifted_at TIMESTAMP(3) WITH TIME ZONE,
    lifted_by uuid,
    lift_reason text,
    CONSTRAINT restriction_lifted_check CHECK ((lifted_at is null) = (lift_reason is null)),
    CONSTRAINT restriction_days_check CHECK (to_day is null or from_day <= to_day),
    CONSTRAINT restriction_subject_check CHECK (num_nonnulls(unit_id, employee_id) = 1),
    CONSTRAINT restriction_service_check CHECK (service in ('WORK_RESIDENCE_PERMIT', 'TALENT_INTRODUCTION', 'ALL')),
    CONSTRAINT restriction_pkey PRIMARY KEY (id)
  )`,
  `create index restriction_unit_idx on restriction (unit_id)`,
  `create index restriction_employee_idx on restriction (employee_id)`,
  `create index restriction_list_idx on restriction (created_at, id)`,
  `alter table restriction add constraint restriction_unit_fk foreign key (unit_id) references unit (id)`,
  `alter table restriction add constraint restriction_employee_fk foreign key (employee_id) references employee (id)`,
  `create table policy_notice (
    id uuid NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    published_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    published_by uuid NOT NULL,
    transaction_id bigint NOT NULL DEFAULT current_transaction_number(),
    CONSTRAINT policy_notice_pkey PRIMARY KEY (id)
  )`,
  `create index policy_notice_list_idx on policy_notice (published_at, id)`,
  `create index policy_notice_stream_idx on policy_notice (transaction_id, id)`,
  `create index policy_notice_object_idx on policy_notice (sha256)`,
  `alter table policy_notice add constraint policy_notice_object_fk
     foreign key (sha256) references stored_object (sha256)`,
  `create table notice_read (
    account_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    kind text NOT NULL,
    read_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    CONSTRAINT notice_read_kind_check CHECK (kind in ('POLICY', 'SYSTEM')),
    CONSTRAINT notice_read_pkey PRIMARY KEY (account_id, notice_id)
  )`,
  `create index notice_read_notice_idx on notice_read (notice_id)`,
  `alter table notice_read add constraint notice_read_account_fk foreign key (account_id) references account (id)`,
  `alter table notice add column ends_at TIMESTAMP(3) WITH TIME ZONE`,
  `alter table notice add column transaction_id bigint NOT NULL DEFAULT current_transaction_number()`,
  `create index notice_stream_idx on notice (audience_kind, audience_id, transaction_id, id)`,
  // one per association until now; the counted one comes with the next sign-in or change
  `update notice set resolved_at = business_now() where code = 'N-05' and resolved_at is null`,
];

/** `<audience>:<id>` on channel `live_status`, in the transaction of the change: nobody who writes can forget it. */
const ANNOUNCEMENTS: readonly string[] = [
  `create function announce_to() returns trigger language plpgsql as $$
    begin
      perform pg_notify('live_status', tg_argv[0] || ':' || (to_jsonb(new) ->> tg_argv[1]));
      return null;
    end $$`,
  `create function announce_notice() returns trigger language plpgsql as $$
    begin
      perform pg_notify('live_status', new.audience_kind || ':' || new.audience_id);
      return null;
    end $$`,
  `create trigger notice_announced after insert or update on notice
     for each row execute function announce_notice()`,
  `create trigger policy_notice_announced after insert on policy_notice
     for each row execute function announce_to('EVERYBODY', 'id')`,
  `create trigger notice_read_announced after insert on notice_read
     for each row execute function announce_to('ACCOUNT', 'account_id')`,
  `create trigger association_announced after insert or update of status on association
     for each row execute function announce_to('UNIT', 'unit_id')`,
  `create trigger review_task_announced_to_department after insert or update of status, assignee_id on review_task
     for each row when (new.department_id is not null) execute function announce_to('DEPARTMENT', 'department_id')`,
  `create trigger review_task_announced_to_unit after insert or update of status on review_task
     for each row when (new.department_id is null) execute function announce_to('UNIT', 'unit_id')`,
  `create trigger session_end_announced after update of ended_at on session
     for each row when (new.ended_at is not null) execute function announce_to('SESSION', 'id')`,
];
