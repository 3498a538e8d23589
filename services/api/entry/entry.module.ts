import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Environment } from '../../../infra/config/environment.js';
import { ChallengeRecords } from '../../../infra/database/challenge-records.js';
import { TicketRecords } from '../../../infra/database/ticket-records.js';
import { TrialAuthorityRecords } from '../../../infra/database/trial-authority-records.js';
import { UnitAuthorizationRecords } from '../../../infra/database/unit-authorization-records.js';
import { UnitEntryRecords } from '../../../infra/database/unit-entry-records.js';
import { CertificateJudge } from '../../../infra/identity/certificates/certificate-judge.js';
import { Sm2Thread } from '../../../infra/identity/certificates/sm2-thread.js';
import { PemTrustSource, readTrustedPem } from '../../../infra/identity/certificates/trust-source.js';
import { IdentityProviders } from '../../../infra/identity/identity-provider.js';
import { TrialIdentityProvider } from '../../../infra/identity/trial/trial-provider.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { AuthorizationsController } from './authorizations.controller.js';
import { AuthorizationsService } from './authorizations.service.js';
import { CertificateEntryService, TRUST_SOURCE } from './certificate-entry.service.js';
import { EntryDesk } from './entry-desk.js';
import { EntryController } from './entry.controller.js';
import { TicketStreams } from './ticket-streams.js';
import { TicketsService } from './tickets.service.js';
import { TrialWalletController } from './trial-wallet.controller.js';
import { TrialWalletPageController } from './trial-wallet-page.controller.js';
import { TrialWalletService } from './trial-wallet.service.js';

const overDatabase = <T>(records: new (source: DataSource, personalData: PersonalData) => T) => ({
  provide: records,
  useFactory: (source: DataSource, personalData: PersonalData): T => new records(source, personalData),
  inject: [DataSource, PersonalData],
});

/** Every way in but the password (domain.md §12); the wallet that plays key and phones is absent from production. */
@Module({})
export class EntryModule {
  static with(environment: Environment, identity: DynamicModule): DynamicModule {
    const isTrial = environment.mode === 'trial';
    return {
      module: EntryModule,
      imports: [identity],
      controllers: [
        EntryController,
        AuthorizationsController,
        ...(isTrial ? [TrialWalletController, TrialWalletPageController] : []),
      ],
      providers: [
        overDatabase(ChallengeRecords),
        overDatabase(TicketRecords),
        overDatabase(UnitAuthorizationRecords),
        {
          provide: UnitEntryRecords,
          useFactory: (personalData: PersonalData) => new UnitEntryRecords(personalData),
          inject: [PersonalData],
        },
        { provide: Sm2Thread, useClass: Sm2Thread },
        {
          provide: CertificateJudge,
          useFactory: (sm2: Sm2Thread) => new CertificateJudge(sm2),
          inject: [Sm2Thread],
        },
        ...(isTrial ? trialSources(environment) : productionSources(environment)),
        EntryDesk,
        CertificateEntryService,
        TicketsService,
        TicketStreams,
        AuthorizationsService,
      ],
    };
  }
}

/** No provider speaks for the phones until an adapter for a real one stands here. */
function productionSources({ trustedAuthorities }: Environment): Provider[] {
  const read = (): Promise<string | null> =>
    trustedAuthorities === null ? Promise.resolve(null) : readTrustedPem(trustedAuthorities);
  return [
    { provide: IdentityProviders, useValue: new IdentityProviders([]) },
    {
      provide: TRUST_SOURCE,
      useFactory: (sm2: Sm2Thread) => new PemTrustSource(read, sm2),
      inject: [Sm2Thread],
    },
  ];
}

/** The test authority of this installation, and real ones beside it where they are configured. */
function trialSources({ trustedAuthorities, api }: Environment): Provider[] {
  return [
    overDatabase(TrialAuthorityRecords),
    TrialWalletService,
    {
      provide: TRUST_SOURCE,
      useFactory: (trial: TrialAuthorityRecords, sm2: Sm2Thread) =>
        new PemTrustSource(async () => {
          const own = await trial.trustedPem();
          return trustedAuthorities === null ? own : `${own}\n${await readTrustedPem(trustedAuthorities)}`;
        }, sm2),
      inject: [TrialAuthorityRecords, Sm2Thread],
    },
    {
      provide: TrialIdentityProvider,
      useFactory: (trial: TrialAuthorityRecords) =>
        new TrialIdentityProvider(() => trial.providerKey(), new URL(api.publicUrl).origin),
      inject: [TrialAuthorityRecords],
    },
    {
      provide: IdentityProviders,
      useFactory: (provider: TrialIdentityProvider) => new IdentityProviders([provider]),
      inject: [TrialIdentityProvider],
    },
  ];
}
