import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SlotChange } from '../../../domain/attachment/catalogue-change.js';
import { ATTACHMENT_CODES, DEFAULT_CATALOGUE } from '../../../domain/attachment/catalogue.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { knownDate } from '../../../domain/calendar/plain-date.js';
import {
  listCatalogueVersions,
  publishCatalogue,
  readCatalogueVersion,
  type CatalogueVersionRecord,
} from '../../../infra/database/attachment-catalogue.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import type {
  CatalogueVersionsView,
  CatalogueVersionView,
  PublishCatalogueDto,
  SlotChangeDto,
} from './catalogue.dto.js';

/** 附件目录 by department and version (domain.md §8). */
@Injectable()
export class CatalogueService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
  ) {}

  async publish(request: FactRequest, body: PublishCatalogueDto): Promise<CatalogueVersionView> {
    const id = await this.facts.run(request, (context) => {
      const publication = {
        departmentId: body.departmentId ?? null,
        effectiveFrom: knownDate(body.effectiveFrom),
        reason: body.reason,
        slots: body.slots.map(slotChange),
      };
      return publishCatalogue(context, publication);
    });
    return renderVersion(await readCatalogueVersion(this.dataSource.manager, id));
  }

  /** A department's administrator reads his department's and the city's. */
  async list(actor: Actor, departmentId: string | null): Promise<CatalogueVersionsView> {
    const asked = actor.role === 'DEPARTMENT_ADMIN' ? actor.departmentId : departmentId;
    const rows = await listCatalogueVersions(this.dataSource.manager, asked);
    return { items: rows.map(renderVersion) };
  }
}

function slotChange(dto: SlotChangeDto): SlotChange {
  const { code, minFiles, maxFiles, maxBytes, hintText, requiredFor } = dto;
  return {
    code,
    ...(isGiven(minFiles) && { minFiles }),
    ...(isGiven(maxFiles) && { maxFiles }),
    ...(isGiven(maxBytes) && { maxBytes }),
    ...(isGiven(hintText) && { hintText }),
    ...(isGiven(requiredFor) && {
      requiredFor: requiredFor.map(({ purpose, condition }) => ({ purpose, condition })),
    }),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function renderVersion(row: CatalogueVersionRecord): CatalogueVersionView {
  const slots = { ...DEFAULT_CATALOGUE, ...row.slots };
  return {
    version: row.version,
    departmentId: row.department_id,
    departmentName: row.department_name,
    effectiveFrom: row.effective_from,
    reason: row.reason,
    publishedAt: row.published_at.toISOString(),
    publishedByName: row.published_by_name,
    slots: ATTACHMENT_CODES.map((code) => {
      const { requiredFor, ...slot } = slots[code];
      const requirements = Object.entries(requiredFor);
      return {
        code,
        ...slot,
        requiredFor: requirements.map(([purpose, condition]) => ({ purpose, condition })),
      };
    }),
  };
}
