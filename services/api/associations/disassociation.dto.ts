import { END_REASONS, type EndReason } from '../../../domain/employee/association-lifecycle.js';
import { ChoiceField, DateField, FlagField, TextField } from '../http/fields.js';

/** What goes beside the end of the link; domain.md §7.3. */
class LeavingDto {
  @FlagField({ label: '同时终止该员工未进入主管部门审批的申请', optional: true })
  endApplications?: boolean | null;

  @FlagField({ label: '放弃办理续签', optional: true })
  waiveRenewal?: boolean | null;

  @TextField({ label: '放弃续签的原因', max: 500, min: 0, optional: true, example: '本人要求不再续签' })
  waiverReason?: string | null;
}

export class TerminationDto extends LeavingDto {
  /** Whether it is missing or wrong, the domain says, together with everything else. */
  @DateField({ label: '离职日期', optional: true, example: '2021-08-31' })
  leaveDate?: string | null;

  @ChoiceField({ label: '解除原因', of: Object.keys(END_REASONS), example: 'RESIGNED' })
  endReason!: EndReason;

  @TextField({ label: '备注', max: 500, min: 0, optional: true })
  remark?: string | null;
}

export class TerminationByDepartmentDto extends LeavingDto {
  @TextField({ label: '解除原因', max: 500, min: 0, optional: true, example: '单位逾期未办理' })
  reason?: string | null;
}

export class ReleaseRequestDto {
  @DateField({ label: '离职日期', optional: true, example: '2021-08-31' })
  leaveDate?: string | null;
}
