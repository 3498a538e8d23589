import { ApiProperty } from '@nestjs/swagger';
import { WORK_RESIDENCE_ENTRY_CODES } from '../../../domain/unit/work-residence-entries.js';
import { BOARD_EVENT_KINDS, BOARD_EVENTS } from '../../../domain/permit/permit-board.js';
import { RefusalView } from '../applications/application.views.js';
import { personal } from '../personal/personal-mark.js';
import { PermissionActionView } from '../units/unit.views.js';
import { WINDOW_STATES } from './work-residence.dto.js';

export class WorkResidencePermissionView {
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '工作居住证类型（中文）' }) permitTypeLabel!: string;
  @ApiProperty({ description: '当前状态', example: 'NOT_OPENED' }) status!: string;
  @ApiProperty({ description: '当前状态（中文）', example: '未开通' }) statusLabel!: string;
  @ApiProperty({ description: '权限范围，未申请过为空', type: String, nullable: true }) scope!: string | null;
  @ApiProperty({ description: '权限范围（中文）', type: String, nullable: true }) scopeLabel!: string | null;
  @ApiProperty({ description: '上级申报单位', type: String, nullable: true }) supervisingDepartment!:
    | string
    | null;
  @ApiProperty({ description: '开通日期', type: String, format: 'date', nullable: true }) openedOn!:
    | string
    | null;
  @ApiProperty({ type: PermissionActionView, isArray: true })
  allowedActions!: readonly PermissionActionView[];
}

export class WorkResidenceEntryView {
  @ApiProperty({ description: '可办业务', enum: WORK_RESIDENCE_ENTRY_CODES }) entry!: string;
  @ApiProperty({ description: '可办业务（中文）', example: '办理员工证件续签' }) label!: string;
  @ApiProperty({ description: '待办或在办数量' }) count!: number;
  @ApiProperty({ description: '当前是否可办' }) allowed!: boolean;
  @ApiProperty({ description: '不可办的原因代码', type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ description: '不可办的原因', type: String, nullable: true }) reasonText!: string | null;
}

/** 工作居住证 (domain.md §11 S-13). */
export class WorkResidenceView {
  @ApiProperty({ description: '单位关联码，开通权限前为空', type: String, nullable: true })
  associationCode!: string | null;
  @ApiProperty({
    description: '业务办理权限，每种证件一行',
    type: WorkResidencePermissionView,
    isArray: true,
  })
  permissions!: readonly WorkResidencePermissionView[];
  @ApiProperty({ description: '可办业务列表', type: WorkResidenceEntryView, isArray: true })
  entries!: readonly WorkResidenceEntryView[];
}

export class TimeLeftView {
  @ApiProperty({ description: '自然日，已过为负数', example: 32 }) days!: number;
  @ApiProperty({ description: '工作日，已过为负数', example: 23 }) workdays!: number;
}

export class BusinessInFlightView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '业务编号' }) applicationNo!: string;
  @ApiProperty({ description: '业务类型' }) type!: string;
  @ApiProperty({ description: '业务类型（中文）' }) typeLabel!: string;
  @ApiProperty({ description: '当前状态（中文）' }) statusLabel!: string;
}

/** 办理 with its reason. */
export class BeginActionView {
  @ApiProperty({ description: '操作', enum: ['begin'] }) action!: 'begin';
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

/** 待办理聘用单位变更员工 (domain.md §11 S-16). */
export class WaitingPermitView {
  @ApiProperty({ description: '证件', format: 'uuid' }) permitId!: string;
  @ApiProperty({ description: '员工', format: 'uuid' }) employeeId!: string;
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo') }) idNo!: string;
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '工作居住证类型（中文）' }) permitTypeLabel!: string;
  @ApiProperty({ description: '工作居住证编号' }) permitNo!: string;
  @ApiProperty({ description: '证件有效期至（含当日）', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '最晚申请日 L', format: 'date' }) lastSubmissionOn!: string;
  @ApiProperty({ description: '节假日安排尚未公布，日期待定' }) provisional!: boolean;
  @ApiProperty({ description: '距最晚申请日', type: TimeLeftView }) timeLeft!: TimeLeftView;
  @ApiProperty({ description: '在办业务', type: BusinessInFlightView, nullable: true })
  inFlight!: BusinessInFlightView | null;
  @ApiProperty({ type: BeginActionView, isArray: true }) allowedActions!: readonly BeginActionView[];
}

/** 办理员工证件续签 (domain.md §11 S-15). */
export class RenewalCandidateView extends WaitingPermitView {
  @ApiProperty({ description: '可申请续签之日 O', format: 'date' }) opensOn!: string;
  @ApiProperty({ enum: Object.keys(WINDOW_STATES) }) windowState!: string;
  @ApiProperty({ description: '办理时间（中文）', enum: Object.values(WINDOW_STATES) })
  windowStateLabel!: string;
  @ApiProperty({ description: '员工已更新信息' }) employeeUpdated!: boolean;
}

export class WaitingPermitPage {
  @ApiProperty({ type: WaitingPermitView, isArray: true }) items!: readonly WaitingPermitView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export class RenewalCandidatePage {
  @ApiProperty({ type: RenewalCandidateView, isArray: true }) items!: readonly RenewalCandidateView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export class BoardEventView {
  @ApiProperty({ description: '日期', format: 'date' }) on!: string;
  @ApiProperty({ description: '事项', enum: BOARD_EVENT_KINDS }) kind!: string;
  @ApiProperty({ description: '事项（中文）', enum: Object.values(BOARD_EVENTS) }) kindLabel!: string;
  @ApiProperty({ description: '证件', format: 'uuid' }) permitId!: string;
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '工作居住证类型（中文）' }) permitTypeLabel!: string;
  @ApiProperty({ description: '工作居住证编号' }) permitNo!: string;
  @ApiProperty({ description: '证件状态（中文）' }) permitStatusLabel!: string;
  @ApiProperty({ description: '证件有效期至（含当日）', format: 'date' }) validUntil!: string;
  @ApiProperty({ description: '说明，没有时为空' }) note!: string;
}

/** 证件看板. */
export class BoardView {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
  @ApiProperty({ description: '按日期排列', type: BoardEventView, isArray: true })
  events!: readonly BoardEventView[];
}

export class RenewalBatchItemView {
  @ApiProperty({ description: '证件', format: 'uuid' }) permitId!: string;
  @ApiProperty({ description: '工作居住证编号', type: String, nullable: true }) permitNo!: string | null;
  @ApiProperty({ description: '姓名', type: String, nullable: true }) name!: string | null;
  @ApiProperty({ description: '结果', enum: ['SUBMITTED', 'REFUSED'] }) result!: 'SUBMITTED' | 'REFUSED';
  @ApiProperty({ description: '申请', type: String, format: 'uuid', nullable: true }) applicationId!:
    | string
    | null;
  @ApiProperty({ description: '业务编号', type: String, nullable: true }) applicationNo!: string | null;
  @ApiProperty({ description: '全部不予受理的原因', type: RefusalView, isArray: true })
  refusals!: readonly RefusalView[];
}

export class RenewalBatchView {
  @ApiProperty({ description: '已提交' }) submitted!: number;
  @ApiProperty({ description: '未受理' }) refused!: number;
  @ApiProperty({ description: '每人一项，与请求的次序相同', type: RenewalBatchItemView, isArray: true })
  items!: readonly RenewalBatchItemView[];
}
