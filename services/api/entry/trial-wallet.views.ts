import { ApiProperty } from '@nestjs/swagger';
import { SIGNATURE_ALGORITHMS } from '../../../domain/identity/certificate-sign-in.js';
import { QR_METHODS } from '../../../domain/identity/login-method.js';

export class WalletUnitView {
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '单位名称' }) name!: string;
  @ApiProperty({ description: '适用的扫码方式', enum: QR_METHODS, isArray: true }) methods!: string[];
}

export class WalletSignatureView {
  @ApiProperty({ description: '试用证书（DER 的 Base64）' }) certificate!: string;
  @ApiProperty({ description: '中间证书', type: String, isArray: true }) chain!: string[];
  @ApiProperty({ description: '签名算法', enum: Object.keys(SIGNATURE_ALGORITHMS) }) algorithm!: string;
  @ApiProperty({ description: '签名（Base64）' }) signature!: string;
}

export class WalletMessageView {
  @ApiProperty({ description: '身份认证方' }) provider!: string;
  @ApiProperty({ description: '身份认证方的消息' }) message!: string;
}
