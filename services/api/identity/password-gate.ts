import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { judgeGuess } from '../../../domain/identity/sign-in.js';
import type { Policy } from '../../../domain/policy.js';
import type { Refusal } from '../../../domain/refusal.js';
import type { KnownAccount } from '../../../infra/database/account-records.js';
import { SessionRecords } from '../../../infra/database/session-records.js';
import { SignInGuesses } from '../../../infra/database/sign-in-guesses.js';
import { hashPassword, passwordMatches } from '../../../infra/identity/password.js';
import { askingDevice } from '../http/asking-device.js';
import { RequestLimits } from '../limits/request-limits.js';

export interface PasswordGuess {
  /** As it is stored, whether or not anybody has it. */
  readonly userName: string;
  readonly account: KnownAccount | null;
  readonly password: string;
  readonly ip: string;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Looks at a password only after network and account have been asked whether another guess is allowed. */
@Injectable()
export class PasswordGate {
  /** Compared in the place of an unknown account's, so that both take the same time. */
  private readonly nobodysPassword = hashPassword(randomUUID());

  constructor(
    private readonly dataSource: DataSource,
    private readonly guesses: SignInGuesses,
    private readonly limits: RequestLimits,
    private readonly sessions: SessionRecords,
  ) {}

  /** Null: it is the account's, which is not disabled. `RATE_LIMITED` leaves by itself. */
  async judge({ userName, account, password, ip }: PasswordGuess, policy: Policy): Promise<Refusal | null> {
    await this.limits.admitPassword(ip);
    const device = askingDevice();
    const isKnown = await this.sessions.isKnownDevice(account?.actor.accountId ?? NOBODY, device.id);
    const guess = await this.guesses.admitPassword(userName, isKnown ? device.id : null, policy);
    if (guess.refusal !== null) return guess.refusal;
    const matches = await passwordMatches(account?.passwordHash ?? (await this.nobodysPassword), password);
    const isRight = matches && account !== null;
    if (isRight) {
      await this.guesses.forget(this.dataSource.manager, guess);
      await this.limits.forgivePassword(ip);
    }
    return judgeGuess({ isRight, disabled: account?.disabled ?? false }, guess.count, guess.wallMs);
  }
}
