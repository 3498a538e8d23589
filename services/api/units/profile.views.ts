import { ApiProperty } from '@nestjs/swagger';

export class ProfileStepView {
  @ApiProperty({ enum: ['GENERAL', 'QUALIFICATIONS', 'HANDLERS', 'ATTACHMENTS'] }) step!: string;
  @ApiProperty({ description: '步骤名称' }) label!: string;
  @ApiProperty({ description: '已保存' }) saved!: boolean;
}

/** The whole of a unit's information (S-11); of an incomplete one, what the wizard has saved (S-05). */
export class UnitProfileView {
  @ApiProperty({ format: 'uuid' }) unitId!: string;
  @ApiProperty({ description: '单位名称' }) name!: string;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '注册地址' }) registeredAddress!: string;
  @ApiProperty({ description: '信息完善状态' }) accountStatus!: string;
  @ApiProperty({ description: '提示', type: String, nullable: true }) popup!: string | null;
  @ApiProperty({ description: '下一步骤', type: String, nullable: true }) currentStep!: string | null;
  @ApiProperty({ type: ProfileStepView, isArray: true }) steps!: readonly ProfileStepView[];
  @ApiProperty({ description: '一般信息', type: 'object', additionalProperties: true, nullable: true })
  general!: object | null;
  @ApiProperty({
    description: '资质信息',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  qualifications!: readonly object[];
  @ApiProperty({
    description: '业务经办人与紧急联系人',
    type: 'object',
    additionalProperties: true,
    nullable: true,
  })
  contacts!: object | null;
}

export class UnitChangeView {
  @ApiProperty({ description: '需审批的修改所形成的申请', type: String, format: 'uuid', nullable: true })
  applicationId!: string | null;
}
