import type { MigrationInterface, QueryRunner } from 'typeorm';

const BY = { entity: 'entity', entity_object: 'entity_id', actor: 'actor_id', application: 'application_no' };

/** What the audit trail is searched by, each in the order in which it is shown (domain.md §11 S-20). */
export class IndexAuditSearch1763800000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of ['entity', 'actor', 'application']) {
      await runner.query(`drop index audit_event_${name}_idx`);
    }
    for (const [name, column] of Object.entries(BY)) {
      await runner.query(`create index audit_event_${name}_idx on audit_event (${column}, at, seq)`);
    }
    await runner.query('create index audit_event_at_idx on audit_event (at, seq)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of [...Object.keys(BY), 'at']) await runner.query(`drop index audit_event_${name}_idx`);
    await runner.query('create index audit_event_actor_idx on audit_event (actor_id, seq)');
    await runner.query('create index audit_event_application_idx on audit_event (application_no, seq)');
    await runner.query('create index audit_event_entity_idx on audit_event (entity, entity_id, seq)');
  }
}
