import { ApiProperty } from '@nestjs/swagger';
import { ROLES } from '../../../domain/authority/roles.js';
import { ID_TYPE_LABELS } from '../../../domain/identity/id-number.js';
import { AUTHORIZED_METHODS, QR_METHODS } from '../../../domain/identity/login-method.js';
import { TICKET_STATES, ticketState } from '../../../domain/identity/sign-in-ticket.js';
import type { KnownTicket } from '../../../infra/database/ticket-records.js';
import type { AuthorizationDetails } from '../../../infra/database/unit-authorization-records.js';
import { personal } from '../personal/personal-mark.js';

export class ChallengeView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '待签名文本：由 USBKey 对其 UTF-8 字节签名' }) text!: string;
  @ApiProperty({ description: '绑定凭据，仅在此显示；登录时放入 Sign-In-Binding' }) binding!: string;
  @ApiProperty({ description: '失效时间', format: 'date-time' }) expiresAt!: string;
}

export class TicketStateView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '登录方式', enum: QR_METHODS }) method!: string;
  @ApiProperty({ description: '状态', enum: Object.keys(TICKET_STATES) }) state!: string;
  @ApiProperty({ description: '状态（中文）' }) stateLabel!: string;
  @ApiProperty({ description: '失效时间', format: 'date-time' }) expiresAt!: string;
}

export class TicketView extends TicketStateView {
  @ApiProperty({ description: '二维码的内容' }) qrText!: string;
  @ApiProperty({ description: '二维码图片（SVG）' }) qrSvg!: string;
  @ApiProperty({ description: '屏幕上显示、在手机上核对的两位数字', example: '07' }) number!: string;
  @ApiProperty({ description: '绑定凭据，仅在此显示；查询和登录时放入 Sign-In-Binding' }) binding!: string;
}

export class AuthorizationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '登录方式', enum: AUTHORIZED_METHODS }) method!: string;
  @ApiProperty({ description: '授权角色' }) role!: string;
  @ApiProperty({ description: '授权角色（中文）' }) roleLabel!: string;
  @ApiProperty({ description: '姓名' }) name!: string;
  @ApiProperty({ description: '证件类型', enum: Object.keys(ID_TYPE_LABELS) }) idType!: string;
  @ApiProperty({ description: '证件号码', example: '110108********0010', ...personal('idNo') }) idNo!: string;
  @ApiProperty({ description: '授权时间', format: 'date-time' }) grantedAt!: string;
  @ApiProperty({ description: '撤销时间', format: 'date-time', type: String, nullable: true })
  revokedAt!: string | null;
  @ApiProperty({ description: '撤销原因', type: String, nullable: true }) revokeReason!: string | null;
}

export class AuthorizationPage {
  @ApiProperty({ type: AuthorizationView, isArray: true }) items!: readonly AuthorizationView[];
  @ApiProperty({ description: '下一页的位置', type: String, nullable: true }) nextCursor!: string | null;
}

export function renderTicketState(
  ticket: Pick<KnownTicket, 'id' | 'method' | 'state' | 'isOver' | 'expiresAt'>,
): TicketStateView {
  const { id, method, expiresAt } = ticket;
  const state = ticketState(ticket);
  return { id, method, state, stateLabel: TICKET_STATES[state], expiresAt: expiresAt.toISOString() };
}

export function renderAuthorization(details: AuthorizationDetails): AuthorizationView {
  const { id, method, role, personName: name, idType, idNo, createdAt, revokedAt, revokeReason } = details;
  return {
    id,
    method,
    role,
    roleLabel: ROLES[role],
    name,
    idType,
    idNo,
    grantedAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    revokeReason,
  };
}
