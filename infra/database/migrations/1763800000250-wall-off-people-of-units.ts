import type { MigrationInterface, QueryRunner } from 'typeorm';
import { policiesOf } from './1763800000220-add-row-level-security.js';

/** Whom a unit names: in its draft, as handlers, to be called, whom it lets in, who has come for it. Only it sees them (ADR 11). */
const TABLES = [
  'unit_profile_draft',
  'unit_handler',
  'emergency_contact',
  'unit_authorization',
  'unit_identity',
];

export class WallOffPeopleOfUnits1763800000250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(policiesOf(table, 'unit_id = (select scope_unit())').join(';'));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`alter table ${table} disable row level security`);
      for (const policy of ['scope', 'insert', 'update', 'delete', 'process']) {
        await runner.query(`drop policy ${table}_${policy} on ${table}`);
      }
    }
  }
}
