import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Day, Instant, Text, Uuid, Whole } from './columns.js';

/** Bytes in the object store under their content address; rows point at it, nothing is copied (design.md §4). */
@Entity('stored_object')
export class StoredObjectRow {
  @PrimaryColumn('text', { name: 'sha256' }) sha256!: string;
  @Text('object_key') objectKey!: string;
  @Text('media_type') mediaType!: string;
  @Whole('size_bytes') sizeBytes!: number;
  @Instant('stored_at', { default: () => 'business_now()' }) storedAt!: Date;
}

/** One file of a slot in 附件管理; `removed_at` keeps history, the current ones have none (domain.md §4.2). */
@Entity('attachment_file')
@Index('attachment_file_slot_idx', ['ownerKind', 'ownerId', 'catalogueCode'], { where: 'removed_at is null' })
@Index('attachment_file_object_idx', ['sha256'])
@Check('attachment_file_owner_check', `owner_kind in ('UNIT', 'EMPLOYEE', 'ASSOCIATION', 'APPLICATION')`)
export class AttachmentFileRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('owner_kind') ownerKind!: string;
  @Uuid('owner_id') ownerId!: string;
  @Text('catalogue_code') catalogueCode!: string;
  @Text('file_name') fileName!: string;
  @Text('sha256')
  @ForeignKey(() => StoredObjectRow, 'sha256', { name: 'attachment_file_object_fk' })
  sha256!: string;
  @Text('tag', { nullable: true }) tag!: string | null;
  @Whole('pages') pages!: number;
  @Day('uploaded_on') uploadedOn!: string;
  @Instant('uploaded_at') uploadedAt!: Date;
  @Uuid('uploaded_by') uploadedBy!: string;
  @Instant('removed_at', { nullable: true }) removedAt!: Date | null;
}
