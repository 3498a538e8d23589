import { ApiProperty } from '@nestjs/swagger';
import { TALENT_SERVICE_CODES } from '../../../domain/unit/talent-services.js';

export class TalentServiceView {
  @ApiProperty({ description: '业务', enum: TALENT_SERVICE_CODES }) service!: string;
  @ApiProperty({ description: '业务（中文）' }) label!: string;
  @ApiProperty({ description: '是否可以进入' }) allowed!: boolean;
  @ApiProperty({ description: '被限制办理的原因', type: String, nullable: true }) reason!: string | null;
}

/** 人才服务列表 (domain.md §11 S-03). */
export class TalentServiceListView {
  @ApiProperty({ description: '单位关联码，开通权限前为空', type: String, nullable: true })
  associationCode!: string | null;
  @ApiProperty({ type: TalentServiceView, isArray: true }) items!: readonly TalentServiceView[];
}

export class ServiceEntryView {
  @ApiProperty({ description: '业务', enum: TALENT_SERVICE_CODES }) service!: string;
  @ApiProperty({ description: '业务（中文）' }) label!: string;
  @ApiProperty({ description: '进入的页面', example: '/work-residence' }) link!: string;
  @ApiProperty({ description: '说明' }) text!: string;
}
