import { ApiProperty } from '@nestjs/swagger';
import type { PolicyNoticeListRow } from '../../../infra/database/policy-notice-records.js';
import { TextField } from '../http/fields.js';

export class PublishPolicyNoticeDto {
  @TextField({ label: '标题', max: 100, example: '关于工作居住证办理有关事项的通知' })
  title!: string;

  @TextField({ label: '内容', max: 2000, optional: true })
  body?: string;
}

export class PolicyNoticeView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '标题' }) title!: string;
  @ApiProperty({ description: '内容，可为空' }) body!: string;
  @ApiProperty({ description: '文件名' }) fileName!: string;
  @ApiProperty({ description: '法规文件（PDF）的地址' }) documentUrl!: string;
  @ApiProperty({ description: '发布时间', format: 'date-time' }) publishedAt!: string;
  @ApiProperty({ description: '本账号是否已读' }) read!: boolean;
}

export class PolicyNoticePage {
  @ApiProperty({ type: PolicyNoticeView, isArray: true }) items!: readonly PolicyNoticeView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export function renderPolicyNotice(row: PolicyNoticeListRow): PolicyNoticeView {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    fileName: row.file_name,
    documentUrl: documentUrl(row.id),
    publishedAt: row.published_at.toISOString(),
    read: row.is_read,
  };
}

export function documentUrl(policyNoticeId: string): string {
  return `/api/v1/policy-notices/${policyNoticeId}/document`;
}
