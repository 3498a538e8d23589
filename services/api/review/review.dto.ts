import { REVIEW_OUTCOME_LABELS, type ReviewOutcome } from '../../../domain/application/advance.js';
import { DESK_VIEWS, type DeskView } from '../../../infra/database/review-desk-records.js';
import { ReturnPointsField, type ReturnPointDto } from '../applications/return-point.dto.js';
import { ChoiceField, IdField, TextField, WholeField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

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

  @ReturnPointsField()
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
