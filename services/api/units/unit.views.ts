import { ApiProperty } from '@nestjs/swagger';
import { personal } from '../personal/personal-mark.js';

export class ContactView {
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '手机号码', ...personal('telephone', 'UNIT') }) mobile!: string;
}

export class HandlerView extends ContactView {
  @ApiProperty({ description: '是否为主要经办人' }) primary!: boolean;
}

export class PermissionActionView {
  @ApiProperty({ description: '操作', enum: ['apply', 'applyForFull', 'cancel'] }) action!: string;
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

export class PermissionView {
  @ApiProperty({ description: '工作居住证类型' }) permitType!: string;
  @ApiProperty({ description: '工作居住证类型（中文）' }) permitTypeLabel!: string;
  @ApiProperty({ description: '当前状态' }) status!: string;
  @ApiProperty({ description: '当前状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '权限范围', enum: ['FULL', 'LIMITED'] }) scope!: string;
  @ApiProperty({ description: '权限范围（中文）' }) scopeLabel!: string;
  @ApiProperty({ description: '上级申报单位' }) supervisingDepartment!: string;
  @ApiProperty({ description: '开通日期', type: String, format: 'date', nullable: true }) openedOn!:
    | string
    | null;
  @ApiProperty({ description: '注销日期', type: String, format: 'date', nullable: true }) cancelledOn!:
    | string
    | null;
  @ApiProperty({ type: PermissionActionView, isArray: true })
  allowedActions!: readonly PermissionActionView[];
}

/** The unit's tile with permissions and counts (domain.md §11 S-06, S-10, S-13). */
export class UnitView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '单位名称' }) name!: string;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '办公地点', type: String, nullable: true }) officeAddress!: string | null;
  @ApiProperty({ description: '单位类型' }) unitType!: string;
  @ApiProperty({ description: '单位类型（中文）' }) unitTypeLabel!: string;
  @ApiProperty({ description: '信息完善状态' }) accountStatus!: string;
  @ApiProperty({ description: '信息完善状态（中文）' }) accountStatusLabel!: string;
  @ApiProperty({ description: '单位关联码，开通权限前为空', type: String, nullable: true })
  associationCode!: string | null;
  @ApiProperty({ description: '业务经办人', type: HandlerView, isArray: true })
  handlers!: readonly HandlerView[];
  @ApiProperty({ description: '紧急联系人', type: ContactView, nullable: true })
  emergencyContact!: ContactView | null;
  @ApiProperty({ description: '业务办理权限', type: PermissionView, isArray: true })
  permissions!: readonly PermissionView[];
  @ApiProperty({ description: '待确认关联人数' }) pendingCount!: number;
  @ApiProperty({ description: '在职员工人数' }) activeCount!: number;
}

/** A unit as departments, operators and auditors find it (domain.md §11 S-19). */
export class UnitListItem {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '单位名称' }) name!: string;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '注册地址' }) registeredAddress!: string;
  @ApiProperty({ description: '单位类型' }) unitType!: string;
  @ApiProperty({ description: '单位类型（中文）' }) unitTypeLabel!: string;
  @ApiProperty({ description: '信息完善状态' }) accountStatus!: string;
  @ApiProperty({ description: '信息完善状态（中文）' }) accountStatusLabel!: string;
}

export class UnitPage {
  @ApiProperty({ type: UnitListItem, isArray: true }) items!: readonly UnitListItem[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}
