import { ApiProperty } from '@nestjs/swagger';
import { ROLES } from '../../../domain/authority/roles.js';
import { ACCOUNT_STATUS_LABELS, isActiveAccount } from '../../../domain/identity/account-status.js';
import type { OpenInvitation } from '../../../infra/database/invitation-records.js';
import type { ListedMember } from '../../../infra/database/member-records.js';
import { NamedView } from './identity.views.js';

export class MemberView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '版本，用于 If-Match' }) version!: number;
  @ApiProperty({ description: '用户名' }) userName!: string;
  @ApiProperty({ description: '姓名' }) personName!: string;
  @ApiProperty({ description: '角色' }) role!: string;
  @ApiProperty({ description: '角色（中文）' }) roleLabel!: string;
  @ApiProperty({ description: '账号是否启用' }) active!: boolean;
  @ApiProperty({ description: '账号状态（中文）', enum: Object.values(ACCOUNT_STATUS_LABELS) })
  statusLabel!: string;
  @ApiProperty({ description: '主管部门', type: NamedView, nullable: true }) department!: NamedView | null;
  @ApiProperty({ description: '最近登录', format: 'date-time', nullable: true, type: String })
  lastSignInAt!: string | null;
  @ApiProperty({ description: '是否已绑定二次验证' }) hasSecondFactor!: boolean;
  @ApiProperty({ description: '是否为本人' }) isSelf!: boolean;
}

export class MemberPage {
  @ApiProperty({ type: [MemberView] }) items!: readonly MemberView[];
  @ApiProperty({ description: '下一页标记', nullable: true, type: String }) nextCursor!: string | null;
}

export class OpenInvitationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '角色' }) role!: string;
  @ApiProperty({ description: '角色（中文）' }) roleLabel!: string;
  @ApiProperty({ description: '姓名' }) personName!: string;
  @ApiProperty({ description: '主管部门', type: NamedView }) department!: NamedView;
  @ApiProperty({ description: '邀请时间', format: 'date-time' }) createdAt!: string;
  @ApiProperty({ description: '失效时间', format: 'date-time' }) expiresAt!: string;
}

export class OpenInvitationPage {
  @ApiProperty({ type: [OpenInvitationView] }) items!: readonly OpenInvitationView[];
  @ApiProperty({ description: '下一页标记', nullable: true, type: String }) nextCursor!: string | null;
}

export function renderMember(member: ListedMember, readerId: string): MemberView {
  const { id, version, userName, personName, role, departmentId, departmentName } = member;
  return {
    id,
    version,
    userName,
    personName,
    role,
    roleLabel: ROLES[role],
    active: isActiveAccount(member.status),
    statusLabel: ACCOUNT_STATUS_LABELS[member.status],
    department:
      departmentId === null || departmentName === null ? null : { id: departmentId, name: departmentName },
    lastSignInAt: member.lastSignInAt?.toISOString() ?? null,
    hasSecondFactor: member.hasSecondFactor,
    isSelf: id === readerId,
  };
}

export function renderOpenInvitation(invitation: OpenInvitation): OpenInvitationView {
  const { id, role, personName, departmentId, departmentName, createdAt, expiresAt } = invitation;
  return {
    id,
    role,
    roleLabel: ROLES[role],
    personName,
    department: { id: departmentId, name: departmentName },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
