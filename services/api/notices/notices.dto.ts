import { ApiProperty } from '@nestjs/swagger';
import { COUNTED_UP_TO, type LiveCounts } from '../../../infra/database/live-status-records.js';
import type { NoticeListRow } from '../../../infra/database/notice-records.js';
import { ChoiceField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

export class NoticeQuery extends PageQuery {
  @ChoiceField({ label: '包括已处理的通知', of: ['true', 'false'], optional: true })
  all?: 'true' | 'false';
}

export class NoticeReferenceView {
  @ApiProperty({ description: '业务申请', format: 'uuid', required: false }) applicationId?: string;
  @ApiProperty({ description: '证件', format: 'uuid', required: false }) permitId?: string;
  @ApiProperty({ description: '关联', format: 'uuid', required: false }) associationId?: string;
  @ApiProperty({ description: '限制', format: 'uuid', required: false }) restrictionId?: string;
  @ApiProperty({ description: '附件', type: [String], required: false, example: ['UNIT_TAX_VOUCHER'] })
  attachmentCodes?: readonly string[];
}

export class NoticeView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '通知代码', example: 'N-09' }) code!: string;
  @ApiProperty({ description: '通知内容' }) body!: string;
  @ApiProperty({ description: '所涉业务', type: NoticeReferenceView }) businessRef!: NoticeReferenceView;
  @ApiProperty({ description: '发布时间', format: 'date-time' }) publishedAt!: string;
  @ApiProperty({ description: '处理时间', type: String, format: 'date-time', nullable: true }) resolvedAt!:
    | string
    | null;
  @ApiProperty({ description: '本账号是否已读' }) read!: boolean;
}

export class NoticePage {
  @ApiProperty({ type: NoticeView, isArray: true }) items!: readonly NoticeView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

/** Unread current notices of the account, each counted up to 100. */
export class UnreadView {
  @ApiProperty({ description: '未读系统提示通知数', maximum: COUNTED_UP_TO }) system!: number;
  @ApiProperty({ description: '未读政策法规通知数', maximum: COUNTED_UP_TO }) policy!: number;
}

export function renderUnread({ unreadNotices, unreadPolicyNotices }: LiveCounts): UnreadView {
  return { system: unreadNotices, policy: unreadPolicyNotices };
}

export function renderNotice(row: NoticeListRow): NoticeView {
  return {
    id: row.id,
    code: row.code,
    body: row.body,
    businessRef: row.business_ref,
    publishedAt: row.published_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    read: row.is_read,
  };
}
