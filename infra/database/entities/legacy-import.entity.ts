import { Check, Entity, PrimaryColumn } from 'typeorm';
import { Instant, Text, Uuid } from './columns.js';

/** A row of a legacy file that was taken; kept, so that an import can be repeated without effect. */
@Entity('legacy_import')
@Check('legacy_import_kind_check', `kind in ('UNIT', 'PERMIT')`)
export class LegacyImportRow {
  @PrimaryColumn('text', { name: 'kind' }) kind!: 'UNIT' | 'PERMIT';
  @PrimaryColumn('text', { name: 'source_key' }) sourceKey!: string;
  @Uuid('subject_id') subjectId!: string;
  /** Keyed digest of the row: the same key with other content is told. */
  @Text('digest') digest!: string;
  @Instant('imported_at', { default: () => 'business_now()' }) importedAt!: Date;
}
