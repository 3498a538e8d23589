import { ApiProperty } from '@nestjs/swagger';
import { COUNTED_UP_TO, type LiveCounts, type NewsRow } from '../../../infra/database/live-status-records.js';
import { NoticeReferenceView } from '../notices/notices.dto.js';
import { documentUrl } from '../notices/policy-notices.dto.js';

/** What waits for the reader; each number is counted up to 100 only. Data of the event `counts`. */
export class LiveCountsView implements LiveCounts {
  @ApiProperty({ description: '待确认关联人数', maximum: COUNTED_UP_TO }) pendingAssociations!: number;
  @ApiProperty({ description: '待审批任务数' }) tasks!: number;
  @ApiProperty({ description: '未读系统提示通知数', maximum: COUNTED_UP_TO }) unreadNotices!: number;
  @ApiProperty({ description: '未读政策法规通知数', maximum: COUNTED_UP_TO }) unreadPolicyNotices!: number;
}

/** Data of the event `notice`. */
export class LiveNoticeView {
  @ApiProperty({ enum: ['SYSTEM', 'POLICY'] }) kind!: string;
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '通知代码，政策法规通知为空', type: String, nullable: true }) code!:
    | string
    | null;
  @ApiProperty({ description: '通知内容，或政策法规通知的标题' }) text!: string;
  @ApiProperty({ description: '所涉业务', type: NoticeReferenceView }) businessRef!: NoticeReferenceView;
  @ApiProperty({ description: '法规文件的地址', type: String, nullable: true }) documentUrl!: string | null;
  @ApiProperty({ description: '发布时间', format: 'date-time' }) publishedAt!: string;
}

export function renderNews(row: NewsRow): LiveNoticeView {
  const { kind, id, code, text } = row;
  return {
    kind,
    id,
    code,
    text,
    businessRef: row.business_ref,
    documentUrl: kind === 'POLICY' ? documentUrl(id) : null,
    publishedAt: row.published_at.toISOString(),
  };
}
