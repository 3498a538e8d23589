import { ApiProperty } from '@nestjs/swagger';
import { personalByField, tellsClaim } from '../personal/personal-mark.js';
import { SnapshotFileView } from './application.views.js';

export class ComparedFieldView {
  @ApiProperty({ description: '字段', example: 'currentAddress' }) field!: string;
  @ApiProperty({ description: '字段（中文）', example: '现居住地址' }) label!: string;
  @ApiProperty({
    description: '对比内容，列表为 JSON',
    type: String,
    nullable: true,
    ...personalByField('field'),
  })
  before!: string | null;
  @ApiProperty({
    description: '本次内容，列表为 JSON',
    type: String,
    nullable: true,
    ...personalByField('field'),
  })
  now!: string | null;
  @ApiProperty({ description: '是否不同' }) differs!: boolean;
}

/** Two contents side by side (domain.md §7.2 "Renewal view rule", §4.5). */
export class ComparisonView {
  @ApiProperty({ description: '对比对象', enum: ['APPROVED', 'ROUND'] }) against!: string;
  @ApiProperty({ description: '是否有可对比的内容；首次申请或第一轮为否' }) hasBefore!: boolean;
  @ApiProperty({ description: '对比的轮次', type: Number, nullable: true }) beforeRound!: number | null;
  @ApiProperty({ description: '本人已领取该申请且尚未审批', ...tellsClaim }) holdsClaim!: boolean;
  @ApiProperty({ description: '员工已更新信息' }) employeeUpdated!: boolean;
  @ApiProperty({ description: '各字段，不同的在前', type: ComparedFieldView, isArray: true })
  fields!: readonly ComparedFieldView[];
  @ApiProperty({ description: '新的附件', type: SnapshotFileView, isArray: true })
  newFiles!: readonly SnapshotFileView[];
}
