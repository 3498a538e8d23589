import type { WindowState } from '../../../domain/permit/renewal-window.js';
import { DeclarationsDto } from '../applications/application.dto.js';
import { DayFrom, WithinDays } from '../http/date-order.js';
import { ChoiceField, DateField, IdListField, TextField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

export const WINDOW_STATES = {
  NOT_OPEN: '未到办理时间',
  OPEN: '可办理',
  LATE: '已过最晚申请日',
} as const satisfies Readonly<Record<WindowState, string>>;

export class WaitingPermitQuery extends PageQuery {
  /** Part of it, pinyin or initials. */
  @TextField({ label: '姓名', max: 50, optional: true, example: '王' })
  name?: string;
}

export class RenewalQuery extends WaitingPermitQuery {
  @ChoiceField({ label: '办理时间', of: Object.keys(WINDOW_STATES), optional: true, example: 'OPEN' })
  windowState?: WindowState;
}

const MOST_DAYS = 400;

export class BoardQuery {
  @DateField({ label: '起始日期（含）', example: '2025-01-01' })
  from!: string;

  @DateField({ label: '截止日期（含）', example: '2025-12-31' })
  @DayFrom('from', '截止日期不得早于起始日期')
  @WithinDays('from', MOST_DAYS, `起止日期最多相隔 ${MOST_DAYS} 天`)
  to!: string;
}

/** As many as one request carries out while its caller waits, some hundredths of a second each. */
export const MOST_RENEWALS = 50;

/** The declarations hold for each of the persons. */
export class RenewalBatchDto extends DeclarationsDto {
  @IdListField({ label: '证件', max: MOST_RENEWALS })
  permitIds!: string[];
}
