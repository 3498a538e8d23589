import { REVIEW_OUTCOME_LABELS, type ReviewOutcome } from '../../../domain/application/advance.js';
import { DESK_VIEWS, type DeskView } from '../../../infra/database/review-desk-records.js';
import { ChoiceField, TextField, WholeField } from '../http/fields.js';
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
}

export class DeskQuery extends PageQuery {
  @ChoiceField({ label: '列表', of: DESK_VIEWS, optional: true, example: 'UNCLAIMED' })
  view?: DeskView;
}
