import { ApiProperty } from '@nestjs/swagger';
import { ApplicationListItem } from '../applications/application.views.js';
import { OwnAssociationView } from '../associations/association.views.js';
import { LiveCountsView } from '../live-status/live-status.views.js';
import { NoticePage } from '../notices/notices.dto.js';
import { PolicyNoticePage } from '../notices/policy-notices.dto.js';
import { PermitView } from '../permits/permit.views.js';
import { TalentServiceView } from '../talent-services/talent-service.views.js';
import { ContactView, HandlerView } from '../units/unit.views.js';

export class EmployeeTileView {
  @ApiProperty({ description: '待确认关联人数' }) pendingCount!: number;
  @ApiProperty({ description: '在职员工人数' }) activeCount!: number;
}

/** 单位信息 (domain.md §11 S-10). */
export class UnitTileView {
  @ApiProperty({ description: '单位名称' }) name!: string;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '办公地点', type: String, nullable: true }) officeAddress!: string | null;
  @ApiProperty({ description: '单位类型' }) unitType!: string;
  @ApiProperty({ description: '单位类型（中文）' }) unitTypeLabel!: string;
  @ApiProperty({ description: '业务经办人', type: HandlerView, isArray: true })
  handlers!: readonly HandlerView[];
  @ApiProperty({ description: '紧急联系人', type: ContactView, nullable: true })
  emergencyContact!: ContactView | null;
}

export class TableColumnView {
  @ApiProperty({ description: '字段' }) field!: string;
  @ApiProperty({ description: '列名' }) label!: string;
}

export class InProgressActionView {
  @ApiProperty({ description: '操作', enum: ['view', 'decide'] }) action!: string;
  @ApiProperty({ description: '操作（中文）', enum: ['查看', '审批'] }) label!: string;
}

export class InProgressItemView extends ApplicationListItem {
  @ApiProperty({ type: InProgressActionView, isArray: true }) actions!: readonly InProgressActionView[];
}

/** 在办业务 (domain.md §11 S-12). */
export class InProgressTableView {
  @ApiProperty({ description: '表头', type: TableColumnView, isArray: true })
  columns!: readonly TableColumnView[];
  @ApiProperty({ type: InProgressItemView, isArray: true }) items!: readonly InProgressItemView[];
  @ApiProperty({ description: '下一页，用于 GET /api/v1/applications', type: String, nullable: true })
  nextCursor!: string | null;
  @ApiProperty({ description: '表头下方的文字，有在办业务时为空', type: String, nullable: true })
  emptyText!: string | null;
}

export class HomeNewsView {
  @ApiProperty({ description: '政策法规通知，最新的五条', type: PolicyNoticePage })
  policyNotices!: PolicyNoticePage;
  @ApiProperty({ description: '当前系统提示通知', type: NoticePage }) systemNotices!: NoticePage;
  @ApiProperty({ description: '待办与未读', type: LiveCountsView }) counts!: LiveCountsView;
  @ApiProperty({ description: '在办业务', type: InProgressTableView }) inProgress!: InProgressTableView;
}

/** 首页 of a unit (domain.md §11 S-01). */
export class UnitHomeView extends HomeNewsView {
  @ApiProperty({ enum: ['UNIT'] }) kind!: 'UNIT';
  @ApiProperty({ description: '人才服务列表', type: TalentServiceView, isArray: true })
  services!: readonly TalentServiceView[];
  @ApiProperty({ description: '单位关联码，开通权限前为空', type: String, nullable: true })
  associationCode!: string | null;
  @ApiProperty({ description: '员工列表', type: EmployeeTileView }) employees!: EmployeeTileView;
  @ApiProperty({ description: '单位信息', type: UnitTileView }) unit!: UnitTileView;
}

/** 首页 of an employee (domain.md §11 S-18). */
export class EmployeeHomeView extends HomeNewsView {
  @ApiProperty({ enum: ['EMPLOYEE'] }) kind!: 'EMPLOYEE';
  @ApiProperty({ description: '已关联或待确认的单位', type: OwnAssociationView, nullable: true })
  association!: OwnAssociationView | null;
  @ApiProperty({ description: '证件，有效的在前', type: PermitView, nullable: true })
  permit!: PermitView | null;
}
