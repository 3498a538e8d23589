import { plainDate } from '../../../domain/calendar/plain-date.js';
import { overlappingPeriods } from '../../../domain/employee/history-periods.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { DayAfter, DayFrom } from '../http/date-order.js';
import { DateField, ParsedField, TextField } from '../http/fields.js';
import { AnswersForList, type ListFault } from '../http/list-faults.js';

export class OverseasEducationDto {
  @TextField({ label: '毕业学校', max: 100, example: 'University of Manchester' })
  school!: string;

  @TextField({ label: '国家（地区）', max: 50, example: '英国' })
  country!: string;

  @TextField({ label: '学科专业', max: 100, example: '数据科学' })
  major!: string;

  @TextField({ label: '学位', max: 50, example: '硕士' })
  degree!: string;

  @DateField({ label: '入学日期', example: '2013-09-01' })
  from!: string;

  @DateField({ label: '毕业日期', example: '2014-12-15' })
  @DayAfter('from', '毕业日期须晚于入学日期')
  to!: string;

  @TextField({ label: '学历学位认证书编号', max: 50, optional: true, example: '教留服认英[2015]00001号' })
  certificationNo?: string | null;
}

/** A period of study or of work; no end: to this day. */
class PeriodDto {
  @DateField({ label: '开始日期', example: '2010-09-01' })
  @AnswersForList()
  from!: string;

  @DateField({ label: '结束日期', optional: true, example: '2013-07-01' })
  @DayFrom('from', '结束日期不得早于开始日期')
  to?: string | null;
}

export class StudyPeriodDto extends PeriodDto {
  @TextField({ label: '学校', max: 100, example: '北京理工大学' })
  school!: string;

  @TextField({ label: '专业', max: 100, optional: true, example: '计算机科学与技术' })
  major?: string | null;

  @TextField({ label: '学历学位', max: 50, optional: true, example: '硕士' })
  degree?: string | null;
}

export class WorkPeriodDto extends PeriodDto {
  @TextField({ label: '工作单位', max: 100, example: '北京某某科技有限公司' })
  employer!: string;

  @ParsedField({ label: '统一社会信用代码', parse: parseUscc, optional: true, example: '91110108MA01C2D36P' })
  uscc?: string | null;

  @TextField({ label: '职务', max: 50, example: '工程师' })
  position!: string;

  @TextField({ label: '离职原因', max: 200, optional: true, example: '个人发展' })
  leaveReason?: string | null;
}

/** Periods of one list that share a day; the later one answers (domain.md §3.3). */
export function overlapping(label: string): (elements: readonly unknown[]) => ListFault[] {
  return (elements) => {
    const dated = elements.flatMap((each, index) =>
      each instanceof PeriodDto ? datedPeriod(each, index) : [],
    );
    return overlappingPeriods(dated).flatMap(([one, other]) => {
      const [first, second] = [dated[one], dated[other]];
      if (first === undefined || second === undefined) return [];
      return [[second.period, 'from', `与第 ${first.index + 1} 段${label}时间重叠`] as const];
    });
  };
}

/** A period without proper dates answers for itself. */
function datedPeriod(period: PeriodDto, index: number) {
  const { from, to } = period;
  const begun = typeof from === 'string' ? plainDate(from) : null;
  const ended = typeof to === 'string' ? plainDate(to) : null;
  const isReadable =
    begun !== null && (to === undefined || to === null || (ended !== null && begun <= ended));
  return isReadable ? [{ from: begun, to: ended, index, period }] : [];
}
