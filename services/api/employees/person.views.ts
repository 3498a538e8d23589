import { ApiProperty } from '@nestjs/swagger';
import { personal } from '../personal/personal-mark.js';

/** As it is stated and judged; a snapshot keeps this much. */
export class JudgedEducationView {
  @ApiProperty({ description: '国内最高学历' }) highestDegree!: string;
  @ApiProperty({ description: '学位' }) academicDegree!: string;
  @ApiProperty({ description: '毕业学校名称' }) school!: string;
  @ApiProperty({ description: '学科专业' }) major!: string;
  @ApiProperty({ description: '入学日期', format: 'date' }) enrolledOn!: string;
  @ApiProperty({ description: '毕业日期', format: 'date' }) graduatedOn!: string;
  @ApiProperty({ description: '是否持有专业技术职务证书' }) holdsProfessionalTitle!: boolean;
  @ApiProperty({ description: '专业技术职务名称', type: String, nullable: true }) titleName!: string | null;
  @ApiProperty({ description: '专业技术职务级别', type: String, nullable: true }) titleLevel!: string | null;
  @ApiProperty({ description: '专业技术职务证书编号', type: String, nullable: true }) titleCertNo!:
    | string
    | null;
  @ApiProperty({ description: '取得日期', type: String, format: 'date', nullable: true }) titleDate!:
    | string
    | null;
  @ApiProperty({ description: '审核状态', enum: ['PENDING', 'EFFECTIVE'] }) reviewStatus!: string;
}

export class EducationView extends JudgedEducationView {
  @ApiProperty({ description: '审核状态（中文）', enum: ['待审核', '有效'] }) reviewStatusLabel!: string;
}

export class WorkPeriodView {
  @ApiProperty({ description: '开始日期', format: 'date' }) from!: string;
  @ApiProperty({ description: '结束日期', type: String, format: 'date', nullable: true }) to!: string | null;
  @ApiProperty({ description: '工作单位' }) employer!: string;
  @ApiProperty({ description: '统一社会信用代码', type: String, nullable: true }) uscc!: string | null;
  @ApiProperty({ description: '职务' }) position!: string;
  @ApiProperty({ description: '离职原因', type: String, nullable: true }) leaveReason!: string | null;
}

export class StudyPeriodView {
  @ApiProperty({ description: '开始日期', format: 'date' }) from!: string;
  @ApiProperty({ description: '结束日期', type: String, format: 'date', nullable: true }) to!: string | null;
  @ApiProperty({ description: '学校' }) school!: string;
  @ApiProperty({ description: '专业', type: String, nullable: true }) major!: string | null;
  @ApiProperty({ description: '学历学位', type: String, nullable: true }) degree!: string | null;
}

export class OverseasEducationView {
  @ApiProperty({ description: '毕业学校' }) school!: string;
  @ApiProperty({ description: '国家（地区）' }) country!: string;
  @ApiProperty({ description: '学科专业' }) major!: string;
  @ApiProperty({ description: '学位' }) degree!: string;
  @ApiProperty({ description: '入学日期', format: 'date' }) from!: string;
  @ApiProperty({ description: '毕业日期', format: 'date' }) to!: string;
  @ApiProperty({ description: '学历学位认证书编号', type: String, nullable: true }) certificationNo!:
    | string
    | null;
}

/** As a snapshot keeps it. */
export class NamedFamilyMemberView {
  @ApiProperty({ description: '与申请人关系', enum: ['SPOUSE', 'CHILD'] }) relation!: string;
  @ApiProperty({ description: '姓名', ...personal('familyName') }) name!: string;
  @ApiProperty({ description: '证件类型' }) idType!: string;
  @ApiProperty({ description: '证件号码', ...personal('familyIdNo') }) idNo!: string;
  @ApiProperty({
    description: '出生日期',
    type: String,
    format: 'date',
    nullable: true,
    ...personal('familyBirthDate'),
  })
  birthDate!: string | null;
}

export class FamilyMemberView extends NamedFamilyMemberView {
  @ApiProperty({ description: '与申请人关系（中文）', enum: ['配偶', '子女'] }) relationLabel!: string;
  @ApiProperty({ description: '证件类型（中文）' }) idTypeLabel!: string;
}

/** The fields of an employee in their order (domain.md §3.3, S-09). */
export class PersonFieldsView {
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '性别' }) sex!: string;
  @ApiProperty({
    description: '出生日期',
    type: String,
    format: 'date',
    nullable: true,
    ...personal('birthDate'),
  })
  birthDate!: string | null;
  @ApiProperty({ description: '联系电话', ...personal('telephone') }) phone!: string;
  @ApiProperty({ description: '民族', type: String, nullable: true, ...personal('background') }) ethnicity!:
    | string
    | null;
  @ApiProperty({ description: '政治面貌', type: String, nullable: true, ...personal('background') })
  politicalStatus!: string | null;
  @ApiProperty({ description: '婚姻状况', type: String, nullable: true, ...personal('background') })
  maritalStatus!: string | null;
  @ApiProperty({ description: '证件类型' }) idType!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo') }) idNo!: string;
  @ApiProperty({ description: '户籍所在地', type: String, nullable: true, ...personal('address') })
  householdRegister!: string | null;
  @ApiProperty({ description: '现居住地址', type: String, nullable: true, ...personal('address') })
  currentAddress!: string | null;
  @ApiProperty({ description: '住所性质', type: String, nullable: true, example: 'RENTED' }) residenceKind!:
    | string
    | null;
  @ApiProperty({ description: '电子邮箱', type: String, nullable: true, ...personal('mail') }) email!:
    | string
    | null;
}

export class PersonView extends PersonFieldsView {
  @ApiProperty({ description: '性别（中文）' }) sexLabel!: string;
  @ApiProperty({ description: '证件类型（中文）' }) idTypeLabel!: string;
  @ApiProperty({ description: '住所性质（中文）', type: String, nullable: true, example: '租赁' })
  residenceKindLabel!: string | null;
  @ApiProperty({ description: '教育信息', type: EducationView, nullable: true })
  education!: EducationView | null;
  @ApiProperty({ description: '国外教育信息', type: OverseasEducationView, isArray: true })
  overseasEducation!: readonly OverseasEducationView[];
  @ApiProperty({ description: '学习经历', type: StudyPeriodView, isArray: true })
  studyHistory!: readonly StudyPeriodView[];
  @ApiProperty({ description: '工作经历', type: WorkPeriodView, isArray: true })
  workHistory!: readonly WorkPeriodView[];
  @ApiProperty({ description: '随往人员', type: FamilyMemberView, isArray: true })
  familyMembers!: readonly FamilyMemberView[];
}

export class ProfileView extends PersonView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '版本' }) version!: number;
  @ApiProperty({ description: '尚未填写的字段', type: String, isArray: true })
  missingFields!: readonly string[];
}

export class InsuranceMonthView {
  @ApiProperty({ description: '月份', example: '2021-07' }) month!: string;
  @ApiProperty({ description: '社保缴纳单位', type: String, nullable: true }) insuranceUnitUscc!:
    | string
    | null;
  @ApiProperty({ description: '社保是否缴纳' }) insurancePaid!: boolean;
  @ApiProperty({ description: '个税扣缴单位', type: String, nullable: true }) taxUnitUscc!: string | null;
  @ApiProperty({
    description: '应税收入（元）',
    type: String,
    nullable: true,
    example: '15000.00',
    ...personal('income'),
  })
  taxableIncome!: string | null;
  @ApiProperty({ description: '劳动合同单位', type: String, nullable: true }) contractUnitUscc!:
    | string
    | null;
}

export class InsuranceMonthsView {
  @ApiProperty({ type: InsuranceMonthView, isArray: true }) months!: readonly InsuranceMonthView[];
}

export class InsuranceImportView extends InsuranceMonthsView {
  @ApiProperty({ description: '文件中的月份数', example: 36 }) importedRows!: number;
  @ApiProperty({ description: '仅检查，未写入' }) dryRun!: boolean;
}
