import { ApiProperty } from '@nestjs/swagger';
import type {
  ContactsContent,
  GeneralContent,
  QualificationContent,
} from '../../../infra/database/unit-profile-records.js';
import { personal } from '../personal/personal-mark.js';
import { ContactView } from './unit.views.js';

export class ProfileStepView {
  @ApiProperty({ enum: ['GENERAL', 'QUALIFICATIONS', 'HANDLERS', 'ATTACHMENTS'] }) step!: string;
  @ApiProperty({ description: '步骤名称' }) label!: string;
  @ApiProperty({ description: '已保存' }) saved!: boolean;
}

/** 一般信息 (domain.md §3.2). */
export class GeneralView implements GeneralContent {
  @ApiProperty({ description: '办公地点' }) officeAddress!: string;
  @ApiProperty({ description: '注册区' }) registrationDistrict!: string;
  @ApiProperty({ description: '纳税登记地' }) taxDistrict!: string;
  @ApiProperty({ description: '成立日期', format: 'date' }) establishedOn!: string;
  @ApiProperty({ description: '注册资本', type: String, nullable: true }) registeredCapital!: string | null;
  @ApiProperty({ description: '近一年纳税额', type: String, nullable: true }) annualTax!: string | null;
  @ApiProperty({ description: '所属行业' }) industry!: string;
  @ApiProperty({ description: '职工人数', type: Number, nullable: true }) employeeCount!: number | null;
  @ApiProperty({ description: '法定代表人' }) legalRepName!: string;
  @ApiProperty({ description: '法定代表人证件类型' }) legalRepIdType!: string;
  @ApiProperty({ description: '法定代表人证件号码', ...personal('idNo', 'UNIT') }) legalRepIdNo!: string;
  @ApiProperty({ description: '法定代表人手机', ...personal('telephone', 'UNIT') }) legalRepMobile!: string;
  @ApiProperty({ description: '联系电话', ...personal('telephone', 'UNIT') }) phone!: string;
  @ApiProperty({ description: '邮政编码', type: String, nullable: true }) postcode!: string | null;
  @ApiProperty({ description: '电子邮箱', type: String, nullable: true, ...personal('mail', 'UNIT') })
  email!: string | null;
  @ApiProperty({ description: '符合新办条件' }) meetsNewConditions!: boolean;
}

export class QualificationView implements QualificationContent {
  @ApiProperty({ description: '资质类别' }) category!: string;
  @ApiProperty({ description: '资质名称' }) name!: string;
  @ApiProperty({ description: '证书编号' }) certNo!: string;
  @ApiProperty({ description: '发证机关' }) issuer!: string;
  @ApiProperty({ description: '发证日期', format: 'date' }) issuedOn!: string;
  @ApiProperty({ description: '有效期至', type: String, format: 'date', nullable: true }) validUntil!:
    | string
    | null;
  @ApiProperty({ description: '认证机构批准号', type: String, nullable: true }) approvalNo!: string | null;
}

/** 业务经办人 with all that the unit has said of him. */
export class NamedHandlerView extends ContactView {
  @ApiProperty({ description: '证件类型' }) idType!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo', 'UNIT') }) idNo!: string;
  @ApiProperty({ description: '是否为主要经办人' }) primary!: boolean;
}

export class ContactsView implements ContactsContent {
  @ApiProperty({ description: '业务经办人', type: NamedHandlerView, isArray: true })
  handlers!: readonly NamedHandlerView[];
  @ApiProperty({ description: '紧急联系人', type: ContactView }) emergencyContact!: ContactView;
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
  @ApiProperty({ description: '一般信息', type: GeneralView, nullable: true }) general!: GeneralView | null;
  @ApiProperty({ description: '资质信息', type: QualificationView, isArray: true })
  qualifications!: readonly QualificationView[];
  @ApiProperty({ description: '业务经办人与紧急联系人', type: ContactsView, nullable: true })
  contacts!: ContactsView | null;
}

export class UnitChangeView {
  @ApiProperty({ description: '需审批的修改所形成的申请', type: String, format: 'uuid', nullable: true })
  applicationId!: string | null;
}
