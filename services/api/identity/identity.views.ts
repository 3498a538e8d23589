import { ApiProperty } from '@nestjs/swagger';
import { ROLES } from '../../../domain/authority/roles.js';
import type { AccountProfile } from '../../../infra/database/account-records.js';
import type { InvitationDetails } from '../../../infra/database/invitation-records.js';

export class CaptchaView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '图形验证码图片（SVG）' }) svg!: string;
}

export class CaptchaAnswerView {
  @ApiProperty({ description: '图形验证码答案' }) answer!: string;
}

export class NamedView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '名称' }) name!: string;
}

export class AccountUnitView extends NamedView {
  @ApiProperty({ description: '单位信息是否已完善' }) profileComplete!: boolean;
}

export class AccountView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '用户名' }) userName!: string;
  @ApiProperty({ description: '姓名' }) personName!: string;
  @ApiProperty({ description: '角色', enum: Object.keys(ROLES) }) role!: string;
  @ApiProperty({ description: '角色（中文）' }) roleLabel!: string;
  @ApiProperty({ description: '用人单位', type: AccountUnitView, nullable: true })
  unit!: AccountUnitView | null;
  @ApiProperty({ description: '员工', type: NamedView, nullable: true }) employee!: NamedView | null;
  @ApiProperty({ description: '主管部门', type: NamedView, nullable: true }) department!: NamedView | null;
}

export class SessionView {
  @ApiProperty({
    description:
      '会话令牌，放入 Authorization: Bearer；以 X-Session-Transport: cookie 登录时为空，会话在 Cookie 中',
    nullable: true,
    type: String,
  })
  token!: string | null;
  @ApiProperty({
    description: 'Cookie 会话的防伪标记，每次修改请求放入 X-CSRF-Token',
    nullable: true,
    type: String,
  })
  csrfToken!: string | null;
  @ApiProperty({ description: '设备标记，下次登录放入 X-Device-Id', nullable: true, type: String })
  deviceId!: string | null;
  @ApiProperty({ description: '最晚失效时间', format: 'date-time' }) endsAt!: string;
  @ApiProperty({ type: AccountView }) account!: AccountView;
  @ApiProperty({
    description: '首次绑定二次验证时的恢复码，仅在此显示',
    nullable: true,
    type: [String],
  })
  recoveryCodes!: readonly string[] | null;
}

export class MeView {
  @ApiProperty({ type: AccountView }) account!: AccountView;
  @ApiProperty({ description: 'Cookie 会话的防伪标记', nullable: true, type: String })
  csrfToken!: string | null;
  @ApiProperty({ description: '北京日期', format: 'date', example: '2021-08-05' }) today!: string;
}

export class InvitationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '角色' }) role!: string;
  @ApiProperty({ description: '角色（中文）' }) roleLabel!: string;
  @ApiProperty({ description: '姓名' }) personName!: string;
  @ApiProperty({ description: '主管部门', type: NamedView }) department!: NamedView;
  @ApiProperty({ description: '失效时间', format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ description: '邀请码，仅在此显示' }) token!: string;
}

export function renderAccount(profile: AccountProfile): AccountView {
  return { ...profile, roleLabel: ROLES[profile.role] };
}

export function renderInvitation(invitation: InvitationDetails): InvitationView {
  const { expiresAt } = invitation;
  return { ...invitation, roleLabel: ROLES[invitation.role], expiresAt: expiresAt.toISOString() };
}
