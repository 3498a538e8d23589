import { ApiProperty } from '@nestjs/swagger';
import type { AuditListRow } from '../../../infra/database/audit-records.js';
import { DayFrom } from '../http/date-order.js';
import { DateField, IdField, ParsedField, TextField } from '../http/fields.js';
import { LimitField } from '../http/page-query.js';

export class AuditQuery {
  @ParsedField({
    label: '下一页标记',
    parse: (text) => (/^\d{1,18}$/.test(text) ? text : null),
    optional: true,
  })
  cursor?: string;

  @LimitField()
  limit?: string;

  @TextField({ label: '对象', max: 60, optional: true, example: 'application' })
  entity?: string;

  @IdField({ label: '对象编号', optional: true })
  entityId?: string;

  @IdField({ label: '操作账号', optional: true })
  actorId?: string;

  @TextField({ label: '业务编号', max: 40, optional: true })
  applicationNo?: string;

  @DateField({ label: '起始日期（含）', optional: true, example: '2021-08-01' })
  from?: string;

  @DateField({ label: '截止日期（含）', optional: true, example: '2021-08-31' })
  @DayFrom('from', '截止日期不得早于起始日期')
  to?: string;
}

export class AuditEventView {
  @ApiProperty({ description: '序号' }) seq!: string;
  @ApiProperty({ description: '业务时间', format: 'date-time' }) at!: string;
  @ApiProperty({ description: '记录时间', format: 'date-time' }) recordedAt!: string;
  @ApiProperty({ description: '操作账号，系统操作为空', type: String, format: 'uuid', nullable: true })
  actorId!: string | null;
  @ApiProperty({ description: '操作人', type: String, nullable: true }) actorName!: string | null;
  @ApiProperty({ description: '角色' }) actorRole!: string;
  @ApiProperty({ description: '登录方式', type: String, nullable: true }) loginMethod!: string | null;
  @ApiProperty({ description: '来源地址', type: String, nullable: true }) ip!: string | null;
  @ApiProperty({ description: '操作' }) action!: string;
  @ApiProperty({ description: '对象' }) entity!: string;
  @ApiProperty({ description: '对象编号', type: String, format: 'uuid', nullable: true }) entityId!:
    | string
    | null;
  @ApiProperty({ description: '操作前', type: 'object', additionalProperties: true, nullable: true })
  before!: object | null;
  @ApiProperty({ description: '操作后', type: 'object', additionalProperties: true, nullable: true }) after!:
    | object
    | null;
  @ApiProperty({ description: '原因或意见', type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ description: '业务编号', type: String, nullable: true }) applicationNo!: string | null;
  @ApiProperty({ description: '在哈希链中的位置，未封存为空', type: String, nullable: true })
  sealPosition!: string | null;
}

export class AuditPage {
  @ApiProperty({ type: AuditEventView, isArray: true }) items!: readonly AuditEventView[];
  @ApiProperty({ description: '下一页', type: String, nullable: true }) nextCursor!: string | null;
}

export function renderAuditEvent(row: AuditListRow): AuditEventView {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actorId: row.actor_id,
    actorName: row.actor_name,
    actorRole: row.actor_role,
    loginMethod: row.login_method,
    ip: row.ip,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    before: row.before,
    after: row.after,
    reason: row.reason,
    applicationNo: row.application_no,
    sealPosition: row.seal_position,
  };
}
