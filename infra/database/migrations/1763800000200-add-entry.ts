import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in by certificate and by code on the screen, and whom a unit authorizes (domain.md §12). */
export class AddEntry1763800000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table certificate_challenge (
      id uuid not null,
      nonce text not null,
      binding_hash text not null,
      issued_at timestamp(3) with time zone not null default clock_timestamp(),
      expires_at timestamp(3) with time zone not null,
      constraint certificate_challenge_pkey primary key (id)
    )`);
    await runner.query(`create table sign_in_ticket (
      id uuid not null,
      method text not null,
      state text not null default 'WAITING',
      code_hash text not null,
      binding_hash text not null,
      number text not null,
      scanned_by text,
      identity_sealed text,
      expires_at timestamp(3) with time zone not null,
      constraint sign_in_ticket_pkey primary key (id),
      constraint sign_in_ticket_code_key unique (code_hash),
      constraint sign_in_ticket_state_check check (state in ('WAITING', 'SCANNED', 'CONFIRMED', 'EXPIRED'))
    )`);
    await runner.query(`create table unit_identity (
      account_id uuid not null,
      unit_id uuid not null,
      person_index text,
      id_type text,
      id_no_sealed text,
      constraint unit_identity_pkey primary key (account_id),
      constraint unit_identity_account_fk foreign key (account_id) references account (id),
      constraint unit_identity_unit_fk foreign key (unit_id) references unit (id)
    )`);
    await runner.query(`create unique index unit_identity_person_key on unit_identity (unit_id, person_index)
      where person_index is not null`);
    await runner.query(`create unique index unit_identity_certificate_key on unit_identity (unit_id)
      where person_index is null`);
    await runner.query(`create table unit_authorization (
      id uuid not null,
      created_at timestamp(3) with time zone not null default business_now(),
      updated_at timestamp(3) with time zone not null default business_now(),
      version integer not null default 1,
      unit_id uuid not null,
      method text not null,
      role text not null,
      person_name text not null,
      person_index text not null,
      id_type text not null,
      id_no_sealed text not null,
      mobile_sealed text not null,
      granted_by uuid not null,
      revoked_at timestamp(3) with time zone,
      revoked_by uuid,
      revoke_reason text,
      constraint unit_authorization_pkey primary key (id),
      constraint unit_authorization_unit_fk foreign key (unit_id) references unit (id),
      constraint unit_authorization_method_check check (method in ('E_LICENCE', 'INSTITUTION_CERT')),
      constraint unit_authorization_role_check check (role in ('UNIT_LICENCE_ADMIN', 'UNIT_HANDLER'))
    )`);
    await runner.query(
      'create index unit_authorization_unit_idx on unit_authorization (unit_id, created_at, id)',
    );
    await runner.query(`create unique index unit_authorization_standing_key
      on unit_authorization (unit_id, person_index, method, role) where revoked_at is null`);
    await runner.query(`create table trial_authority (
      id text not null,
      keys_sealed text not null,
      trusted_pem text not null,
      constraint trial_authority_pkey primary key (id),
      constraint trial_authority_one_check check (id = 'trial')
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table trial_authority');
    await runner.query('drop table unit_authorization');
    await runner.query('drop table unit_identity');
    await runner.query('drop table sign_in_ticket');
    await runner.query('drop table certificate_challenge');
  }
}
