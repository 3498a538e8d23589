import { ApiProperty } from '@nestjs/swagger';
import { PersonView } from '../employees/person.views.js';
import { personal } from '../personal/personal-mark.js';

export class ContractView {
  @ApiProperty({ description: '现任职务' }) position!: string;
  @ApiProperty({ description: '合同开始日期', format: 'date' }) startDate!: string;
  @ApiProperty({ description: '合同结束日期，无固定期限为空', type: String, format: 'date', nullable: true })
  endDate!: string | null;
  @ApiProperty({ description: '是否无固定期限' }) openEnded!: boolean;
  @ApiProperty({
    description: '当前有效劳动合同扫描件；从原系统导入而尚未上传的没有',
    format: 'uuid',
    type: String,
    nullable: true,
  })
  scanFileId!: string | null;
}

const ACTIONS = [
  'withdraw',
  'requestRelease',
  'confirm',
  'refuse',
  'updateContract',
  'end',
  'endForUnit',
  'reveal',
];

export class AssociationActionView {
  @ApiProperty({ description: '操作', enum: ACTIONS })
  action!: string;
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

/** A link as its employee sees it (domain.md §11 S-18). */
export class OwnAssociationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '单位名称' }) unitName!: string;
  @ApiProperty({ description: '关联状态' }) status!: string;
  @ApiProperty({ description: '关联状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '申请时间', format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ description: '处理时间', type: String, format: 'date-time', nullable: true })
  decidedAt!: string | null;
  @ApiProperty({ description: '拒绝原因', type: String, nullable: true }) rejectReason!: string | null;
  @ApiProperty({ description: '解除日期', type: String, format: 'date', nullable: true }) endedOn!:
    | string
    | null;
  @ApiProperty({ description: '离职日期', type: String, format: 'date', nullable: true }) leaveDate!:
    | string
    | null;
  @ApiProperty({ description: '员工申请解除关联的时间', type: String, format: 'date-time', nullable: true })
  releaseRequestedAt!: string | null;
  @ApiProperty({ description: '劳动合同', type: ContractView, nullable: true })
  contract!: ContractView | null;
  @ApiProperty({ type: AssociationActionView, isArray: true })
  allowedActions!: readonly AssociationActionView[];
}

export class OwnAssociationsView {
  @ApiProperty({ description: '已关联或待确认的单位', type: OwnAssociationView, nullable: true })
  current!: OwnAssociationView | null;
  @ApiProperty({ description: '以往的关联', type: OwnAssociationView, isArray: true })
  history!: readonly OwnAssociationView[];
}

/** A row of the unit's employee lists (domain.md §11 S-07, S-08). */
export class AssociationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '员工', format: 'uuid' }) employeeId!: string;
  @ApiProperty({ description: '关联状态' }) status!: string;
  @ApiProperty({ description: '关联状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '性别' }) sex!: string;
  @ApiProperty({ description: '性别（中文）' }) sexLabel!: string;
  @ApiProperty({ description: '证件类型' }) idType!: string;
  @ApiProperty({ description: '证件类型（中文）' }) idTypeLabel!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo') }) idNo!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: '联系电话；申请结束或解除关联后不再显示',
    ...personal('telephone'),
  })
  phone!: string | null;
  @ApiProperty({ description: '申请时间', format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ description: '关联时间', type: String, format: 'date-time', nullable: true })
  decidedAt!: string | null;
  @ApiProperty({ description: '拒绝原因', type: String, nullable: true }) rejectReason!: string | null;
  @ApiProperty({ description: '劳动合同', type: ContractView, nullable: true })
  contract!: ContractView | null;
  @ApiProperty({ description: '工作居住证编号，关联后显示', type: String, nullable: true }) permitNo!:
    | string
    | null;
  @ApiProperty({ description: '证件状态', type: String, nullable: true }) permitStatus!: string | null;
  @ApiProperty({ description: '证件状态（中文）', type: String, nullable: true }) permitStatusLabel!:
    | string
    | null;
  @ApiProperty({ description: '证件有效期至，关联后显示', type: String, format: 'date', nullable: true })
  permitValidUntil!: string | null;
  @ApiProperty({ description: '解除日期', type: String, format: 'date', nullable: true }) endedOn!:
    | string
    | null;
  @ApiProperty({ description: '离职日期', type: String, format: 'date', nullable: true }) leaveDate!:
    | string
    | null;
  @ApiProperty({ description: '员工申请解除关联的时间', type: String, format: 'date-time', nullable: true })
  releaseRequestedAt!: string | null;
  @ApiProperty({ type: AssociationActionView, isArray: true })
  allowedActions!: readonly AssociationActionView[];
}

export class AssociationPage {
  @ApiProperty({ type: AssociationView, isArray: true }) items!: readonly AssociationView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

/** A release that the unit has not answered, as its department sees it (domain.md §4.4). */
export class ReleaseView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '关联状态' }) status!: string;
  @ApiProperty({ description: '关联状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '单位名称' }) unitName!: string;
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '证件类型（中文）' }) idTypeLabel!: string;
  @ApiProperty({ description: '证件号码', ...personal('idNo') }) idNo!: string;
  @ApiProperty({ description: '解除日期', type: String, format: 'date', nullable: true }) endedOn!:
    | string
    | null;
  @ApiProperty({ description: '离职日期', type: String, format: 'date', nullable: true }) leaveDate!:
    | string
    | null;
  @ApiProperty({ description: '员工申请解除关联的时间', type: String, format: 'date-time', nullable: true })
  releaseRequestedAt!: string | null;
  @ApiProperty({ description: '单位办理期限', type: String, format: 'date', nullable: true })
  unitMayAnswerUntil!: string | null;
  @ApiProperty({ type: AssociationActionView, isArray: true })
  allowedActions!: readonly AssociationActionView[];
}

export class ReleasePage {
  @ApiProperty({ type: ReleaseView, isArray: true }) items!: readonly ReleaseView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export class ApplicationInProgressView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '业务编号' }) applicationNo!: string;
  @ApiProperty({ description: '业务类型' }) type!: string;
  @ApiProperty({ description: '业务类型（中文）' }) typeLabel!: string;
  @ApiProperty({ description: '当前状态' }) status!: string;
  @ApiProperty({ description: '当前状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '提交时间', type: String, format: 'date-time', nullable: true })
  submittedAt!: string | null;
}

/** 员工当前信息展示 (domain.md §11 S-09). */
export class AssociationDetailView extends AssociationView {
  @ApiProperty({ description: '员工信息、教育信息、学习经历、工作经历、随往人员', type: PersonView })
  person!: PersonView;
  @ApiProperty({ description: '在办业务列表', type: ApplicationInProgressView, isArray: true })
  applications!: readonly ApplicationInProgressView[];
}
