import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { challengeText } from '../../../domain/identity/certificate-sign-in.js';
import type { LoginMethod } from '../../../domain/policy.js';
import { accept, refusal } from '../../../domain/refusal.js';
import type { Environment } from '../../../infra/config/environment.js';
import { ChallengeRecords } from '../../../infra/database/challenge-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { CertificateJudge } from '../../../infra/identity/certificates/certificate-judge.js';
import { TooManyVerifications } from '../../../infra/identity/certificates/sm2-thread.js';
import type { TrustSource } from '../../../infra/identity/certificates/trust-source.js';
import { recordSignInRefusal } from '../identity/sign-in-refusal.js';
import type { SessionView } from '../identity/identity.views.js';
import { ENVIRONMENT } from '../tokens.js';
import type { CertificateSignatureDto } from './entry.dto.js';
import type { ChallengeView } from './entry.views.js';
import { EntryDesk } from './entry-desk.js';

export const TRUST_SOURCE = Symbol('TRUST_SOURCE');
const METHOD: LoginMethod = 'CERT_USBKEY';

/** 证书登录: a text of ours, signed once by the unit's key (domain.md §12). */
@Injectable()
export class CertificateEntryService implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly challenges: ChallengeRecords,
    private readonly judge: CertificateJudge,
    private readonly desk: EntryDesk,
    @Inject(TRUST_SOURCE) private readonly trust: TrustSource,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Authorities that cannot be read stop the start, not the first unit that comes. */
  async onModuleInit(): Promise<void> {
    await this.trust.current();
  }

  /** AUTH_METHOD_DISABLED where no authority is trusted. */
  async challenge(): Promise<ChallengeView> {
    if ((await this.trust.current()) === null) throw Refused.because('AUTH_METHOD_DISABLED');
    const { challenge, binding } = await this.challenges.issue();
    const { id, expiresAt } = challenge;
    return { id, text: challengeText(this.origin, challenge), binding, expiresAt };
  }

  /** The challenge is used up whatever comes of it, and what is wrong with the rest only the audit trail is told. */
  async signIn(id: string, binding: string, body: CertificateSignatureDto, ip: string): Promise<SessionView> {
    const taken = await this.challenges.take(this.dataSource.manager, id, binding);
    if (taken === null) return this.refuse(ip, { fault: 'CHALLENGE' });
    const trust = await this.trust.current();
    if (trust === null) throw Refused.because('AUTH_METHOD_DISABLED');
    const submitted = {
      certificate: Buffer.from(body.certificate, 'base64'),
      chain: body.chain.map((each) => Buffer.from(each, 'base64')),
      algorithm: body.algorithm,
      signature: Buffer.from(body.signature, 'base64'),
    };
    const judged = await this.judge
      .judge(submitted, challengeText(this.origin, taken.challenge), trust, taken.wall)
      .catch((error: unknown) => {
        throw error instanceof TooManyVerifications ? Refused.because('RATE_LIMITED') : error;
      });
    if ('fault' in judged) return this.refuse(ip, { fault: judged.fault });
    const { uscc, serial, fingerprint } = judged;
    return this.desk.admit({ method: METHOD, ip, proof: { serial, fingerprint } }, async (manager) => {
      const unit = await this.desk.unit(manager, uscc);
      return unit === null
        ? { refusal: refusal('AUTH_CERT_INVALID'), more: { fault: 'UNIT' } }
        : { unit, entrant: null, role: accept('UNIT_LEGAL') };
    });
  }

  private get origin(): string {
    return new URL(this.environment.api.publicUrl).origin;
  }

  private async refuse(ip: string, more: Readonly<Record<string, string>>): Promise<never> {
    const reason = refusal('AUTH_CERT_INVALID');
    await this.dataSource.transaction((manager: EntityManager) =>
      recordSignInRefusal(manager, null, ip, reason, { method: METHOD, ...more }),
    );
    throw new Refused([reason]);
  }
}
