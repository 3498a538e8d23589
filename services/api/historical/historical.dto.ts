import { DateField, TextField } from '../http/fields.js';
import { DayAfter } from '../http/date-order.js';

export class HistoricalRequestDto {
  @TextField({ label: '单位关联码', max: 20, example: 'ABCD2345' })
  code!: string;
}

/** The contract of a period that is over; which parts are needed, the domain says (domain.md §4.4). */
export class PastContractFormDto {
  @TextField({ label: '职务', max: 50, optional: true, example: '顾问' })
  position?: string;

  @DateField({ label: '合同开始日期', optional: true, example: '2022-03-08' })
  startDate?: string;

  @DateField({ label: '合同结束日期', optional: true, example: '2022-04-30' })
  @DayAfter('startDate', '合同结束日期须晚于开始日期')
  endDate?: string;
}
