import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PageFacts, RecordedScanCheck } from '../../../domain/attachment/scan-check.js';
import { StoredObjectRow } from './attachment.entity.js';
import { Instant, Json, Text } from './columns.js';

/** That bytes were looked at; equal bytes are looked at once, whoever uploads them. */
@Entity('scan_check')
@Check('scan_check_status_check', `status in ('CHECKED', 'NOT_CHECKED')`)
export class ScanCheckRow {
  @PrimaryColumn('text', { name: 'sha256' })
  @ForeignKey(() => StoredObjectRow, 'sha256', { name: 'scan_check_object_fk' })
  sha256!: string;
  @Text('status') status!: RecordedScanCheck;
  @Instant('checked_at', { default: () => 'business_now()' }) checkedAt!: Date;
}

/** What was measured on a page, and its picture in the object store; the hints are judged on reading. */
@Entity('scan_page')
@Index('scan_page_picture_idx', ['pictureSha256'])
export class ScanPageRow {
  @PrimaryColumn('text', { name: 'sha256' })
  @ForeignKey(() => ScanCheckRow, 'sha256', { name: 'scan_page_check_fk' })
  sha256!: string;
  @PrimaryColumn('integer', { name: 'page' }) page!: number;
  @Json('facts') facts!: PageFacts;
  @Text('picture_sha256')
  @ForeignKey(() => StoredObjectRow, 'sha256', { name: 'scan_page_picture_fk' })
  pictureSha256!: string;
}
