import { ApiProperty } from '@nestjs/swagger';
import { CORRECTION_STATUS_LABELS } from '../../../domain/employee/identity-correction.js';
import { ID_TYPE_LABELS, SEX_LABELS } from '../../../domain/identity/id-number.js';
import { personal, tellsClaim } from '../personal/personal-mark.js';

export class IdentityView {
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '性别', enum: Object.keys(SEX_LABELS) }) sex!: string;
  @ApiProperty({
    description: '出生日期',
    type: String,
    format: 'date',
    nullable: true,
    ...personal('birthDate'),
  })
  birthDate!: string | null;
  @ApiProperty({ description: '证件类型', enum: Object.keys(ID_TYPE_LABELS) }) idType!: string;
  @ApiProperty({ description: '证件类型（中文）' }) idTypeLabel!: string;
  @ApiProperty({ description: '证件号码', type: String, nullable: true, ...personal('idNo') })
  idNo!: string | null;
}

export class CorrectionActionView {
  @ApiProperty({ description: '操作', enum: ['withdraw', 'decide', 'reveal'] }) action!: string;
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

/** 身份信息更正, for the person and for the department that decides. */
export class CorrectionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '员工', format: 'uuid' }) employeeId!: string;
  @ApiProperty({ description: '状态', enum: Object.keys(CORRECTION_STATUS_LABELS) }) status!: string;
  @ApiProperty({ description: '状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '申请时登记的身份信息' }) registered!: IdentityView;
  @ApiProperty({ description: '申请更正为' }) proposed!: IdentityView;
  @ApiProperty({ description: '更正的字段', type: String, isArray: true, example: ['姓名'] })
  fields!: readonly string[];
  @ApiProperty({ description: '更正原因' }) reason!: string;
  @ApiProperty({ description: '申请时的本人身份证件扫描件', example: '身份证.pdf' }) scanFileName!: string;
  @ApiProperty({ description: '审核部门' }) departmentName!: string;
  @ApiProperty({ description: '待查看人所在部门审核', ...tellsClaim }) awaitsReader!: boolean;
  @ApiProperty({ description: '申请时间', format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ description: '办结时间', type: String, format: 'date-time', nullable: true })
  endedAt!: string | null;
  @ApiProperty({ description: '审核人', type: String, nullable: true }) decidedByName!: string | null;
  @ApiProperty({ description: '审核意见', type: String, nullable: true }) opinion!: string | null;
  @ApiProperty({ type: CorrectionActionView, isArray: true })
  allowedActions!: readonly CorrectionActionView[];
}

export class CorrectionPage {
  @ApiProperty({ type: CorrectionView, isArray: true }) items!: readonly CorrectionView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}
