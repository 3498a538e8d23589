import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policy parameters and approval routes by department and day (domain.md §5, §6.4). */
export class AddPolicyAndRouteDepartments1763800000191 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['policy_version', 'route_version']) {
      await runner.query(`alter table ${table} rename column in_force_since to published_at`);
      await runner.query(`alter table ${table}
        add column id uuid not null default gen_random_uuid(),
        add column department_id uuid,
        add column effective_from date not null default '2000-01-01',
        add column reason text not null default '随产品提供',
        add column published_by uuid,
        add constraint ${table}_id_key unique (id),
        add constraint ${table}_department_fk foreign key (department_id) references department (id)`);
      await runner.query(`alter table ${table}
        alter column id drop default, alter column effective_from drop default, alter column reason drop default`);
      await runner.query(
        `create index ${table}_force_idx on ${table} (department_id, effective_from, version)`,
      );
    }
  }

  async down(): Promise<void> {
    throw new Error('Versions of departments are not taken back; restore a backup instead.');
  }
}
