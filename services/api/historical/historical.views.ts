import { ApiProperty } from '@nestjs/swagger';
import { personal } from '../personal/personal-mark.js';

/** The request as its employee sees it. */
export class OwnHistoricalRequestView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '单位名称' }) unitName!: string;
  @ApiProperty({ description: '工作居住证编号' }) permitNo!: string;
  @ApiProperty({ description: '在该单位任职自', format: 'date' }) from!: string;
  @ApiProperty({ description: '在该单位任职至', format: 'date' }) to!: string;
  @ApiProperty({ description: '申请时间', format: 'date-time' }) requestedAt!: string;
}

/** 待办理聘用单位变更员工, 补办. */
export class HistoricalRequestView extends OwnHistoricalRequestView {
  @ApiProperty({ description: '标记', example: '补办' }) mark!: string;
  @ApiProperty({ description: '员工', format: 'uuid' }) employeeId!: string;
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo') }) idNo!: string;
  @ApiProperty({ description: '证件有效期至', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '本单位已起草或在办的补办申请', type: String, format: 'uuid', nullable: true })
  applicationId!: string | null;
}

export class HistoricalRequestList {
  @ApiProperty({ type: HistoricalRequestView, isArray: true }) items!: readonly HistoricalRequestView[];
}
