import { ApiProperty } from '@nestjs/swagger';
import { CALENDAR_DAY_KINDS } from '../../../domain/calendar/year-publication.js';

export class CalendarDayView {
  @ApiProperty({ description: '日期', format: 'date', example: '2021-09-18' }) date!: string;
  @ApiProperty({ description: '类别', enum: [...CALENDAR_DAY_KINDS] }) kind!: string;
  @ApiProperty({ description: '类别（中文）', example: '补班' }) kindLabel!: string;
  @ApiProperty({ description: '名称', example: '中秋节' }) name!: string;
  @ApiProperty({ description: '通知文号，随产品提供的为空', type: String, nullable: true })
  noticeNo!: string | null;
}

export class CalendarYearView {
  @ApiProperty({ description: '年份', example: 2021 }) year!: number;
  @ApiProperty({ description: '节假日安排已公布' }) published!: boolean;
  @ApiProperty({ description: '工作日历版本' }) version!: number;
  @ApiProperty({ description: '全年工作日数', example: 250 }) workdays!: number;
  @ApiProperty({ description: '放假与补班的日子', type: CalendarDayView, isArray: true })
  days!: readonly CalendarDayView[];
}

/** One day as deadlines count it (domain.md §6.1 C1). */
export class CalendarDateView {
  @ApiProperty({ description: '日期', format: 'date' }) date!: string;
  @ApiProperty({ description: '是工作日' }) isWorkday!: boolean;
  @ApiProperty({ description: '所在年份尚未公布，结果待定' }) provisional!: boolean;
  @ApiProperty({ description: '节假日或补班名称', type: String, nullable: true }) name!: string | null;
}

/** D, O and L of a permit that ends on a day, by the city's policy (domain.md §6.2). */
export class RenewalWindowView {
  @ApiProperty({ description: '证件有效期至（含当日）', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '办结期限', format: 'date' }) completeBy!: string;
  @ApiProperty({ description: '可申请续签之日', format: 'date' }) opensOn!: string;
  @ApiProperty({ description: '最晚申请日', format: 'date' }) lastSubmissionOn!: string;
  @ApiProperty({ description: '节假日安排尚未公布，日期待定' }) provisional!: boolean;
}

export class CalendarVersionView {
  @ApiProperty({ description: '版本' }) version!: number;
  @ApiProperty({ description: '该版本公布的年份，随产品提供的为空', type: Number, nullable: true })
  year!: number | null;
  @ApiProperty({ description: '通知文号', type: String, nullable: true }) noticeNo!: string | null;
  @ApiProperty({ description: '发布时间', format: 'date-time' }) publishedAt!: string;
  @ApiProperty({ description: '发布人', type: String, nullable: true }) publishedByName!: string | null;
  @ApiProperty({
    description: '全部期限重新计算完成的时间',
    type: String,
    format: 'date-time',
    nullable: true,
  })
  rolledOutAt!: string | null;
  @ApiProperty({ description: '尚待重新计算的在办业务与证件数' }) waiting!: number;
}

export class CalendarsView {
  @ApiProperty({ description: '现行版本' }) inForce!: number;
  @ApiProperty({ description: '已公布的年份', type: Number, isArray: true, example: [2020, 2021] })
  publishedYears!: readonly number[];
  @ApiProperty({ description: '各版本，新的在前', type: CalendarVersionView, isArray: true })
  versions!: readonly CalendarVersionView[];
}

export class MovedPermitView {
  @ApiProperty({ format: 'uuid' }) permitId!: string;
  @ApiProperty({ description: '工作居住证编号' }) permitNo!: string;
  @ApiProperty({ description: '证件有效期至', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '原最晚申请日', format: 'date' }) lastSubmissionBefore!: string;
  @ApiProperty({ description: '新最晚申请日', format: 'date' }) lastSubmissionAfter!: string;
  @ApiProperty({ description: '原结果待定' }) provisionalBefore!: boolean;
  @ApiProperty({ description: '新结果待定' }) provisionalAfter!: boolean;
}

export class MovedApplicationView {
  @ApiProperty({ format: 'uuid' }) applicationId!: string;
  @ApiProperty({ description: '申请编号' }) applicationNo!: string;
  @ApiProperty({ description: '业务类型（中文）' }) typeLabel!: string;
  @ApiProperty({ description: '原审核期限', type: String, format: 'date', nullable: true })
  dueBefore!: string | null;
  @ApiProperty({ description: '新审核期限', type: String, format: 'date', nullable: true })
  dueAfter!: string | null;
  @ApiProperty({ description: '当前环节原期限', type: String, format: 'date', nullable: true })
  levelDueBefore!: string | null;
  @ApiProperty({ description: '当前环节新期限', type: String, format: 'date', nullable: true })
  levelDueAfter!: string | null;
}

export class MovedPermitsView {
  @ApiProperty({ description: '总数' }) count!: number;
  @ApiProperty({ description: '前若干项', type: MovedPermitView, isArray: true })
  first!: readonly MovedPermitView[];
}

export class MovedApplicationsView {
  @ApiProperty({ description: '总数' }) count!: number;
  @ApiProperty({ description: '前若干项', type: MovedApplicationView, isArray: true })
  first!: readonly MovedApplicationView[];
}

/** What a publication would move; nothing is written. */
export class CalendarPreviewView {
  @ApiProperty({ description: '日期有变化的证件', type: MovedPermitsView }) permits!: MovedPermitsView;
  @ApiProperty({ description: '期限有变化的在办业务', type: MovedApplicationsView })
  applications!: MovedApplicationsView;
}
