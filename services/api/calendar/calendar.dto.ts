import { plainDate } from '../../../domain/calendar/plain-date.js';
import { CALENDAR_DAY_KINDS, faultsOfYear } from '../../../domain/calendar/year-publication.js';
import type { CalendarDayKind } from '../../../domain/calendar/work-calendar.js';
import { ChoiceField, DateField, ListField, ParsedField, TextField, WholeField } from '../http/fields.js';
import { AnswersForList, LookAround, type ListFault } from '../http/list-faults.js';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2999;
const MOST_DAYS = 150;

export class CalendarDayDto {
  @DateField({ label: '日期', example: '2027-01-01' })
  @AnswersForList()
  date!: string;

  @ChoiceField({ label: '类别', of: CALENDAR_DAY_KINDS, example: 'HOLIDAY' })
  @AnswersForList()
  kind!: CalendarDayKind;

  @TextField({ label: '名称', max: 30, example: '元旦' })
  name!: string;
}

/** The whole year as the State Council's notice lists it; it replaces what stood for the year. */
export class PublishCalendarDto {
  @WholeField({ label: '年份', min: FIRST_YEAR, max: LAST_YEAR, example: 2027 })
  year!: number;

  @TextField({ label: '通知文号', max: 100, example: '国办发明电〔2026〕7号' })
  noticeNo!: string;

  @ListField({ label: '放假与补班安排', of: () => CalendarDayDto, max: MOST_DAYS })
  @LookAround(faultsOfDays)
  days!: CalendarDayDto[];
}

export class YearParameter {
  @ParsedField({ label: '年份', parse: (text) => (/^2\d{3}$/.test(text) ? text : null), example: '2021' })
  year!: string;
}

export class DayParameter {
  @ParsedField({ label: '日期', parse: dayOfCalendar, example: '2021-09-18' })
  date!: string;
}

export class WindowQuery {
  @ParsedField({ label: '证件有效期至', parse: dayOfCalendar, example: '2021-08-06' })
  validUntil!: string;
}

/** Every fault of the days against each other and against the year, where each of them is a date at all. */
function faultsOfDays(form: object): ListFault[] {
  if (!(form instanceof PublishCalendarDto) || !Array.isArray(form.days)) return [];
  const right = form.days.flatMap((day) => {
    if (!(day instanceof CalendarDayDto) || typeof day.date !== 'string') return [];
    const date = plainDate(day.date);
    return date === null || !CALENDAR_DAY_KINDS.includes(day.kind) ? [] : [{ day, date, kind: day.kind }];
  });
  if (!Number.isInteger(form.year)) return [];
  return faultsOfYear(form.year, right).flatMap(({ index, field, message }) => {
    const faulty = right[index];
    return faulty === undefined ? [] : [[faulty.day, field, message] as const];
  });
}

function dayOfCalendar(text: string): string | null {
  const year = Number(text.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR ? plainDate(text) : null;
}
