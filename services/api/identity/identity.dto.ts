import type { DepartmentRole } from '../../../domain/authority/invitation.js';
import { DEPARTMENT_ROLES } from '../../../domain/authority/roles.js';
import { parseMobile, parsePersonName } from '../../../domain/identity/contact.js';
import { ID_TYPE_LABELS, type IdType } from '../../../domain/identity/id-number.js';
import { ChoiceField, IdField, ParsedField, TextField } from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { NewPasswordField, NewUserNameField, PasswordField, PersonField } from './credential-fields.js';

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

@Dated()
export class RegistrationDto {
  @NewUserNameField()
  userName!: string;

  @NewPasswordField()
  password!: string;

  @ParsedField({ label: '姓名', parse: parsePersonName, example: '李明' })
  name!: string;

  @ChoiceField({ label: '证件类型', of: Object.keys(ID_TYPE_LABELS), example: 'RESIDENT_ID' })
  idType!: IdType;

  @PersonField({ label: '证件号码', example: '110108198802290010' })
  idNo!: string;

  @ParsedField({ label: '手机号码', parse: parseMobile, example: '13800138000' })
  mobile!: string;

  @PersonField({ label: '出生日期（证件号码不含时必填）', optional: true, example: '1988-02-29' })
  birthDate?: string | null;

  @PersonField({ label: '性别（证件号码不含时必填）', optional: true, example: 'MALE' })
  sex?: string | null;
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
