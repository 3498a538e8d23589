import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseInstant } from '../../../domain/calendar/instant.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import {
  listOutages,
  readOutage,
  recordOutage,
  type OutageRecord,
} from '../../../infra/database/outage-records.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { keyset, page } from '../http/keyset.js';
import type { PageQuery } from '../http/page-query.js';
import type { OutagePage, OutageView, RecordOutageDto } from './outage.dto.js';

/** 停止受理登记 (domain.md §6.2 W9). */
@Injectable()
export class OutagesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly references: ReferenceRecords,
  ) {}

  async record(request: FactRequest, { from, to, reason }: RecordOutageDto): Promise<OutageView> {
    const report = { from: instantOf(from), to: instantOf(to), reason };
    const id = await this.facts.run(request, (context) => recordOutage(context, this.references, report));
    return render(await readOutage(this.dataSource.manager, id));
  }

  async list(query: PageQuery): Promise<OutagePage> {
    const asked = keyset(query);
    const rows = await listOutages(this.dataSource.manager, asked);
    return page(rows, asked.limit, (row) => [row.recorded_at, row.id], render);
  }
}

function instantOf(text: string): Date {
  return new Date(parseInstant(text) ?? Number.NaN);
}

function render(row: OutageRecord): OutageView {
  return {
    id: row.id,
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    reason: row.reason,
    recordedAt: row.recorded_at.toISOString(),
    recordedByName: row.recorded_by_name,
    affected: row.affected,
  };
}
