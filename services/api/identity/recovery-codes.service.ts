import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { SecondFactorRecords } from '../../../infra/database/second-factor-records.js';
import { SignInGuesses } from '../../../infra/database/sign-in-guesses.js';
import type { RecoveryCodesView } from './own-account.views.js';

/** New recovery codes in the place of the old ones, for who shows a code of his app now. */
@Injectable()
export class RecoveryCodesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secondFactors: SecondFactorRecords,
    private readonly guesses: SignInGuesses,
    private readonly references: ReferenceRecords,
  ) {}

  /** Guesses count like those of a sign-in. Nothing shows the codes again. */
  async renew(actor: Actor, code: string): Promise<RecoveryCodesView> {
    const { accountId } = actor;
    const policy = await this.references.policyInForce(this.dataSource.manager);
    const guess = await this.guesses.admitCode(accountId, policy);
    if (guess.refusal !== null) throw new Refused([guess.refusal]);
    const recoveryCodes = await this.dataSource.transaction(async (manager) => {
      if (!(await this.secondFactors.passesCode(manager, accountId, code, guess.wallMs))) {
        throw Refused.because('AUTH_SECOND_FACTOR', { detail: '验证码错误或已使用' });
      }
      const made = await this.secondFactors.renewCodes(manager, accountId);
      await recordAudit(manager, actor, await readBusinessClock(manager), {
        action: 'secondFactor.renewCodes',
        entity: 'account',
        entityId: accountId,
      });
      return made;
    });
    await this.guesses.forget(this.dataSource.manager, guess);
    return { recoveryCodes };
  }
}
