import { PERMIT_TYPES } from '../../../domain/application/business-type.js';
import { DRAFT_FIELDS, DRAFTED_TYPES, type DraftedType } from '../../../domain/application/draft-form.js';
import { INFO_FIELDS, type InfoField } from '../../../domain/application/info-changes.js';
import { APPLICATION_BASES } from '../../../domain/application/new-hints.js';
import { PERMISSION_SCOPES } from '../../../domain/unit/permission-lifecycle.js';
import type { ComparedWith } from '../../../infra/database/business/compared-content.js';
import { DistrictField } from '../http/district-field.js';
import { ChoiceField, FlagField, IdField, ListField, TextField } from '../http/fields.js';
import { RevealDto } from '../personal/reveal.dto.js';
import { ReturnPointsField, type ReturnPointDto } from './return-point.dto.js';

const optional = true;

/** One change of a person's data; which fields are whose, domain/application/info-changes.ts says. */
export class InfoChangeDto {
  @ChoiceField({ label: '变更字段', of: Object.keys(INFO_FIELDS), example: 'name' })
  field!: InfoField;

  @TextField({ label: '变更后（证件基础信息；其余取自个人信息）', max: 200, optional })
  to?: string | null;

  @TextField({ label: '变更原因', max: 500, optional })
  reason?: string | null;
}

/** What an application carries; which fields belong to which kind of business, domain/application/draft-form.ts says. */
export class EditApplicationDto {
  @ChoiceField({
    label: `${DRAFT_FIELDS.applicationBasis}（新办）`,
    of: Object.keys(APPLICATION_BASES),
    example: 'DEGREE',
    optional,
  })
  applicationBasis?: keyof typeof APPLICATION_BASES | null;

  @ChoiceField({
    label: `${DRAFT_FIELDS.requestedScope}（申请业务办理权限）`,
    of: Object.keys(PERMISSION_SCOPES),
    optional,
  })
  requestedScope?: keyof typeof PERMISSION_SCOPES | null;

  @FlagField({ label: `${DRAFT_FIELDS.meetsNewConditions}（申请业务办理权限）`, optional })
  meetsNewConditions?: boolean | null;

  @IdField({ label: `${DRAFT_FIELDS.departmentId}（申请业务办理权限、单位主管部门变更）`, optional })
  departmentId?: string | null;

  @DistrictField({ label: `${DRAFT_FIELDS.newTaxDistrict}（单位主管部门变更）`, optional })
  newTaxDistrict?: string | null;

  @TextField({ label: `${DRAFT_FIELDS.reason}（注销业务权限、单位主管部门变更）`, max: 500, optional })
  reason?: string | null;

  @ListField({
    label: `${DRAFT_FIELDS.changes}（证件基础信息变更、业务信息变更）`,
    of: () => InfoChangeDto,
    max: 20,
    optional,
  })
  changes?: InfoChangeDto[] | null;
}

export class DraftApplicationDto extends EditApplicationDto {
  @ChoiceField({ label: '业务类型', of: DRAFTED_TYPES, example: 'NEW' })
  type!: DraftedType;

  @ChoiceField({ label: '工作居住证类型', of: Object.keys(PERMIT_TYPES), example: 'BEIJING_WORK_RESIDENCE' })
  permitType!: keyof typeof PERMIT_TYPES;

  @IdField({ label: `${DRAFT_FIELDS.employeeId}（续签、聘用单位变更）`, optional })
  employeeId?: string | null;

  @FlagField({ label: `${DRAFT_FIELDS.historical}（聘用单位变更）`, optional })
  historical?: boolean | null;
}

export class UnitDecisionDto {
  @ChoiceField({ label: '审批结果', of: ['PASS', 'RETURN'], example: 'PASS' })
  outcome!: 'PASS' | 'RETURN';

  @TextField({ label: '审批意见', max: 500, min: 0, optional: true })
  opinion?: string | null;

  @ReturnPointsField()
  points?: ReturnPointDto[] | null;

  @FlagField({ label: '已确认材料完整、真实、标准', optional: true })
  selfChecked?: boolean;

  @FlagField({ label: '已确认申请人个税及社保缴纳情况', optional: true })
  insuranceTaxConfirmed?: boolean;
}

export class PointAnswerDto {
  @IdField({ label: '待答复事项' })
  pointId!: string;

  @TextField({ label: '答复', max: 500, example: '已补充' })
  answer!: string;
}

/** What the initiator declares; a unit confirms completeness, truth and standard of what it submits (domain.md §4.5). */
export class DeclarationsDto {
  @FlagField({ label: '已确认材料完整、真实、标准', optional })
  selfChecked?: boolean | null;

  @FlagField({ label: '员工端信息已核实（续签）', optional })
  verifiedOnEmployeeSide?: boolean | null;

  @FlagField({
    label: '已知晓剩余时间不足、审核可能无法在到期前完成，后果自负（续签、聘用单位变更）',
    optional,
  })
  acknowledgeLate?: boolean | null;

  @FlagField({ label: '将员工在办的信息变更并入续签', optional })
  absorb?: boolean | null;
}

/** The declarations, and an answer to each point that a return has listed. */
export class SubmissionDto extends DeclarationsDto {
  @ListField({
    label: '对退回事项的答复',
    of: () => PointAnswerDto,
    max: 30,
    optional: true,
    example: [{ pointId: '5f0c2a52-6d6f-4c0e-9a3a-2f4b1d6c7e80', answer: '已补充' }],
  })
  answers?: PointAnswerDto[] | null;
}

const COMPARED_WITH = {
  label: '对比对象（APPROVED 上次审批通过的内容，ROUND 上一轮提交的内容）',
  of: ['APPROVED', 'ROUND'],
  optional: true,
  example: 'APPROVED',
};

export class ComparisonQuery {
  @ChoiceField(COMPARED_WITH)
  against?: ComparedWith;
}

/** With `against`, the comparison too; its pointers begin with `/comparison`. */
export class RevealApplicationDto extends RevealDto {
  @ChoiceField(COMPARED_WITH)
  against?: ComparedWith | null;
}
