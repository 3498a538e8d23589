import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { DataSource } from 'typeorm';
import type { Platform } from '../../infra/platform.js';
import { ApplicationsModule } from './applications/applications.module.js';
import { AssociationsModule } from './associations/associations.module.js';
import { AttachmentsModule } from './attachments/attachments.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthorityGuard } from './authority/authority.guard.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { EmployeesModule } from './employees/employees.module.js';
import { EntryModule } from './entry/entry.module.js';
import { HelpModule } from './help/help.module.js';
import { HistoricalModule } from './historical/historical.module.js';
import { HomeModule } from './home/home.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestMeasure } from './http/request-measure.interceptor.js';
import { createValidationPipe } from './http/validation.js';
import { Callers } from './identity/callers.js';
import { IdentityModule } from './identity/identity.module.js';
import { SessionCarriage } from './identity/session-carriage.js';
import { InfrastructureModule } from './infrastructure.module.js';
import { LiveStatusModule } from './live-status/live-status.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OutagesModule } from './outages/outages.module.js';
import { PermitsModule } from './permits/permits.module.js';
import { AnswerMasking } from './personal/answer-masking.interceptor.js';
import { PersonalModule } from './personal/personal.module.js';
import { PersonalDataModule } from './personal-data/personal-data.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { RestrictionsModule } from './restrictions/restrictions.module.js';
import { ReviewModule } from './review/review.module.js';
import { TalentServicesModule } from './talent-services/talent-services.module.js';
import { UnitsModule } from './units/units.module.js';
import { WorkResidenceModule } from './work-residence/work-residence.module.js';

/** The API: one module per capability over the shared infrastructure. */
@Module({})
export class AppModule {
  static with(platform: Platform): DynamicModule {
    const identity = IdentityModule.with(platform.environment);
    return {
      module: AppModule,
      imports: [
        InfrastructureModule.with(platform),
        PersonalModule,
        UnitsModule,
        EmployeesModule,
        AssociationsModule,
        AttachmentsModule,
        ApplicationsModule,
        HistoricalModule,
        ReviewModule,
        CorrectionsModule,
        DocumentsModule,
        PermitsModule,
        CalendarModule,
        OutagesModule,
        PoliciesModule,
        WorkResidenceModule,
        NoticesModule,
        RestrictionsModule,
        TalentServicesModule,
        HomeModule,
        HelpModule,
        LiveStatusModule,
        AuditModule,
        PersonalDataModule,
        identity,
        EntryModule.with(platform.environment, identity),
        OperationsModule.with(platform.environment),
      ],
      providers: [
        Callers,
        { provide: APP_GUARD, useClass: AuthorityGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: createValidationPipe, inject: [DataSource] },
        { provide: APP_INTERCEPTOR, useClass: RequestMeasure },
        { provide: APP_INTERCEPTOR, useClass: SessionCarriage },
        { provide: APP_INTERCEPTOR, useClass: AnswerMasking },
      ],
    };
  }
}
