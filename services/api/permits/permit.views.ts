import { ApiProperty } from '@nestjs/swagger';
import { personal } from '../personal/personal-mark.js';

export class PermitTermView {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) until!: string;
}

export class PermitUnitPeriodView {
  @ApiProperty({ description: '聘用单位' }) unitName!: string;
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) to!: string | null;
}

export class PermitView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '工作居住证编号' }) permitNo!: string;
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '证件状态' }) status!: string;
  @ApiProperty({ description: '证件状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '有效期自', format: 'date' }) validFrom!: string;
  @ApiProperty({ description: '证件有效期至（含当日）', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '可申请续签之日', format: 'date' }) opensOn!: string;
  @ApiProperty({ description: '续签最晚申请日', format: 'date' }) lastSubmissionOn!: string;
  @ApiProperty({ description: '办结期限', format: 'date' }) completeBy!: string;
  @ApiProperty({ description: '节假日安排尚未公布，日期待定' }) provisional!: boolean;
  @ApiProperty({ enum: ['NOT_OPEN', 'OPEN', 'LATE'] }) windowState!: string;
  @ApiProperty({ type: PermitTermView, isArray: true }) terms!: readonly PermitTermView[];
  @ApiProperty({ type: PermitUnitPeriodView, isArray: true }) unitHistory!: readonly PermitUnitPeriodView[];
}

export class PermitList {
  @ApiProperty({ type: PermitView, isArray: true }) items!: readonly PermitView[];
}

/** A permit as departments, operators and auditors find it (domain.md §11 S-19). */
export class PermitListItem {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '工作居住证编号' }) permitNo!: string;
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '姓名' }) holderName!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo') }) idNo!: string;
  @ApiProperty({ description: '证件状态' }) status!: string;
  @ApiProperty({ description: '证件状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '有效期自', format: 'date' }) validFrom!: string;
  @ApiProperty({ description: '证件有效期至（含当日）', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '聘用单位，挂起时为空', type: String, nullable: true }) unitName!:
    | string
    | null;
  @ApiProperty({ description: '上级申报单位' }) departmentName!: string;
}

export class PermitPage {
  @ApiProperty({ type: PermitListItem, isArray: true }) items!: readonly PermitListItem[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}
