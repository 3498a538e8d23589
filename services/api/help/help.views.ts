import { ApiProperty } from '@nestjs/swagger';
import {
  CERTIFICATE_APPLICANTS,
  type CertificateApplicantKind,
} from '../../../domain/help/certificate-help.js';
import { parsePhone } from '../../../domain/identity/contact.js';
import { ChoiceField, ParsedField, TextField } from '../http/fields.js';

const APPLICANT_KINDS = Object.keys(CERTIFICATE_APPLICANTS);

export class CertificateHelpQuery {
  @ChoiceField({ label: '申请人类型', of: APPLICANT_KINDS, example: 'ENTERPRISE_OR_SEALED' })
  applicantKind!: CertificateApplicantKind;
}

export class PublishGuideDto {
  @TextField({ label: '办理指南', max: 10_000, example: '办理时间：工作日 9:00 至 17:00。' })
  body!: string;

  /** Left out: the number that stands stays. */
  @ParsedField({ label: '部门电话', parse: parsePhone, optional: true, example: '010-88506500' })
  phone?: string;
}

export class HelpPhoneView {
  @ApiProperty({ description: '咨询内容', enum: ['SYSTEM', 'POLICY'] }) topic!: string;
  @ApiProperty({ description: '咨询内容（中文）' }) label!: string;
  @ApiProperty({ description: '电话' }) phone!: string;
}

export class FormTemplateView {
  @ApiProperty({ description: '模板' }) code!: string;
  @ApiProperty({ description: '模板名称' }) name!: string;
  @ApiProperty({ description: '下载地址' }) downloadUrl!: string;
}

/** 办理指南 of one department. */
export class DepartmentGuideView {
  @ApiProperty({ description: '主管部门', format: 'uuid' }) departmentId!: string;
  @ApiProperty({ description: '主管部门名称' }) departmentName!: string;
  @ApiProperty({ description: '指南名称' }) title!: string;
  @ApiProperty({ description: '部门电话', type: String, nullable: true }) phone!: string | null;
  @ApiProperty({ description: '本部门的办理指南，未发布时为空', type: String, nullable: true })
  body!: string | null;
  @ApiProperty({ description: '指南文件名', type: String, nullable: true }) fileName!: string | null;
  @ApiProperty({ description: '指南文件（PDF）的地址', type: String, nullable: true })
  documentUrl!: string | null;
  @ApiProperty({ description: '发布时间', type: String, format: 'date-time', nullable: true })
  publishedAt!: string | null;
  @ApiProperty({ description: '注意事项', type: String, isArray: true }) notes!: readonly string[];
  @ApiProperty({ description: '模板', type: FormTemplateView, isArray: true })
  templates!: readonly FormTemplateView[];
}

/** 帮助中心 (domain.md §11 S-21). */
export class HelpView {
  @ApiProperty({ type: HelpPhoneView, isArray: true }) phones!: readonly HelpPhoneView[];
  @ApiProperty({ description: '模板', type: FormTemplateView, isArray: true })
  templates!: readonly FormTemplateView[];
  @ApiProperty({
    description: '各主管部门的办理指南；数据服务暂不可用时为空',
    type: DepartmentGuideView,
    isArray: true,
    nullable: true,
  })
  guides!: readonly DepartmentGuideView[] | null;
}

export class CertificateFeeView {
  @ApiProperty({ description: '第几张' }) nth!: number;
  @ApiProperty({ description: '费用（元/套）' }) amount!: number;
}

export class CertificateHelpView {
  @ApiProperty({ description: '申请人类型', enum: APPLICANT_KINDS }) kind!: string;
  @ApiProperty({ description: '申请人类型（中文）' }) label!: string;
  @ApiProperty({ description: '应携带的材料与费用', type: String, isArray: true }) items!: readonly string[];
  @ApiProperty({ description: '注意事项', type: String, isArray: true }) notes!: readonly string[];
  @ApiProperty({ description: '前三张的费用；此后与第三张相同', type: CertificateFeeView, isArray: true })
  fees!: readonly CertificateFeeView[];
}

export class HelpTopicView {
  @ApiProperty({ description: '标题' }) title!: string;
  @ApiProperty({ description: '步骤', type: String, isArray: true }) steps!: readonly string[];
}

export class ElectronicLicenceHelpView {
  @ApiProperty({ type: HelpTopicView, isArray: true }) topics!: readonly HelpTopicView[];
}
