import { POINT_KINDS, type PointKind } from '../../../domain/application/return-points.js';
import { ChoiceField, ListField, TextField } from '../http/fields.js';

/** One thing that a return asks for, bound to a field or a file slot (domain.md §4.5). */
export class ReturnPointDto {
  @ChoiceField({ label: '类别', of: Object.keys(POINT_KINDS), example: 'SLOT' })
  kind!: PointKind;

  @TextField({ label: '内容或附件', max: 50, example: 'EMP_INCOME' })
  target!: string;

  @TextField({ label: '修改要求', max: 500, example: '请补充 2021 年 3 月的收入证明' })
  text!: string;
}

/** What a RETURN asks for; with none everything is open to change. */
export function ReturnPointsField(): PropertyDecorator {
  return ListField({
    label: '待修改事项（仅退回修改）',
    of: () => ReturnPointDto,
    max: 30,
    optional: true,
    example: [{ kind: 'SLOT', target: 'EMP_INCOME', text: '请补充 2021 年 3 月的收入证明' }],
  });
}
