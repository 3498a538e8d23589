import { CANCELLATION_REASONS, type CancellationReason } from '../../../domain/permit/cancellation.js';
import { ChoiceField, TextField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

export class PermitQuery extends PageQuery {
  @TextField({ label: '姓名', max: 50, optional: true, example: '王' })
  name?: string;

  /** Whole, or the last four characters. */
  @TextField({ label: '工作居住证编号', min: 4, max: 30, optional: true, example: '0001' })
  permitNo?: string;
}

export class CancelPermitDto {
  @ChoiceField({ label: '注销原因', of: Object.keys(CANCELLATION_REASONS), example: 'OWN_REQUEST' })
  reason!: CancellationReason;

  @TextField({ label: '备注', max: 500, optional: true })
  remark?: string | null;
}
