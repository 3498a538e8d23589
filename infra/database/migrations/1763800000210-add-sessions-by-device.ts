import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Devices, second factors, programs' tokens, guesses before hashing, rates and withdrawn invitations (domain.md §12). */
export class AddSessionsByDevice1763800000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table session
      add column role text,
      add column transport text not null default 'BEARER',
      add column device_hash text,
      add column user_agent text not null default '',
      add column end_reason text`);
    await runner.query('update session s set role = a.role from account a where a.id = s.account_id');
    await runner.query('alter table session alter column role set not null');
    await runner.query(
      `alter table session add constraint session_transport_check check (transport in ('BEARER', 'COOKIE'))`,
    );
    await runner.query('alter table account drop column failed_attempts, drop column locked_until');
    await runner.query('alter table invitation add column withdrawn_at timestamp(3) with time zone');
    await runner.query(`create table sign_in_guess (
      subject text not null,
      failed_attempts integer not null default 0,
      locked_until timestamp(3) with time zone,
      last_at timestamp(3) with time zone not null default clock_timestamp(),
      constraint sign_in_guess_pkey primary key (subject)
    )`);
    await runner.query('create index sign_in_guess_last_idx on sign_in_guess (last_at)');
    await runner.query(`create table second_factor (
      account_id uuid not null,
      secret_sealed text not null,
      enrolled_at timestamp(3) with time zone not null default clock_timestamp(),
      last_step integer not null,
      constraint second_factor_pkey primary key (account_id),
      constraint second_factor_account_fk foreign key (account_id) references account (id)
    )`);
    await runner.query(`create table recovery_code (
      account_id uuid not null,
      code_hash text not null,
      used_at timestamp(3) with time zone,
      constraint recovery_code_pkey primary key (account_id, code_hash),
      constraint recovery_code_account_fk foreign key (account_id) references account (id)
    )`);
    await runner.query(`create table pending_sign_in (
      token_hash text not null,
      account_id uuid not null,
      role text not null,
      login_method text not null,
      ip text not null,
      device_hash text not null,
      device_named boolean not null,
      enrolment_sealed text,
      expires_at timestamp(3) with time zone not null,
      constraint pending_sign_in_pkey primary key (token_hash),
      constraint pending_sign_in_account_fk foreign key (account_id) references account (id)
    )`);
    await runner.query('create index pending_sign_in_account_idx on pending_sign_in (account_id)');
    await runner.query(`create table program_token (
      id uuid not null,
      token_hash text not null,
      account_id uuid not null,
      role text not null,
      name text not null,
      actions jsonb not null,
      created_at timestamp(3) with time zone not null default clock_timestamp(),
      expires_at timestamp(3) with time zone not null,
      last_used_at timestamp(3) with time zone,
      revoked_at timestamp(3) with time zone,
      constraint program_token_pkey primary key (id),
      constraint program_token_hash_key unique (token_hash),
      constraint program_token_account_fk foreign key (account_id) references account (id)
    )`);
    await runner.query('create index program_token_account_idx on program_token (account_id)');
    // lost after a crash, and then every rate begins anew: nothing else depends on it
    await runner.query(`create unlogged table rate_bucket (
      key text not null,
      full_at timestamp with time zone not null,
      room_seconds double precision not null,
      constraint rate_bucket_pkey primary key (key)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'rate_bucket',
      'program_token',
      'pending_sign_in',
      'recovery_code',
      'second_factor',
    ]) {
      await runner.query(`drop table ${table}`);
    }
    await runner.query('drop table sign_in_guess');
    await runner.query('alter table invitation drop column withdrawn_at');
    await runner.query(`alter table account add column failed_attempts integer not null default 0,
      add column locked_until timestamp(3) with time zone`);
    await runner.query(`alter table session drop column role, drop column transport, drop column device_hash,
      drop column user_agent, drop column end_reason`);
  }
}
