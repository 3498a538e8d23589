import type { WindowState } from '../../../domain/permit/renewal-window.js';
import { ChoiceField, TextField } from '../http/fields.js';
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
