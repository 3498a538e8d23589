import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ApplicationDrafts } from '../../infra/database/application-drafts.js';
import { ApplicationFacts } from '../../infra/database/application-facts.js';
import { ApplicationRecords } from '../../infra/database/application-records.js';
import { AssociationFacts } from '../../infra/database/association-facts.js';
import { DatabaseListener } from '../../infra/database/database-listener.js';
import { DocumentRecords } from '../../infra/database/document-records.js';
import { FactTransactions } from '../../infra/database/fact-transaction.js';
import { LiveStatusRecords } from '../../infra/database/live-status-records.js';
import { PermitCancellation } from '../../infra/database/permit-cancellation.js';
import { PermitRecords } from '../../infra/database/permit-records.js';
import { ProcessWatch } from '../../infra/database/process-watch.js';
import { ProgramTokenRecords } from '../../infra/database/program-token-records.js';
import { RateBuckets } from '../../infra/database/rate-buckets.js';
import { ReferenceRecords } from '../../infra/database/reference-records.js';
import { ReviewDeskRecords } from '../../infra/database/review-desk-records.js';
import { ReviewFacts } from '../../infra/database/review-facts.js';
import { SessionRecords } from '../../infra/database/session-records.js';
import { createMetrics } from '../../infra/observability/metrics.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import type { Platform } from '../../infra/platform.js';
import { RequestLimits } from './limits/request-limits.js';
import { ENVIRONMENT, LOG, METRICS, OBJECT_STORE } from './tokens.js';

/** The connections of `openPlatform` and the records over them, for every capability. */
@Global()
@Module({})
export class InfrastructureModule {
  static with(platform: Platform): DynamicModule {
    const { dataSource, references, personalData, courier } = platform;
    const listener = new DatabaseListener(platform.environment.databaseUrl, platform.log);
    const providers = [
      { provide: ENVIRONMENT, useValue: platform.environment },
      { provide: LOG, useValue: platform.log },
      { provide: METRICS, useValue: createMetrics('api', dataSource) },
      { provide: OBJECT_STORE, useValue: platform.objectStore },
      { provide: DataSource, useValue: dataSource },
      { provide: ReferenceRecords, useValue: references },
      { provide: PersonalData, useValue: personalData },
      { provide: FactTransactions, useValue: new FactTransactions(dataSource, courier) },
      { provide: PermitCancellation, useValue: new PermitCancellation(references) },
      { provide: ApplicationDrafts, useValue: new ApplicationDrafts(references, personalData) },
      { provide: ApplicationFacts, useValue: new ApplicationFacts(references, personalData) },
      { provide: AssociationFacts, useValue: new AssociationFacts(references) },
      { provide: ApplicationRecords, useValue: new ApplicationRecords(dataSource, references, personalData) },
      { provide: DocumentRecords, useValue: new DocumentRecords(dataSource, personalData) },
      { provide: DatabaseListener, useValue: listener },
      { provide: ProcessWatch, useValue: new ProcessWatch(dataSource, listener, platform.log) },
      { provide: LiveStatusRecords, useValue: new LiveStatusRecords(dataSource) },
      { provide: PermitRecords, useValue: new PermitRecords(dataSource, references) },
      { provide: ReviewDeskRecords, useValue: new ReviewDeskRecords(dataSource) },
      { provide: ReviewFacts, useValue: new ReviewFacts(references) },
      { provide: SessionRecords, useValue: new SessionRecords(dataSource) },
      { provide: ProgramTokenRecords, useValue: new ProgramTokenRecords(dataSource, personalData) },
      {
        provide: RequestLimits,
        useValue: new RequestLimits(new RateBuckets(dataSource), platform.environment.api.rates),
      },
    ];
    return {
      module: InfrastructureModule,
      imports: [DiscoveryModule],
      providers,
      exports: [...providers.map(({ provide }) => provide), DiscoveryModule],
    };
  }
}
