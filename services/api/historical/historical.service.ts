import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { knownDate } from '../../../domain/calendar/plain-date.js';
import { attachContract } from '../../../infra/database/application-contract.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import {
  pendingHistoricalRequests,
  readHistoricalRequest,
  requestHistoricalChange,
  type HistoricalRequestItem,
} from '../../../infra/database/historical-requests.js';
import { Refused } from '../../../infra/database/refused.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { renderApplication } from '../applications/application-rendering.js';
import type { ApplicationView } from '../applications/application.views.js';
import { FileIntake } from '../attachments/file-intake.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { PastContractFormDto } from './historical.dto.js';
import type {
  HistoricalRequestList,
  HistoricalRequestView,
  OwnHistoricalRequestView,
} from './historical.views.js';

const MARK = '补办';

/** 补办变更: a skipped employer is asked, and attaches the contract of its period (domain.md §4.4, AC-106). */
@Injectable()
export class HistoricalService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly records: ApplicationRecords,
    private readonly intake: FileIntake,
    private readonly personalData: PersonalData,
  ) {}

  async request(request: FactRequest, code: string): Promise<OwnHistoricalRequestView> {
    const id = await this.facts.run(request, (context) => requestHistoricalChange(context, code));
    return renderOwn(await readHistoricalRequest(this.dataSource.manager, id));
  }

  async pending({ unitId }: Actor): Promise<HistoricalRequestList> {
    if (unitId === null) throw Refused.because('FORBIDDEN_ACTION');
    const rows = await pendingHistoricalRequests(this.dataSource.manager, unitId);
    return { items: rows.map((row) => this.render(row)) };
  }

  async attach(request: AuthorizedRequest, id: string): Promise<ApplicationView> {
    const actor = actorOf(request);
    await this.records.initiatedBy(actor, id);
    await this.intake.take(request, PastContractFormDto, 'PDF', ({ fields, file, fact }) =>
      this.facts.run(fact, (context) =>
        attachContract(context, id, {
          position: fields.position ?? null,
          startDate: fields.startDate === undefined ? null : knownDate(fields.startDate),
          endDate: fields.endDate === undefined ? null : knownDate(fields.endDate),
          scan: file,
        }),
      ),
    );
    return renderApplication(actor, await this.records.dossier(actor, id));
  }

  private render(row: HistoricalRequestItem): HistoricalRequestView {
    return {
      ...renderOwn(row),
      mark: MARK,
      employeeId: row.employee_id,
      name: row.name,
      idNo: this.personalData.open(row.id_no_sealed),
      validUntil: row.valid_until,
      applicationId: row.application_id,
    };
  }
}

function renderOwn(row: HistoricalRequestItem): OwnHistoricalRequestView {
  return {
    id: row.id,
    unitName: row.unit_name,
    permitNo: row.permit_no,
    from: row.from_day,
    to: row.to_day,
    requestedAt: row.requested_at.toISOString(),
  };
}
