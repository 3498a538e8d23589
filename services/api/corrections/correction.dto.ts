import {
  CORRECTION_STATUS_LABELS,
  type CorrectionOutcome,
  type CorrectionStatus,
} from '../../../domain/employee/identity-correction.js';
import { ChoiceField, TextField } from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { PageQuery } from '../http/page-query.js';
import { StatedIdentityDto } from '../identity/stated-identity.dto.js';

/** The whole identity as it should be registered, not only what differs. */
@Dated()
export class CorrectionDto extends StatedIdentityDto {
  @TextField({ label: '更正原因', min: 0, max: 500, optional: true, example: '注册时姓名录入错误' })
  reason?: string | null;
}

export class CorrectionDecisionDto {
  @ChoiceField({ label: '审核结果', of: ['APPROVE', 'REJECT'], example: 'APPROVE' })
  outcome!: CorrectionOutcome;

  @TextField({ label: '审核意见（不通过时必填）', min: 0, max: 500, optional: true, example: '与证件不符' })
  opinion?: string | null;
}

export class CorrectionQuery extends PageQuery {
  @ChoiceField({
    label: '状态',
    of: Object.keys(CORRECTION_STATUS_LABELS),
    optional: true,
    example: 'PENDING',
  })
  status?: CorrectionStatus;
}
