import type { MigrationInterface, QueryRunner } from 'typeorm';

const APPEND_ONLY = ['audit_event', 'audit_seal', 'application_snapshot', 'issued_document', 'permit_term'];

/** Append-only tables refuse change for everybody; the runtime role owns nothing (design.md §4). */
export class ProtectAuditAndGrantRuntime1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
      end $$`);
    for (const table of APPEND_ONLY) {
      await runner.query(`create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function refuse_change()`);
    }
    await runner.query(`do $$ begin
      if not exists (select 1 from pg_roles where rolname = 'juzheng_runtime') then
        create role juzheng_runtime nologin;
      end if;
    exception when duplicate_object or unique_violation then null; end $$`);
    await runner.query('grant usage on schema public to juzheng_runtime');
    await runner.query(
      'grant select, insert, update, delete on all tables in schema public to juzheng_runtime',
    );
    await runner.query('grant usage on all sequences in schema public to juzheng_runtime');
    await runner.query(`revoke update, delete on ${APPEND_ONLY.join(', ')} from juzheng_runtime`);
    await runner.query(
      'alter default privileges in schema public grant select, insert, update, delete on tables to juzheng_runtime',
    );
  }

  async down(): Promise<void> {
    throw new Error('The protection of the audit trail is not taken back.');
  }
}
