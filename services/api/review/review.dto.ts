import { REVIEW_OUTCOME_LABELS, type ReviewOutcome } from '../../../domain/application/advance.js';
import { POINT_KINDS, type PointKind } from '../../../domain/application/return-points.js';
import { DESK_VIEWS, type DeskView } from '../../../infra/database/review-desk-records.js';
import { ChoiceField, IdField, ListField, TextField, WholeField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

/** One thing that a return asks for, bound to a field or a file slot (domain.md §4.5). */
export class ReturnPointDto {
  @ChoiceField({ label: '类别', of: Object.keys(POINT_KINDS), example: 'SLOT' })
  kind!: PointKind;

  @TextField({ label: '内容或附件', max: 50, example: 'EMP_INCOME' })
  target!: string;

  @TextField({ label: '修改要求', max: 500, example: '请补充 2021 年 3 月的收入证明' })
  text!: string;
}

export class DecisionDto {
  @ChoiceField({ label: '审批结果', of: Object.keys(REVIEW_OUTCOME_LABELS), example: 'PASS' })
  outcome!: ReviewOutcome;

  @TextField({ label: '审批意见', max: 500, min: 0, optional: true })
  opinion?: string | null;

  @TextField({ label: '温馨提示', max: 500, min: 0, optional: true })
  hint?: string | null;

  @WholeField({ label: '领取号', min: 0, max: 2_000_000_000, example: 1 })
  claimNo!: number;

  @WholeField({ label: '快照号', min: 0, max: 2_000_000_000, example: 2 })
  snapshotNo!: number;

  @ListField({
    label: '待修改事项（仅退回修改）',
    of: () => ReturnPointDto,
    max: 30,
    optional: true,
    example: [{ kind: 'SLOT', target: 'EMP_INCOME', text: '请补充 2021 年 3 月的收入证明' }],
  })
  points?: ReturnPointDto[] | null;
}

export class AssignmentDto {
  /** Left out: the task goes back to the department. */
  @IdField({ label: '指派给', optional: true })
  assigneeId?: string | null;

  @WholeField({ label: '领取号', min: 0, max: 2_000_000_000, example: 1 })
  claimNo!: number;

  @TextField({ label: '原因', max: 500, min: 0, example: '审核人休假' })
  reason!: string;
}

export class DeskQuery extends PageQuery {
  @ChoiceField({ label: '列表', of: DESK_VIEWS, optional: true, example: 'UNCLAIMED' })
  view?: DeskView;
}
