import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sealed columns as they stood when keys were first written down; those that came later are of known keys. */
const SEALED: readonly (readonly [table: string, column: string])[] = [
  ['employee', 'phone_sealed'],
  ['employee', 'id_no_sealed'],
  ['employee', 'household_register_sealed'],
  ['employee', 'current_address_sealed'],
  ['family_member', 'id_no_sealed'],
  ['insurance_tax_month', 'taxable_income_sealed'],
  ['unit_profile', 'phone_sealed'],
  ['unit_profile', 'legal_rep_id_no_sealed'],
  ['unit_profile', 'legal_rep_mobile_sealed'],
  ['unit_profile_draft', 'content_sealed'],
  ['unit_handler', 'id_no_sealed'],
  ['unit_handler', 'mobile_sealed'],
  ['emergency_contact', 'mobile_sealed'],
  ['unit_identity', 'id_no_sealed'],
  ['unit_authorization', 'id_no_sealed'],
  ['unit_authorization', 'mobile_sealed'],
  ['second_factor', 'secret_sealed'],
  ['pending_sign_in', 'enrolment_sealed'],
  ['sign_in_ticket', 'identity_sealed'],
  ['trial_authority', 'keys_sealed'],
  ['permit', 'holder_snapshot_sealed'],
  ['application', 'changes_sealed'],
  ['application_snapshot', 'content_sealed'],
];

/** Which keys the rows need, and the one change that a frozen snapshot allows: to be sealed by another key (ADR 13). */
export class AddKeyRotation1763800000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table encryption_key (
      kind text not null,
      key_id text not null,
      fingerprint text,
      first_used_at timestamp(3) with time zone not null default clock_timestamp(),
      retired_at timestamp(3) with time zone,
      constraint encryption_key_pkey primary key (kind, key_id),
      constraint encryption_key_kind_check check (kind in ('DATA', 'INDEX'))
    )`);
    await runner.query('revoke delete on encryption_key from juzheng_runtime');
    const used = SEALED.map(([table, column]) => `select split_part(${column}, '.', 2) from ${table}`);
    await runner.query(`insert into encryption_key (kind, key_id)
      select distinct 'DATA', used.key_id from (${used.join(' union ')}) as used (key_id)
       where used.key_id <> ''`);
    await runner.query('drop trigger application_snapshot_append_only on application_snapshot');
    await runner.query(`create function refuse_all_but_resealing() returns trigger language plpgsql as $$
      begin
        if to_jsonb(new) - 'content_sealed' is distinct from to_jsonb(old) - 'content_sealed'
           or split_part(new.content_sealed, '.', 2) = split_part(old.content_sealed, '.', 2) then
          raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$`);
    await runner.query(`create trigger application_snapshot_resealed_only before update on application_snapshot
      for each row execute function refuse_all_but_resealing()`);
    await runner.query(`create trigger application_snapshot_append_only before delete or truncate
      on application_snapshot for each statement execute function refuse_change()`);
  }

  async down(): Promise<void> {
    throw new Error('The record of keys in use is not taken back; restore a backup instead.');
  }
}
