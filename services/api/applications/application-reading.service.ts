import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { ApplicationFacts } from '../../../infra/database/application-facts.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import { handlingContext } from '../../../infra/database/business/business-context.js';
import { readBusinessClock, type BusinessInstant } from '../../../infra/database/business-clock.js';
import type { ApplicationRow } from '../../../infra/database/entities/application.entity.js';
import { PermitRow } from '../../../infra/database/entities/permit.entity.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { readComparison, type ComparedWith } from '../../../infra/database/business/compared-content.js';
import { scanChecksOf } from '../../../infra/database/scan-check-records.js';
import { keyset, page } from '../http/keyset.js';
import type { ListQuery } from '../http/list-query.js';
import type { ReadableAnswer } from '../personal/revealing.js';
import { renderHint, renderListItem, renderRule } from './application-rendering.js';
import { renderComparison } from './comparison-rendering.js';
import { ComparisonView } from './comparison.views.js';
import type { ApplicationPage, EligibilityView, PermitDatesView } from './application.views.js';

/** What is read about applications and changes nothing: lists, eligibility, comparison. */
@Injectable()
export class ApplicationReadingService {
  constructor(
    private readonly facts: ApplicationFacts,
    private readonly records: ApplicationRecords,
    private readonly references: ReferenceRecords,
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async list(actor: Actor, query: ListQuery): Promise<ApplicationPage> {
    const { limit, after } = keyset(query);
    const rows = await this.records.list(actor, {
      limit,
      after,
      inFlight: query.inFlight === 'true',
      openLevel: query.level ?? null,
      subject: query.subject ?? null,
      name: query.name ?? null,
    });
    const show = (row: (typeof rows)[number]) => renderListItem(row, this.personalData);
    return page(rows, limit, (row) => [row.created_at, row.id], show);
  }

  async comparison(actor: Actor, id: string, against: ComparedWith): Promise<ComparisonView> {
    const application = await this.records.inScope(actor, id);
    const { manager } = this.dataSource;
    const comparison = await readComparison(manager, this.personalData, application, against);
    const hashes = comparison.newFiles.map(({ sha256 }) => sha256);
    const holdsClaim = await this.records.holdsClaim(actor, id);
    return renderComparison(holdsClaim, against, comparison, await scanChecksOf(manager, hashes));
  }

  /** What a reveal may also show, beside the application itself; nothing where no comparison is asked for. */
  async readableComparison(
    actor: Actor,
    id: string,
    against: ComparedWith | null | undefined,
  ): Promise<ReadableAnswer[]> {
    if (against === null || against === undefined) return [];
    return [{ at: '/comparison', view: ComparisonView, answer: await this.comparison(actor, id, against) }];
  }

  async eligibility(actor: Actor, id: string): Promise<EligibilityView> {
    const application = await this.records.inScope(actor, id);
    const { manager } = this.dataSource;
    const now = await readBusinessClock(manager);
    const { rules, hints } = await this.facts.eligibility({ manager, now }, application);
    return {
      eligible: rules.every((rule) => rule.result === 'PASS'),
      dates: await this.datesOf(application, now),
      rules: rules.map(renderRule),
      hints: hints.map((hint) => renderHint(hint.code)),
    };
  }

  /** The window by which the rules judge. */
  private async datesOf(application: ApplicationRow, now: BusinessInstant): Promise<PermitDatesView | null> {
    if (application.permitId === null) return null;
    const { manager } = this.dataSource;
    const permit = await manager.findOneByOrFail(PermitRow, { id: application.permitId });
    const reading = { manager, now };
    const { windowOf } = await handlingContext(reading, this.references, this.personalData, application);
    return { validUntil: permit.validUntil, ...(await windowOf(permit)) };
  }
}
