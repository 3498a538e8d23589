import { DefaultNamingStrategy, type Table } from 'typeorm';

/** Primary keys get the name Postgres itself would give them; every other constraint is named in its entity. */
export class NamingStrategy extends DefaultNamingStrategy {
  override primaryKeyName(tableOrName: Table | string): string {
    return `${this.getTableName(tableOrName)}_pkey`;
  }
}
