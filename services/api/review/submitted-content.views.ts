import { ApiProperty } from '@nestjs/swagger';
import { SubmittedChangeView } from '../applications/application.views.js';
import {
  InsuranceMonthView,
  JudgedEducationView,
  NamedFamilyMemberView,
  OverseasEducationView,
  PersonFieldsView,
  StudyPeriodView,
  WorkPeriodView,
} from '../employees/person.views.js';

export class SubmittedUnitView {
  @ApiProperty({ description: '单位名称' }) name!: string;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
}

export class SubmittedDepartmentView {
  @ApiProperty({ description: '上级申报单位' }) name!: string;
}

export class SubmittedContractView {
  @ApiProperty({ description: '现任职务' }) position!: string;
  @ApiProperty({ description: '合同开始日期', format: 'date' }) startDate!: string;
  @ApiProperty({ description: '合同结束日期，无固定期限为空', type: String, format: 'date', nullable: true })
  endDate!: string | null;
}

/** What a round was submitted with (domain.md §4.5); of an application of a unit the parts about a person are empty. */
export class SubmittedContentView {
  @ApiProperty({ description: '个人信息', type: PersonFieldsView, nullable: true })
  person!: PersonFieldsView | null;
  @ApiProperty({ description: '教育信息', type: JudgedEducationView, nullable: true })
  education!: JudgedEducationView | null;
  @ApiProperty({ description: '国外教育信息', type: OverseasEducationView, isArray: true })
  overseasEducation!: readonly OverseasEducationView[];
  @ApiProperty({ description: '学习经历', type: StudyPeriodView, isArray: true })
  studyHistory!: readonly StudyPeriodView[];
  @ApiProperty({ description: '工作经历', type: WorkPeriodView, isArray: true })
  workHistory!: readonly WorkPeriodView[];
  @ApiProperty({ description: '随往人员', type: NamedFamilyMemberView, isArray: true })
  familyMembers!: readonly NamedFamilyMemberView[];
  @ApiProperty({ description: '社保与个税', type: InsuranceMonthView, isArray: true })
  insuranceMonths!: readonly InsuranceMonthView[];
  @ApiProperty({ description: '单位', type: SubmittedUnitView }) unit!: SubmittedUnitView;
  @ApiProperty({ description: '主管部门', type: SubmittedDepartmentView })
  department!: SubmittedDepartmentView;
  @ApiProperty({ description: '劳动合同', type: SubmittedContractView, nullable: true })
  contract!: SubmittedContractView | null;
  @ApiProperty({ description: '申请依据', type: String, nullable: true }) applicationBasis!: string | null;
  @ApiProperty({ description: '变更内容', type: SubmittedChangeView, isArray: true })
  changes!: readonly SubmittedChangeView[];
}
