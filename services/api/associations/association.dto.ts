import { ValidateBy } from 'class-validator';
import { ChoiceField, DateField, TextField } from '../http/fields.js';
import { DayAfter, DayFrom } from '../http/date-order.js';
import { PageQuery } from '../http/page-query.js';

export class RequestAssociationDto {
  @TextField({ label: '单位关联码', max: 20, example: 'ABCD2345' })
  code!: string;
}

export class RefuseAssociationDto {
  @TextField({ label: '拒绝原因', max: 500, min: 0, optional: true, example: '非本单位员工' })
  reason?: string | null;
}

/** The text fields of the contract's form; which of them are needed, the domain says (domain.md §4.4). */
export class ContractFormDto {
  @TextField({ label: '职务', max: 50, optional: true, example: '工程师' })
  position?: string;

  @DateField({ label: '合同开始日期', optional: true, example: '2020-01-01' })
  startDate?: string;

  @DateField({ label: '合同结束日期', optional: true, example: '2025-12-31' })
  @DayAfter('startDate', '合同结束日期须晚于开始日期')
  endDate?: string;

  @ChoiceField({ label: '无固定期限', of: ['true', 'false'], optional: true })
  @WithoutEndDate()
  openEnded?: 'true' | 'false';
}

export class AssociationQuery extends PageQuery {
  @ChoiceField({ label: '关联状态', of: ['PENDING', 'ACTIVE'], optional: true, example: 'PENDING' })
  status?: 'PENDING' | 'ACTIVE';

  @TextField({ label: '姓名', max: 50, optional: true, example: '王' })
  name?: string;

  /** Whole, or the last four characters. */
  @TextField({ label: '证件号码', min: 4, max: 30, optional: true, example: '0010' })
  idNo?: string;

  @DateField({ label: '申请日期起', optional: true })
  requestedFrom?: string;

  @DateField({ label: '申请日期止', optional: true })
  @DayFrom('requestedFrom', '申请日期止不得早于申请日期起')
  requestedTo?: string;
}

function WithoutEndDate(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'withoutEndDate',
      validator: {
        validate: (value, context) =>
          value !== 'true' || context === undefined || Reflect.get(context.object, 'endDate') === undefined,
      },
    },
    { message: '无固定期限与合同结束日期不能同时填写' },
  );
}
