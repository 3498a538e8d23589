import type { DepartmentRole } from '../../../domain/authority/invitation.js';
import { DEPARTMENT_ROLES } from '../../../domain/authority/roles.js';
import { parseMobile, parsePersonName } from '../../../domain/identity/contact.js';
import { ChoiceField, ChoicesField, DateField, IdField, ParsedField, TextField } from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { PageQuery } from '../http/page-query.js';
import { ROUTE_POLICY } from '../authority/route-policy.js';
import { NewPasswordField, NewUserNameField, PasswordField } from './credential-fields.js';
import { StatedIdentityDto } from './stated-identity.dto.js';

export class SignInDto {
  @TextField({ label: '用户名', max: 64, example: 'li.ming' })
  userName!: string;

  @PasswordField()
  password!: string;

  @IdField({ label: '图形验证码编号' })
  captchaId!: string;

  @TextField({ label: '图形验证码', max: 16, example: 'K7mP' })
  captcha!: string;
}

/** One of the two codes. */
export class SecondFactorDto {
  @TextField({ label: '待完成登录的标记', max: 128 })
  pendingToken!: string;

  @ParsedField({
    label: '动态验证码',
    parse: (text) => (/^\d{6}$/.test(text.trim()) ? text.trim() : null),
    optional: true,
    example: '123456',
  })
  code?: string | null;

  @TextField({ label: '恢复码', max: 64, optional: true })
  recoveryCode?: string | null;
}

export class RecoveryCodesDto {
  @ParsedField({
    label: '动态验证码',
    parse: (text) => (/^\d{6}$/.test(text.trim()) ? text.trim() : null),
    example: '123456',
  })
  code!: string;
}

export class PasswordChangeDto {
  @PasswordField()
  currentPassword!: string;

  @NewPasswordField()
  newPassword!: string;
}

export class ProgramTokenDto {
  @TextField({ label: '名称', max: 50, example: '人事系统' })
  name!: string;

  @ChoicesField({
    label: '允许的操作（不填为只读）',
    of: Object.keys(ROUTE_POLICY),
    optional: true,
    example: ['application.read'],
  })
  actions?: string[] | null;

  @DateField({ label: '最后有效日（北京日期）', example: '2027-06-30' })
  endsOn!: string;
}

export class MemberQuery extends PageQuery {
  @IdField({ label: '部门', optional: true })
  departmentId?: string;
}

export class MemberRoleDto {
  @ChoiceField({ label: '角色', of: DEPARTMENT_ROLES, example: 'DISTRICT_SECOND_REVIEWER' })
  role!: DepartmentRole;
}

@Dated()
export class RegistrationDto extends StatedIdentityDto {
  @NewUserNameField()
  userName!: string;

  @NewPasswordField()
  password!: string;

  @ParsedField({ label: '手机号码', parse: parseMobile, example: '13800138000' })
  mobile!: string;
}

export class InvitationDto {
  @ChoiceField({ label: '角色', of: DEPARTMENT_ROLES, example: 'DISTRICT_FIRST_REVIEWER' })
  role!: DepartmentRole;

  @IdField({ label: '部门（系统运维人员必填）', optional: true })
  departmentId?: string | null;

  @ParsedField({ label: '姓名', parse: parsePersonName, example: '王芳' })
  personName!: string;
}

export class AcceptanceDto {
  @TextField({ label: '邀请码', max: 128 })
  token!: string;

  @NewUserNameField()
  userName!: string;

  @NewPasswordField()
  password!: string;
}
