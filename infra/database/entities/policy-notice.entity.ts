import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StoredObjectRow } from './attachment.entity.js';
import { Instant, Text, TransactionNumber, Uuid } from './columns.js';
import { AccountRow } from './identity.entity.js';

/** 政策法规通知 with its document, for everybody (domain.md §10). */
@Entity('policy_notice')
@Index('policy_notice_list_idx', ['publishedAt', 'id'])
@Index('policy_notice_stream_idx', ['transactionId', 'id'])
@Index('policy_notice_object_idx', ['sha256'])
export class PolicyNoticeRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('title') title!: string;
  @Text('body') body!: string;
  @Text('file_name') fileName!: string;
  @Text('sha256')
  @ForeignKey(() => StoredObjectRow, 'sha256', { name: 'policy_notice_object_fk' })
  sha256!: string;
  @Instant('published_at') publishedAt!: Date;
  @Uuid('published_by') publishedBy!: string;
  @TransactionNumber() transactionId!: string;
}

/** That an account has read a notice of either kind; none while the notice is news to it. */
@Entity('notice_read')
@Check('notice_read_kind_check', `kind in ('POLICY', 'SYSTEM')`)
@Index('notice_read_notice_idx', ['noticeId'])
export class NoticeReadRow {
  @PrimaryColumn('uuid', { name: 'account_id' })
  @ForeignKey(() => AccountRow, 'id', { name: 'notice_read_account_fk' })
  accountId!: string;
  @PrimaryColumn('uuid', { name: 'notice_id' }) noticeId!: string;
  @Text('kind') kind!: string;
  @Instant('read_at') readAt!: Date;
}
