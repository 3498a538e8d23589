import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { PermitCancellation } from '../../../infra/database/permit-cancellation.js';
import { PermitRecords } from '../../../infra/database/permit-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { keyset, page } from '../http/keyset.js';
import type { CancelPermitDto, PermitQuery } from './permit.dto.js';
import { renderListedPermit, renderPermit } from './permit-rendering.js';
import type { PermitList, PermitListItem, PermitPage } from './permit.views.js';

/** Permits as holders and departments see them, and their end by a department (domain.md §4.6, S-18, S-19). */
@Injectable()
export class PermitsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly permits: PermitRecords,
    private readonly cancellation: PermitCancellation,
    private readonly personalData: PersonalData,
  ) {}

  async mine({ employeeId }: Actor): Promise<PermitList> {
    return { items: employeeId === null ? [] : (await this.permits.ofPerson(employeeId)).map(renderPermit) };
  }

  async list(actor: Actor, query: PermitQuery): Promise<PermitPage> {
    const { limit, after } = keyset(query);
    const filter = { limit, after, name: query.name ?? null, permitNo: query.permitNo ?? null };
    const rows = await this.permits.list(actor, filter);
    const { epochMs } = await readBusinessClock(this.dataSource.manager);
    const show = (row: (typeof rows)[number]) => renderListedPermit(row, this.personalData, epochMs);
    return page(rows, limit, (row) => [row.created_at, row.id], show);
  }

  async cancel(
    request: FactRequest,
    id: string,
    { reason, remark }: CancelPermitDto,
  ): Promise<PermitListItem> {
    await this.permits.supervised(request.actor, id);
    await this.facts.run(request, (context) => this.cancellation.cancel(context, id, reason, remark ?? null));
    const { epochMs } = await readBusinessClock(this.dataSource.manager);
    return renderListedPermit(await this.permits.supervised(request.actor, id), this.personalData, epochMs);
  }
}
