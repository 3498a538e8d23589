import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { LiveStatusRecords } from '../../../infra/database/live-status-records.js';
import { NoticesService } from '../notices/notices.service.js';
import { PolicyNoticesService } from '../notices/policy-notices.service.js';
import type { HomeNewsView } from './home.views.js';
import { renderInProgressTable } from './in-progress-table.js';

/** Source: domain.md §13 AC-16. */
const POLICY_NOTICES_SHOWN = '5';
const SYSTEM_NOTICES_SHOWN = '20';
const IN_PROGRESS_SHOWN = 10;

/** What every home begins with: notices, counts, business in progress. */
@Injectable()
export class HomeNewsService {
  constructor(
    private readonly notices: NoticesService,
    private readonly policyNotices: PolicyNoticesService,
    private readonly live: LiveStatusRecords,
    private readonly applications: ApplicationRecords,
    private readonly personalData: PersonalData,
  ) {}

  async read(actor: Actor): Promise<HomeNewsView> {
    const inProgress = await this.applications.list(actor, {
      limit: IN_PROGRESS_SHOWN,
      after: null,
      inFlight: true,
      openLevel: null,
      subject: null,
      name: null,
    });
    return {
      policyNotices: await this.policyNotices.list(actor, { limit: POLICY_NOTICES_SHOWN }),
      systemNotices: await this.notices.list(actor, { limit: SYSTEM_NOTICES_SHOWN }),
      counts: await this.live.counts(actor),
      inProgress: renderInProgressTable(
        inProgress,
        IN_PROGRESS_SHOWN,
        actor.unitId !== null,
        this.personalData,
      ),
    };
  }
}
