import { ApiProperty } from '@nestjs/swagger';
import type { ProgramToken } from '../../../infra/database/program-token-records.js';
import type { OwnSession } from '../../../infra/database/session-records.js';

export class OwnSessionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '登录方式', example: 'PASSWORD' }) loginMethod!: string;
  @ApiProperty({ description: '登录地址', example: '10.0.0.7' }) address!: string;
  @ApiProperty({ description: '设备（浏览器或程序自报）', example: 'Mozilla/5.0' }) device!: string;
  @ApiProperty({ description: '登录时间', format: 'date-time' }) startedAt!: string;
  @ApiProperty({ description: '最近使用', format: 'date-time' }) lastSeenAt!: string;
  @ApiProperty({ description: '最晚失效时间', format: 'date-time' }) endsAt!: string;
  @ApiProperty({ description: '是否为当前会话' }) current!: boolean;
}

export class OwnSessionList {
  @ApiProperty({ type: [OwnSessionView] }) items!: OwnSessionView[];
}

export class RecoveryCodesView {
  @ApiProperty({
    description: '恢复码，每个可用一次，仅在此显示',
    type: [String],
    example: ['4f6a0c9be2d17358aa01'],
  })
  recoveryCodes!: readonly string[];
}

export class ProgramTokenView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '名称', example: '人事系统' }) name!: string;
  @ApiProperty({ description: '允许的操作', type: [String], example: ['application.read'] })
  actions!: string[];
  @ApiProperty({ description: '创建时间', format: 'date-time' }) createdAt!: string;
  @ApiProperty({ description: '失效时间', format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ description: '最近使用', format: 'date-time', nullable: true, type: String })
  lastUsedAt!: string | null;
  @ApiProperty({ description: '撤销时间', format: 'date-time', nullable: true, type: String })
  revokedAt!: string | null;
}

export class MadeProgramTokenView extends ProgramTokenView {
  @ApiProperty({ description: '程序令牌，仅在此显示；放入 Authorization: Bearer' }) token!: string;
}

export class ProgramTokenList {
  @ApiProperty({ type: [ProgramTokenView] }) items!: ProgramTokenView[];
  @ApiProperty({ description: '本角色可授予程序的操作', type: [String] }) availableActions!: string[];
}

export function renderSession(session: OwnSession, currentId: string): OwnSessionView {
  const { id, loginMethod, ip, userAgent, startedAt, lastSeenAt, endsAt } = session;
  return {
    id,
    loginMethod,
    address: ip,
    device: userAgent,
    startedAt: startedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    endsAt: endsAt.toISOString(),
    current: id === currentId,
  };
}

export function renderProgramToken(token: ProgramToken): ProgramTokenView {
  const { id, name, actions, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
  return {
    id,
    name,
    actions: [...actions],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
