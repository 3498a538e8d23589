import { BUSINESS_TYPES, PERMIT_TYPES } from '../../../domain/application/business-type.js';
import { APPLICATION_BASES } from '../../../domain/application/new-hints.js';
import { ChoiceField, FlagField, TextField } from '../http/fields.js';

/** Kinds of business that the API takes; the others follow with their checks. */
const DRAFTED_TYPES = ['NEW'] as const satisfies readonly (keyof typeof BUSINESS_TYPES)[];

export class DraftApplicationDto {
  @ChoiceField({ label: '业务类型', of: DRAFTED_TYPES, example: 'NEW' })
  type!: (typeof DRAFTED_TYPES)[number];

  @ChoiceField({ label: '工作居住证类型', of: Object.keys(PERMIT_TYPES), example: 'BEIJING_WORK_RESIDENCE' })
  permitType!: keyof typeof PERMIT_TYPES;

  @ChoiceField({ label: '申请依据', of: Object.keys(APPLICATION_BASES), example: 'DEGREE' })
  applicationBasis!: keyof typeof APPLICATION_BASES;
}

export class EditApplicationDto {
  @ChoiceField({ label: '申请依据', of: Object.keys(APPLICATION_BASES), example: 'TITLE' })
  applicationBasis!: keyof typeof APPLICATION_BASES;
}

export class UnitDecisionDto {
  @ChoiceField({ label: '审批结果', of: ['PASS', 'RETURN'], example: 'PASS' })
  outcome!: 'PASS' | 'RETURN';

  @TextField({ label: '审批意见', max: 500, min: 0, optional: true })
  opinion?: string | null;

  @FlagField({ label: '已确认材料完整、真实、标准', optional: true })
  selfChecked?: boolean;

  @FlagField({ label: '已确认申请人个税及社保缴纳情况', optional: true })
  insuranceTaxConfirmed?: boolean;
}

/** What the initiator confirms; a unit confirms completeness, truth and standard of what it submits (domain.md §4.5). */
export class SubmissionDto {
  @FlagField({ label: '已确认材料完整、真实、标准', optional: true })
  selfChecked?: boolean | null;
}
