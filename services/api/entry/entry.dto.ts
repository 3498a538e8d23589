import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, ValidateBy } from 'class-validator';
import { AUTHORIZED_ROLES, type AuthorizedRole } from '../../../domain/identity/entrant.js';
import {
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from '../../../domain/identity/certificate-sign-in.js';
import { parseMobile } from '../../../domain/identity/contact.js';
import {
  AUTHORIZED_METHODS,
  QR_METHODS,
  type AuthorizedMethod,
  type QrMethod,
} from '../../../domain/identity/login-method.js';
import { ChoiceField, ParsedField, TextField } from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { PageQuery } from '../http/page-query.js';
import { StatedIdentityDto } from '../identity/stated-identity.dto.js';

/** A certificate of a key with two names and a signature of 8192 bits is well below it. */
const MAX_BYTES = 8 * 1024;
const MAX_TEXT = Math.ceil(MAX_BYTES / 3) * 4;
const MAX_CHAIN = 3;

/** Base64 in its one form, or null. */
function parseBase64(text: string): string | null {
  return text.length <= MAX_TEXT && text !== '' && Buffer.from(text, 'base64').toString('base64') === text
    ? text
    : null;
}

export class CertificateSignatureDto {
  @ParsedField({ label: '证书（DER 的 Base64）', parse: parseBase64, example: 'MIIB' })
  certificate!: string;

  @ApiProperty({
    description: '中间证书（DER 的 Base64），不含根证书',
    type: String,
    isArray: true,
    maxItems: MAX_CHAIN,
    required: false,
    example: ['MIIB'],
  })
  @IsArray({ message: '中间证书须为列表' })
  @ArrayMaxSize(MAX_CHAIN, { message: `中间证书最多 ${MAX_CHAIN} 张` })
  @ValidateBy(
    {
      name: 'areBase64',
      validator: {
        validate: (value) =>
          Array.isArray(value) &&
          value.every((each) => typeof each === 'string' && parseBase64(each) !== null),
      },
    },
    { message: '中间证书格式不正确' },
  )
  chain: string[] = [];

  @ChoiceField({ label: '签名算法', of: Object.keys(SIGNATURE_ALGORITHMS), example: 'SM2_SM3' })
  algorithm!: SignatureAlgorithm;

  @ParsedField({ label: '签名（Base64）', parse: parseBase64, example: 'MEUC' })
  signature!: string;
}

export class TicketDto {
  @ChoiceField({ label: '登录方式', of: QR_METHODS, example: 'CERT_QR' })
  method!: QrMethod;
}

export class ProviderMessageDto {
  @TextField({ label: '消息', max: 8192, example: 'eyJraW5kIjoiU0NBTk5FRCJ9.c2ln' })
  message!: string;
}

@Dated()
export class GrantDto extends StatedIdentityDto {
  @ChoiceField({ label: '登录方式', of: AUTHORIZED_METHODS, example: 'E_LICENCE' })
  method!: AuthorizedMethod;

  @ChoiceField({ label: '授权角色', of: AUTHORIZED_ROLES, example: 'UNIT_HANDLER' })
  role!: AuthorizedRole;

  @ParsedField({ label: '手机号码', parse: parseMobile, example: '13800138000' })
  mobile!: string;
}

export class RevocationDto {
  @TextField({ label: '撤销原因', max: 200, example: '人员离职' })
  reason!: string;
}

export class AuthorizationQuery extends PageQuery {
  @ChoiceField({ label: '只看有效的授权', of: ['true', 'false'], optional: true, example: 'true' })
  standing?: string;
}
