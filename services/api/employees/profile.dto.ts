import { RESIDENCE_KINDS, type ResidenceKind } from '../../../domain/employee/residence.js';
import { parseMail, parsePhone } from '../../../domain/identity/contact.js';
import { DayAfter } from '../http/date-order.js';
import {
  ChoiceField,
  DateField,
  FlagField,
  ListField,
  ParsedField,
  PartField,
  TextField,
} from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { LookAcross } from '../http/list-faults.js';
import { FamilyMemberDto, faultsOfFamily } from './family.dto.js';
import { OverseasEducationDto, overlapping, StudyPeriodDto, WorkPeriodDto } from './history.dto.js';

const ACADEMIC_DEGREES = ['无', '学士', '硕士', '博士'];
const TITLE_LEVELS = ['初级', '中级', '副高', '正高'];
const MAX_PERIODS = 50;

export class EducationDto {
  @TextField({ label: '国内最高学历', max: 20, example: '硕士' })
  highestDegree!: string;

  @ChoiceField({ label: '学位', of: ACADEMIC_DEGREES, example: '硕士' })
  academicDegree!: string;

  @TextField({ label: '毕业学校名称', max: 100, example: '北京大学' })
  school!: string;

  @TextField({ label: '学科专业', max: 100, example: '计算机科学与技术' })
  major!: string;

  @DateField({ label: '入学日期', example: '2010-09-01' })
  enrolledOn!: string;

  @DateField({ label: '毕业日期', example: '2013-07-01' })
  @DayAfter('enrolledOn', '毕业日期须晚于入学日期')
  graduatedOn!: string;

  /** With 是 the details may still be missing here; the submission asks for them (TITLE_DETAILS_REQUIRED, AC-49). */
  @FlagField({ label: '是否持有专业技术职务证书', example: false })
  holdsProfessionalTitle!: boolean;

  @TextField({ label: '专业技术职务名称', max: 100, optional: true })
  titleName?: string | null;

  @ChoiceField({ label: '专业技术职务级别', of: TITLE_LEVELS, optional: true })
  titleLevel?: string | null;

  @TextField({ label: '专业技术职务证书编号', max: 50, optional: true })
  titleCertNo?: string | null;

  @DateField({ label: '专业技术职务取得日期', optional: true })
  titleDate?: string | null;
}

/** The whole of what a person says of himself; what a form leaves out of a list is gone (domain.md §3.3). */
@Dated()
export class EditProfileDto {
  @ParsedField({ label: '联系电话', parse: parsePhone, example: '13800138000' })
  phone!: string;

  @ParsedField({ label: '电子邮箱', parse: parseMail, optional: true, example: 'someone@example.com' })
  email?: string | null;

  @TextField({ label: '民族', max: 20, optional: true, example: '汉族' })
  ethnicity?: string | null;

  @TextField({ label: '政治面貌', max: 20, optional: true, example: '群众' })
  politicalStatus?: string | null;

  @TextField({ label: '婚姻状况', max: 20, optional: true, example: '未婚' })
  maritalStatus?: string | null;

  @TextField({ label: '户籍所在地', max: 200, optional: true, example: '河北省石家庄市长安区' })
  householdRegister?: string | null;

  @TextField({ label: '现居住地址', max: 200, optional: true, example: '北京市海淀区中关村大街1号' })
  currentAddress?: string | null;

  @ChoiceField({ label: '住所性质', of: Object.keys(RESIDENCE_KINDS), optional: true, example: 'RENTED' })
  residenceKind?: ResidenceKind | null;

  @PartField({ label: '教育信息', of: () => EducationDto, optional: true })
  education?: EducationDto | null;

  @ListField({ label: '国外教育信息', of: () => OverseasEducationDto, max: 10 })
  overseasEducation!: OverseasEducationDto[];

  @ListField({ label: '学习经历', of: () => StudyPeriodDto, max: MAX_PERIODS })
  @LookAcross(overlapping('学习经历'))
  studyHistory!: StudyPeriodDto[];

  @ListField({ label: '工作经历', of: () => WorkPeriodDto, max: MAX_PERIODS })
  @LookAcross(overlapping('工作经历'))
  workHistory!: WorkPeriodDto[];

  @ListField({ label: '随往人员', of: () => FamilyMemberDto, max: 20 })
  @LookAcross(faultsOfFamily)
  familyMembers!: FamilyMemberDto[];
}
