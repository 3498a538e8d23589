import { ApiProperty } from '@nestjs/swagger';
import { personal, personalByField, tellsClaim } from '../personal/personal-mark.js';
import { ScanCheckView } from '../attachments/scan-check.views.js';

export class AllowedActionView {
  @ApiProperty({ description: '操作' }) action!: string;
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

export class HintView {
  @ApiProperty({ description: '提示代码' }) code!: string;
  @ApiProperty({ description: '温馨提示' }) text!: string;
}

export class ApplicationListItem {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '业务编号' }) applicationNo!: string;
  @ApiProperty({ description: '业务类型' }) type!: string;
  @ApiProperty({ description: '业务类型（中文）' }) typeLabel!: string;
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '工作居住证类型（中文）' }) permitTypeLabel!: string;
  @ApiProperty({ description: '当前状态' }) status!: string;
  @ApiProperty({ description: '当前状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '当前环节', type: String, nullable: true }) stage!: string | null;
  @ApiProperty({ description: '姓名', type: String, nullable: true }) personName!: string | null;
  @ApiProperty({ description: '证件号码', type: String, nullable: true, ...personal('idNo') }) idNo!:
    | string
    | null;
  @ApiProperty({ description: '单位名称' }) unitName!: string;
  @ApiProperty({ description: '提交时间', type: String, format: 'date-time', nullable: true }) submittedAt!:
    | string
    | null;
  @ApiProperty({ description: '审核截止日', type: String, format: 'date', nullable: true }) dueOn!:
    | string
    | null;
  @ApiProperty({ description: '最近意见', type: String, nullable: true }) lastOpinion!: string | null;
}

export class ApplicationPage {
  @ApiProperty({ type: ApplicationListItem, isArray: true }) items!: readonly ApplicationListItem[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

/** One entry of the course: a submission, or a level with its decision; opinion and 温馨提示 apart (domain.md §5). */
export class TimelineEntry {
  @ApiProperty({ description: '轮次' }) round!: number;
  @ApiProperty({ description: '事项', enum: ['SUBMITTED', 'LEVEL'] }) kind!: 'SUBMITTED' | 'LEVEL';
  @ApiProperty({ description: '环节', type: String, nullable: true }) level!: string | null;
  @ApiProperty({ description: '环节（中文）' }) label!: string;
  @ApiProperty({ description: '收到时间', format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ description: '截止日', type: String, format: 'date', nullable: true }) dueOn!: string | null;
  @ApiProperty({ description: '是否超期' }) overdue!: boolean;
  @ApiProperty({ description: '任务状态', type: String, nullable: true }) taskStatus!: string | null;
  @ApiProperty({ description: '审批结果', type: String, nullable: true }) decision!: string | null;
  @ApiProperty({ description: '审批结果（中文）', type: String, nullable: true }) decisionLabel!:
    | string
    | null;
  @ApiProperty({ description: '审批意见', type: String, nullable: true }) opinion!: string | null;
  @ApiProperty({ description: '温馨提示（仅供参考，不作为审核意见）', type: String, nullable: true }) hint!:
    | string
    | null;
  @ApiProperty({ description: '审批时间', type: String, format: 'date-time', nullable: true }) decidedAt!:
    | string
    | null;
  @ApiProperty({ description: '审批人', type: String, nullable: true }) decidedByName!: string | null;
}

export class SnapshotFileView {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty({ description: '附件项' }) catalogueCode!: string;
  @ApiProperty({ description: '附件名称' }) name!: string;
  @ApiProperty({ description: '文件名' }) fileName!: string;
  @ApiProperty() mediaType!: string;
  @ApiProperty() sizeBytes!: number;
  @ApiProperty() sha256!: string;
  @ApiProperty({ format: 'date' }) uploadedOn!: string;
  @ApiProperty({ type: ScanCheckView, description: '扫描件检查' }) scanCheck!: ScanCheckView;
}

export class DocumentView {
  @ApiProperty({ enum: ['RECEIPT', 'CONFIRMATION_FORM'] }) kind!: string;
  @ApiProperty({ description: '编号' }) number!: string;
  @ApiProperty({ description: '轮次' }) round!: number;
  @ApiProperty({ description: '出单时间', format: 'date-time' }) issuedAt!: string;
  @ApiProperty() sha256!: string;
  @ApiProperty({ description: '存储位置' }) objectKey!: string;
}

/** What only some kinds of business carry (domain.md §3.4); a field of another kind is null. */
export class ApplicationDetailsView {
  @ApiProperty({ description: '申请依据', type: String, nullable: true }) applicationBasis!: string | null;
  @ApiProperty({ description: '申请的权限范围', type: String, nullable: true }) requestedScope!:
    | string
    | null;
  @ApiProperty({ description: '声明符合新办条件', type: Boolean, nullable: true }) meetsNewConditions!:
    | boolean
    | null;
  @ApiProperty({ description: '原因', type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ description: '拟变更的上级申报单位', type: String, nullable: true })
  newDepartmentName!: string | null;
  @ApiProperty({ description: '变更后的纳税登记地', type: String, nullable: true }) newTaxDistrict!:
    | string
    | null;
  @ApiProperty({ description: '续签后有效期自', type: String, format: 'date', nullable: true })
  newValidFrom!: string | null;
  @ApiProperty({ description: '续签后有效期至', type: String, format: 'date', nullable: true })
  newValidUntil!: string | null;
  @ApiProperty({ description: '已知晓逾期提交的后果', type: Boolean, nullable: true }) acknowledgeLate!:
    | boolean
    | null;
  @ApiProperty({ description: '补办：只记入证件的单位历史', type: Boolean, nullable: true })
  historical!: boolean | null;
}

/** A change as the snapshot of a round keeps it. */
export class SubmittedChangeView {
  @ApiProperty({ description: '字段', example: 'currentAddress' }) field!: string;
  @ApiProperty({
    description: '变更前，列表和分组为 JSON',
    type: String,
    nullable: true,
    ...personalByField('field'),
  })
  from!: string | null;
  @ApiProperty({
    description: '变更后，列表和分组为 JSON',
    type: String,
    nullable: true,
    ...personalByField('field'),
  })
  to!: string | null;
  @ApiProperty({ description: '变更原因', type: String, nullable: true }) reason!: string | null;
}

export class FieldChangeView extends SubmittedChangeView {
  @ApiProperty({ description: '字段（中文）', example: '现居住地址' }) label!: string;
}

/** One thing that a return asked for (domain.md §4.5). */
export class ReturnPointView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '轮次' }) round!: number;
  @ApiProperty({ description: '提出环节（中文）' }) levelLabel!: string;
  @ApiProperty({ description: '类别', enum: ['FIELD', 'SLOT'] }) kind!: string;
  @ApiProperty({ description: '内容或附件' }) target!: string;
  @ApiProperty({ description: '内容或附件（中文）' }) targetLabel!: string;
  @ApiProperty({ description: '修改要求' }) text!: string;
  @ApiProperty({ description: '状态', enum: ['OPEN', 'ANSWERED', 'ACCEPTED'] }) state!: string;
  @ApiProperty({ description: '状态（中文）' }) stateLabel!: string;
  @ApiProperty({ description: '答复', type: String, nullable: true }) answer!: string | null;
}

export class ApplicationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '业务编号' }) applicationNo!: string;
  @ApiProperty({ description: '业务类型' }) type!: string;
  @ApiProperty({ description: '业务类型（中文）' }) typeLabel!: string;
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '当前状态' }) status!: string;
  @ApiProperty({ description: '当前状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '当前环节', type: String, nullable: true }) stage!: string | null;
  @ApiProperty({ description: '轮次' }) round!: number;
  @ApiProperty({ description: '姓名', type: String, nullable: true }) personName!: string | null;
  @ApiProperty({ description: '单位名称' }) unitName!: string;
  @ApiProperty({ description: '上级申报单位', type: String, nullable: true }) departmentName!: string | null;
  @ApiProperty({ type: ApplicationDetailsView }) details!: ApplicationDetailsView;
  @ApiProperty({ description: '提交时间', type: String, format: 'date-time', nullable: true }) submittedAt!:
    | string
    | null;
  @ApiProperty({ description: '审核截止日', type: String, format: 'date', nullable: true }) dueOn!:
    | string
    | null;
  @ApiProperty({ description: '预计办结日', type: String, format: 'date', nullable: true })
  estimatedEndOn!: string | null;
  @ApiProperty({ description: '原申请', type: String, format: 'uuid', nullable: true })
  previousApplicationId!: string | null;
  @ApiProperty({ description: '证件', type: String, format: 'uuid', nullable: true }) permitId!:
    | string
    | null;
  @ApiProperty({ description: '证件编号', type: String, nullable: true }) permitNo!: string | null;
  @ApiProperty({ description: '快照号' }) snapshotNo!: number;
  @ApiProperty({ description: '事实版本' }) factVersion!: number;
  @ApiProperty({ description: '流程已处理到的版本' }) processedVersion!: number;
  @ApiProperty({ description: '版本' }) version!: number;
  @ApiProperty({ type: AllowedActionView, isArray: true }) allowedActions!: readonly AllowedActionView[];
  @ApiProperty({ type: TimelineEntry, isArray: true }) timeline!: readonly TimelineEntry[];
  @ApiProperty({ description: '结束原因', type: String, nullable: true, example: '并入续签' })
  closedReason!: string | null;
  @ApiProperty({ description: '退回时列出的事项', type: ReturnPointView, isArray: true })
  returnPoints!: readonly ReturnPointView[];
  @ApiProperty({ description: '本人已领取该申请且尚未审批', ...tellsClaim }) holdsClaim!: boolean;
  @ApiProperty({ description: '变更内容', type: FieldChangeView, isArray: true })
  changes!: readonly FieldChangeView[];
  @ApiProperty({ type: HintView, isArray: true, description: '系统提示' }) hints!: readonly HintView[];
  @ApiProperty({ type: SnapshotFileView, isArray: true }) files!: readonly SnapshotFileView[];
  @ApiProperty({ type: DocumentView, isArray: true }) documents!: readonly DocumentView[];
}

/** Why something is not accepted, and how to cure it. */
export class RefusalView {
  @ApiProperty({ description: '规则代码' }) code!: string;
  @ApiProperty({ description: '说明' }) messageZh!: string;
  @ApiProperty({ description: '如何处理' }) cure!: string;
  @ApiProperty({ description: '依据的规则', example: '§6.2 W4' }) source!: string;
  @ApiProperty({ description: '事实', type: 'object', additionalProperties: true }) facts!: object;
}

export class EligibilityRuleView extends RefusalView {
  @ApiProperty({ enum: ['PASS', 'FAIL', 'UNKNOWN'] }) result!: string;
}

/** What the calendar says about the permit (domain.md §6.2). */
export class PermitDatesView {
  @ApiProperty({ description: '证件有效期至 V', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '办结期限 D', format: 'date' }) completeBy!: string;
  @ApiProperty({ description: '可申请续签之日 O', format: 'date' }) opensOn!: string;
  @ApiProperty({ description: '最晚申请日 L', format: 'date' }) lastSubmissionOn!: string;
  @ApiProperty({ description: '节假日安排尚未公布，日期待定' }) provisional!: boolean;
}

export class EligibilityView {
  @ApiProperty({ description: '是否可以提交' }) eligible!: boolean;
  @ApiProperty({ description: '证件的各日期，与证件无关的业务为空', type: PermitDatesView, nullable: true })
  dates!: PermitDatesView | null;
  @ApiProperty({ type: EligibilityRuleView, isArray: true }) rules!: readonly EligibilityRuleView[];
  @ApiProperty({ type: HintView, isArray: true }) hints!: readonly HintView[];
}
