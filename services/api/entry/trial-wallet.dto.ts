import { ApiProperty } from '@nestjs/swagger';
import {
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from '../../../domain/identity/certificate-sign-in.js';
import { ENTRANT_ROLES, type EntrantRole } from '../../../domain/identity/entrant.js';
import { ID_TYPE_LABELS, type IdType } from '../../../domain/identity/id-number.js';
import { QR_METHODS, type QrMethod } from '../../../domain/identity/login-method.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { TRIAL_CONDITIONS, type TrialCondition } from '../../../infra/identity/trial/trial-authority.js';
import { ChoiceField, ParsedField, PartField, TextField } from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { IdNumberOf } from '../http/id-number-field.js';

export class WalletSignatureDto {
  @ParsedField({ label: '统一社会信用代码', parse: parseUscc, example: '91110108MA01C2D36P' })
  uscc!: string;

  @TextField({ label: '单位名称', max: 60, example: '北京云程信息技术有限公司' })
  unitName!: string;

  @ChoiceField({ label: '签名算法', of: Object.keys(SIGNATURE_ALGORITHMS), example: 'SM2_SM3' })
  algorithm!: SignatureAlgorithm;

  @ChoiceField({ label: '证书情况', of: Object.keys(TRIAL_CONDITIONS), example: 'GOOD' })
  condition!: TrialCondition;

  @TextField({ label: 'PIN', max: 16, example: '123456' })
  pin!: string;

  @TextField({ label: '待签名文本', max: 2000, example: '人才业务办理平台 证书登录' })
  text!: string;
}

@Dated()
export class WalletIdentityDto {
  @ParsedField({ label: '统一社会信用代码', parse: parseUscc, example: '91110108MA01C2D36P' })
  uscc!: string;

  @TextField({ label: '单位名称', max: 100, example: '北京云程信息技术有限公司' })
  unitName!: string;

  @TextField({ label: '姓名', max: 50, example: '王静' })
  personName!: string;

  @ChoiceField({ label: '证件类型', of: Object.keys(ID_TYPE_LABELS), example: 'RESIDENT_ID' })
  idType!: IdType;

  @IdNumberOf('idType', { label: '证件号码', example: '11010519491231002X' })
  idNo!: string;

  @ChoiceField({ label: '身份', of: Object.keys(ENTRANT_ROLES), example: 'OPERATOR' })
  role!: EntrantRole;
}

@Dated()
export class WalletMessageDto {
  @ChoiceField({ label: '动作', of: ['SCANNED', 'CONFIRMED'], example: 'SCANNED' })
  kind!: 'SCANNED' | 'CONFIRMED';

  @ChoiceField({ label: '登录方式', of: QR_METHODS, example: 'CERT_QR' })
  method!: QrMethod;

  @TextField({ label: '二维码的内容', max: 200, example: 'juzheng-trial:abc' })
  qrText!: string;

  @TextField({ label: '手机', max: 64, example: 'phone-1' })
  phone!: string;

  @TextField({ label: '屏幕上的两位数字（确认时必填）', max: 2, optional: true, example: '07' })
  number?: string;

  @ApiProperty({ type: WalletIdentityDto, required: false })
  @PartField({ label: '身份（确认时必填）', of: () => WalletIdentityDto, optional: true })
  identity?: WalletIdentityDto;
}
