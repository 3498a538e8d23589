import { Check, Entity, PrimaryColumn } from 'typeorm';
import { Instant, Text } from './columns.js';

/** A key that has sealed rows, until none is left; the index key has one row. Never the key itself (ADR 13). */
@Entity('encryption_key')
@Check('encryption_key_kind_check', `kind in ('DATA', 'INDEX')`)
export class EncryptionKeyRow {
  @PrimaryColumn('text', { name: 'kind' }) kind!: 'DATA' | 'INDEX';
  @PrimaryColumn('text', { name: 'key_id' }) keyId!: string;
  /** Null: found in rows and not yet met in a configuration. */
  @Text('fingerprint', { nullable: true }) fingerprint!: string | null;
  @Instant('first_used_at', { default: () => 'clock_timestamp()' }) firstUsedAt!: Date;
  @Instant('retired_at', { nullable: true }) retiredAt!: Date | null;
}
