import { plainDate } from '../../../domain/calendar/plain-date.js';
import { overlappingPeriods } from '../../../domain/employee/work-history.js';
import { parseMail, parsePhone } from '../../../domain/identity/contact.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { DayAfter, DayFrom } from '../http/date-order.js';
import {
  ChoiceField,
  DateField,
  FlagField,
  ListField,
  ParsedField,
  PartField,
  TextField,
} from '../http/fields.js';
import { AnswersForList, LookAcross } from '../http/list-faults.js';

const ACADEMIC_DEGREES = ['无', '学士', '硕士', '博士'];
const TITLE_LEVELS = ['初级', '中级', '副高', '正高'];
const MAX_WORK_PERIODS = 50;

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

export class WorkPeriodDto {
  @DateField({ label: '开始日期', example: '2013-08-01' })
  @AnswersForList()
  from!: string;

  @DateField({ label: '结束日期', optional: true, example: '2018-06-30' })
  @DayFrom('from', '结束日期不得早于开始日期')
  to?: string | null;

  @TextField({ label: '工作单位', max: 100, example: '北京某某科技有限公司' })
  employer!: string;

  @ParsedField({ label: '统一社会信用代码', parse: parseUscc, optional: true, example: '91110108MA01C2D36P' })
  uscc?: string | null;

  @TextField({ label: '职务', max: 50, example: '工程师' })
  position!: string;
}

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

  @PartField({ label: '教育信息', of: () => EducationDto, optional: true })
  education?: EducationDto | null;

  @ListField({ label: '工作经历', of: () => WorkPeriodDto, max: MAX_WORK_PERIODS })
  @LookAcross(overlaps)
  workHistory!: WorkPeriodDto[];
}

function overlaps(elements: readonly unknown[]): (readonly [object, string])[] {
  const dated = elements.flatMap((each, index) =>
    each instanceof WorkPeriodDto ? datedPeriod(each, index) : [],
  );
  return overlappingPeriods(dated).flatMap(([one, other]) => {
    const [first, second] = [dated[one], dated[other]];
    if (first === undefined || second === undefined) return [];
    return [[second.period, `与第 ${first.index + 1} 段工作经历时间重叠`] as const];
  });
}

/** A period without proper dates answers for itself. */
function datedPeriod(period: WorkPeriodDto, index: number) {
  const { from, to } = period;
  const begun = typeof from === 'string' ? plainDate(from) : null;
  const ended = typeof to === 'string' ? plainDate(to) : null;
  const isReadable =
    begun !== null && (to === undefined || to === null || (ended !== null && begun <= ended));
  return isReadable ? [{ from: begun, to: ended, index, period }] : [];
}
