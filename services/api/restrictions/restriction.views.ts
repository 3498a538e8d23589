import { ApiProperty } from '@nestjs/swagger';
import type { PlainDate } from '../../../domain/calendar/plain-date.js';
import {
  isRestrictionLiftable,
  RESTRICTION_STATE_LABELS,
  restrictionState,
  SERVICES,
} from '../../../domain/unit/restriction.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { restrictionOf, type RestrictionListRow } from '../../../infra/database/restriction-records.js';
import { personal } from '../personal/personal-mark.js';

const SUBJECT_KIND_LABELS = { UNIT: '用人单位', EMPLOYEE: '员工' } as const;

export class RestrictionActionView {
  @ApiProperty({ description: '操作', enum: ['lift'] }) action!: string;
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

/** 限制办理 (domain.md §3.4). */
export class RestrictionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '限制对象类型', enum: ['UNIT', 'EMPLOYEE'] }) subjectKind!: string;
  @ApiProperty({ description: '限制对象类型（中文）' }) subjectKindLabel!: string;
  @ApiProperty({ description: '限制对象', format: 'uuid' }) subjectId!: string;
  @ApiProperty({ description: '限制对象名称' }) subjectName!: string;
  @ApiProperty({ description: '统一社会信用代码，限制对象为员工时为空', type: String, nullable: true })
  subjectUscc!: string | null;
  @ApiProperty({
    description: '证件号码，限制对象为单位时为空',
    type: String,
    nullable: true,
    ...personal('idNo'),
  })
  subjectIdNo!: string | null;
  @ApiProperty({ description: '限制业务', enum: Object.keys(SERVICES) }) service!: string;
  @ApiProperty({ description: '限制业务（中文）' }) serviceLabel!: string;
  @ApiProperty({ description: '限制原因' }) reason!: string;
  @ApiProperty({ description: '限制期起', format: 'date' }) from!: string;
  @ApiProperty({
    description: '限制期止（含当日），空为至解除时',
    type: String,
    format: 'date',
    nullable: true,
  })
  to!: string | null;
  @ApiProperty({ description: '当前状态', enum: Object.keys(RESTRICTION_STATE_LABELS) }) state!: string;
  @ApiProperty({ description: '当前状态（中文）' }) stateLabel!: string;
  @ApiProperty({ description: '设置时间', format: 'date-time' }) createdAt!: string;
  @ApiProperty({ description: '设置人', type: String, nullable: true }) createdByName!: string | null;
  @ApiProperty({ description: '解除时间', type: String, format: 'date-time', nullable: true })
  liftedAt!: string | null;
  @ApiProperty({ description: '解除原因', type: String, nullable: true }) liftReason!: string | null;
  @ApiProperty({ type: RestrictionActionView, isArray: true })
  allowedActions!: readonly RestrictionActionView[];
}

export class RestrictionPage {
  @ApiProperty({ type: RestrictionView, isArray: true }) items!: readonly RestrictionView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export function renderRestriction(
  row: RestrictionListRow,
  today: PlainDate,
  personalData: PersonalData,
): RestrictionView {
  const subjectKind = row.unit_id === null ? 'EMPLOYEE' : 'UNIT';
  const state = restrictionState(restrictionOf(row), today);
  return {
    id: row.id,
    subjectKind,
    subjectKindLabel: SUBJECT_KIND_LABELS[subjectKind],
    subjectId: row.unit_id ?? row.employee_id ?? '',
    subjectName: row.subject_name,
    subjectUscc: row.uscc,
    subjectIdNo: row.id_no_sealed && personalData.open(row.id_no_sealed),
    service: row.service,
    serviceLabel: SERVICES[row.service],
    reason: row.reason,
    from: row.from_day,
    to: row.to_day,
    state,
    stateLabel: RESTRICTION_STATE_LABELS[state],
    createdAt: row.created_at.toISOString(),
    createdByName: row.created_by_name,
    liftedAt: row.lifted_at?.toISOString() ?? null,
    liftReason: row.lift_reason,
    allowedActions: [
      isRestrictionLiftable(state)
        ? { action: 'lift', allowed: true }
        : { action: 'lift', allowed: false, reason: 'STATE_NOT_ALLOWED' },
    ],
  };
}
