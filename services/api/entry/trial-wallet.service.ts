import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { fitsUnit } from '../../../domain/identity/login-method.js';
import { Refused } from '../../../infra/database/refused.js';
import { TrialAuthorityRecords } from '../../../infra/database/trial-authority-records.js';
import { signAsUnit } from '../../../infra/identity/trial/trial-authority.js';
import { codeOf, TrialIdentityProvider } from '../../../infra/identity/trial/trial-provider.js';
import type { WalletMessageDto, WalletSignatureDto } from './trial-wallet.dto.js';
import type { WalletMessageView, WalletSignatureView, WalletUnitView } from './trial-wallet.views.js';

/** Printed on the page: it protects nothing. */
const PIN = '123456';
const MOST_UNITS = 50;

/** The trial wallet: what a USB key and the apps of the phones would say, signed by this installation's test authority. */
@Injectable()
export class TrialWalletService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly authority: TrialAuthorityRecords,
    private readonly provider: TrialIdentityProvider,
  ) {}

  async units(): Promise<WalletUnitView[]> {
    const rows = await this.dataSource.query<{ uscc: string; name: string }[]>(
      'select uscc, name from unit order by created_at, uscc limit $1',
      [MOST_UNITS],
    );
    return rows.map(({ uscc, name }) => ({
      uscc,
      name,
      methods: (['CERT_QR', 'E_LICENCE', 'INSTITUTION_CERT'] as const).filter((each) => fitsUnit(each, uscc)),
    }));
  }

  async sign({ uscc, unitName, pin, ...asked }: WalletSignatureDto): Promise<WalletSignatureView> {
    if (pin !== PIN) throw Refused.because('VALIDATION_FAILED', { detail: 'PIN 错误' }, '/pin');
    const now = await this.wallTime();
    const signed = signAsUnit(await this.authority.keys(), { uscc, name: unitName }, asked, now);
    return {
      certificate: signed.certificate.toString('base64'),
      chain: signed.chain.map((each) => each.toString('base64')),
      algorithm: signed.algorithm,
      signature: signed.signature.toString('base64'),
    };
  }

  async say(body: WalletMessageDto): Promise<WalletMessageView> {
    const { kind, method, qrText, phone, number, identity } = body;
    const code = codeOf(qrText);
    if (code === null) throw Refused.because('VALIDATION_FAILED', { detail: '不是试用二维码' }, '/qrText');
    if (kind === 'SCANNED') return this.said(await this.provider.say({ kind, method, code, phone }));
    if (identity === undefined || identity === null || number === undefined) {
      throw Refused.because('VALIDATION_FAILED', { detail: '确认时须填写身份和数字' }, '/identity');
    }
    const at = (await this.wallTime()).toISOString();
    const vouched = { ...identity, method, authLevel: 'TRIAL', at };
    return this.said(await this.provider.say({ kind, code, phone, number, identity: vouched }));
  }

  private said(message: string): WalletMessageView {
    return { provider: this.provider.name, message };
  }

  private async wallTime(): Promise<Date> {
    const [row] = await this.dataSource.query<[{ now: Date }]>('select clock_timestamp() as now');
    return row.now;
  }
}
