import { ApiProperty } from '@nestjs/swagger';
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
}

export class NoticePage {
  @ApiProperty({ type: NoticeView, isArray: true }) items!: readonly NoticeView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export function renderNotice(row: NoticeListRow): NoticeView {
  return {
    id: row.id,
    code: row.code,
    body: row.body,
    businessRef: row.business_ref,
    publishedAt: row.published_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}
