import { Check, Entity, Index, PrimaryColumn } from 'typeorm';
import { Instant, Json, Text, TransactionNumber, Uuid } from './columns.js';

/**
 * A notice to one audience (domain.md §10). The natural key makes repeating an act harmless; its index also finds what a
 * key begins with (`text_pattern_ops`, which an entity cannot say).
 */
@Entity('notice')
@Index('notice_natural_key', ['naturalKey'], { unique: true })
@Index('notice_audience_idx', ['audienceKind', 'audienceId', 'publishedAt', 'id'])
@Index('notice_stream_idx', ['audienceKind', 'audienceId', 'transactionId', 'id'])
@Check(
  'notice_audience_check',
  `audience_kind in ('UNIT', 'EMPLOYEE', 'DEPARTMENT', 'DEPARTMENT_ADMIN', 'ACCOUNT')`,
)
export class NoticeRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('natural_key') naturalKey!: string;
  @Text('code') code!: string;
  @Text('body') body!: string;
  @Text('audience_kind') audienceKind!: string;
  @Uuid('audience_id') audienceId!: string;
  @Json('business_ref') businessRef!: NoticeReference;
  @Instant('published_at') publishedAt!: Date;
  @Instant('resolved_at', { nullable: true }) resolvedAt!: Date | null;
  /** From here on it is no longer current, whether or not anybody resolves it. */
  @Instant('ends_at', { nullable: true }) endsAt!: Date | null;
  @TransactionNumber() transactionId!: string;
}

export interface NoticeReference {
  readonly applicationId?: string;
  readonly permitId?: string;
  readonly associationId?: string;
  readonly restrictionId?: string;
  readonly correctionId?: string;
  readonly attachmentCodes?: readonly string[];
}
