import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A round of sealing looks only at what may be new; what hangs on a removed object is found without a look at all papers. */
export class BoundSealing1763800000280 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table audit_seal add column settled_below bigint not null default 0');
    await runner.query('create index audit_event_transaction_idx on audit_event (transaction_id, seq)');
    await runner.query('create index issued_document_object_idx on issued_document (sha256)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index issued_document_object_idx');
    await runner.query('drop index audit_event_transaction_idx');
    await runner.query('alter table audit_seal drop column settled_below');
  }
}
