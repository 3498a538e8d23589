import { ApiProperty } from '@nestjs/swagger';
import type { SnapshotContent } from '../../../infra/database/snapshot-content.js';
import { tellsClaim } from '../personal/personal-mark.js';
import {
  AllowedActionView,
  ApplicationView,
  HintView,
  SnapshotFileView,
} from '../applications/application.views.js';
import { SubmittedContentView } from './submitted-content.views.js';

export class DeskItem {
  @ApiProperty({ format: 'uuid' }) taskId!: string;
  @ApiProperty({ format: 'uuid' }) applicationId!: string;
  @ApiProperty({ description: '业务编号' }) applicationNo!: string;
  @ApiProperty({ description: '业务类型' }) type!: string;
  @ApiProperty({ description: '环节' }) level!: string;
  @ApiProperty({ description: '环节（中文）' }) levelLabel!: string;
  @ApiProperty({ description: '轮次' }) round!: number;
  @ApiProperty({ description: '任务状态' }) status!: string;
  @ApiProperty({ description: '姓名', type: String, nullable: true }) personName!: string | null;
  @ApiProperty({ description: '单位名称' }) unitName!: string;
  @ApiProperty({ description: '收到时间', format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ description: '截止日', format: 'date' }) dueOn!: string;
  @ApiProperty({ description: '是否超期' }) overdue!: boolean;
  @ApiProperty({ description: '证件有效期至', type: String, format: 'date', nullable: true }) permitEndsOn!:
    | string
    | null;
  @ApiProperty({ description: '证件将在剩余环节时限之前到期' }) atRisk!: boolean;
  @ApiProperty({ description: '领取号' }) claimNo!: number;
  @ApiProperty({ description: '领取人', type: String, nullable: true }) assigneeName!: string | null;
  @ApiProperty({ description: '审批结果', type: String, nullable: true }) decision!: string | null;
}

export class DeskPage {
  @ApiProperty({ type: DeskItem, isArray: true }) items!: readonly DeskItem[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export class ReviewTaskView {
  @ApiProperty({ format: 'uuid' }) taskId!: string;
  @ApiProperty({ description: '环节' }) level!: string;
  @ApiProperty({ description: '轮次' }) round!: number;
  @ApiProperty({ description: '任务状态' }) status!: string;
  @ApiProperty({ description: '截止日', format: 'date' }) dueOn!: string;
  @ApiProperty({ description: '是否超期' }) overdue!: boolean;
  @ApiProperty({ description: '证件有效期至', type: String, format: 'date', nullable: true }) permitEndsOn!:
    | string
    | null;
  @ApiProperty({ description: '证件将在剩余环节时限之前到期' }) atRisk!: boolean;
  @ApiProperty({ description: '领取号' }) claimNo!: number;
  @ApiProperty({ description: '是否由本人领取' }) claimedByMe!: boolean;
  @ApiProperty({ description: '由本人领取且尚未审批', ...tellsClaim }) holdsClaim!: boolean;
  @ApiProperty({ description: '快照号' }) snapshotNo!: number;
  @ApiProperty({ description: '审批结果', type: String, nullable: true }) decision!: string | null;
  @ApiProperty({ type: AllowedActionView, isArray: true }) allowedActions!: readonly AllowedActionView[];
  @ApiProperty({ description: '审核要点', type: String, isArray: true }) checklist!: readonly string[];
  @ApiProperty({ type: HintView, isArray: true, description: '系统提示' }) systemHints!: readonly HintView[];
  @ApiProperty({ type: SnapshotFileView, isArray: true }) files!: readonly SnapshotFileView[];
  @ApiProperty({ type: SubmittedContentView, description: '提交时的申请内容' })
  content!: SnapshotContent;
  @ApiProperty({ type: ApplicationView }) application!: ApplicationView;
}
