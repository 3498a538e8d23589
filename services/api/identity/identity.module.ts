import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Environment } from '../../../infra/config/environment.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { CaptchaRecords } from '../../../infra/database/captcha-records.js';
import { InvitationRecords } from '../../../infra/database/invitation-records.js';
import { MemberRecords } from '../../../infra/database/member-records.js';
import { SecondFactorRecords } from '../../../infra/database/second-factor-records.js';
import { SignInGuesses } from '../../../infra/database/sign-in-guesses.js';
import { identityVerifierFor } from '../../../infra/identity/identity-verifier.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { CaptchaService } from './captcha.service.js';
import { InvitationsService } from './invitations.service.js';
import { MembersController } from './members.controller.js';
import { MemberAccess } from './member-access.js';
import { MembersService } from './members.service.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnAccountService } from './own-account.service.js';
import { OwnPasswordService } from './own-password.service.js';
import { PasswordGate } from './password-gate.js';
import { RecoveryCodesService } from './recovery-codes.service.js';
import { WaysIn } from './ways-in.js';
import { ProgramTokensService } from './program-tokens.service.js';
import { IDENTITY_VERIFIER, RegistrationService } from './registration.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionEntry } from './session-entry.js';
import { SessionsController } from './sessions.controller.js';
import { SignInService } from './sign-in.service.js';
import { TrialCaptchaController } from './trial-captcha.controller.js';

const overDatabase = <T>(records: new (source: DataSource, personalData: PersonalData) => T) => ({
  provide: records,
  useFactory: (source: DataSource, personalData: PersonalData): T => new records(source, personalData),
  inject: [DataSource, PersonalData],
});

/** Accounts, sessions and the ways in; what only trial mode has is absent from production by construction. */
@Module({})
export class IdentityModule {
  static with({ mode }: Environment): DynamicModule {
    return {
      module: IdentityModule,
      controllers: [
        SessionsController,
        MembersController,
        OwnAccountController,
        ...(mode === 'trial' ? [TrialCaptchaController] : []),
      ],
      providers: [
        overDatabase(AccountRecords),
        overDatabase(CaptchaRecords),
        overDatabase(InvitationRecords),
        overDatabase(MemberRecords),
        overDatabase(SignInGuesses),
        {
          provide: SecondFactorRecords,
          useFactory: (personalData: PersonalData) => new SecondFactorRecords(personalData),
          inject: [PersonalData],
        },
        { provide: IDENTITY_VERIFIER, useValue: identityVerifierFor(mode) },
        CaptchaService,
        SessionEntry,
        PasswordGate,
        SignInService,
        SecondFactorService,
        OwnAccountService,
        OwnPasswordService,
        RecoveryCodesService,
        WaysIn,
        ProgramTokensService,
        MemberAccess,
        MembersService,
        RegistrationService,
        InvitationsService,
      ],
      exports: [SessionEntry, IDENTITY_VERIFIER],
    };
  }
}
