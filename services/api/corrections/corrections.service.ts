import { Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import {
  correctionInScope,
  correctionScan,
  listCorrections,
  readCorrection,
} from '../../../infra/database/identity-correction-records.js';
import { IdentityCorrections } from '../../../infra/database/identity-corrections.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { FileViewing } from '../attachments/file-viewing.service.js';
import { keyset, page } from '../http/keyset.js';
import { statedPerson } from '../identity/stated-person.js';
import type { RevealDto } from '../personal/reveal.dto.js';
import type { RevealedView } from '../personal/reveal.views.js';
import { Revealing } from '../personal/revealing.js';
import type { CorrectionDecisionDto, CorrectionDto, CorrectionQuery } from './correction.dto.js';
import { renderCorrection } from './correction-rendering.js';
import { CorrectionView, type CorrectionPage } from './correction.views.js';

/** 身份信息更正 (ADR 15): asked for by the person, decided by a department. */
@Injectable()
export class CorrectionsService {
  private readonly corrections: IdentityCorrections;

  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly personalData: PersonalData,
    private readonly viewing: FileViewing,
    private readonly revealing: Revealing,
  ) {
    this.corrections = new IdentityCorrections(personalData);
  }

  async request(request: FactRequest, body: CorrectionDto): Promise<CorrectionView> {
    const proposed = await statedPerson(this.dataSource.manager, body);
    const id = await this.facts.run(request, (context) =>
      this.corrections.request(context, proposed, body.reason ?? ''),
    );
    return this.read(request.actor, id);
  }

  async withdraw(request: FactRequest, id: string): Promise<CorrectionView> {
    await correctionInScope(this.dataSource.manager, request.actor, id);
    await this.facts.run(request, (context) => this.corrections.withdraw(context, id));
    return this.read(request.actor, id);
  }

  async decide(
    request: FactRequest,
    id: string,
    { outcome, opinion }: CorrectionDecisionDto,
  ): Promise<CorrectionView> {
    await correctionInScope(this.dataSource.manager, request.actor, id);
    await this.facts.run(request, (context) => this.corrections.decide(context, id, outcome, opinion ?? ''));
    return this.read(request.actor, id);
  }

  async reveal(request: FactRequest, id: string, body: RevealDto): Promise<RevealedView> {
    const answer = await this.read(request.actor, id);
    const readable = [{ at: '', view: CorrectionView, answer } as const];
    return this.revealing.reveal(request, body, readable, (context, revealed) =>
      this.corrections.reveal(context, id, revealed),
    );
  }

  async list(actor: Actor, query: CorrectionQuery): Promise<CorrectionPage> {
    const { limit, after } = keyset(query);
    const filter = { limit, after, status: query.status ?? null };
    const rows = await listCorrections(this.dataSource.manager, actor, filter);
    return page(
      rows,
      limit,
      (row) => [row.created_at, row.id],
      (row) => renderCorrection(actor, row, this.personalData),
    );
  }

  async read(actor: Actor, id: string): Promise<CorrectionView> {
    const row = await readCorrection(this.dataSource.manager, actor, id);
    return renderCorrection(actor, row, this.personalData);
  }

  async scan(actor: Actor, id: string): Promise<StreamableFile> {
    return this.viewing.viewKept(actor, await correctionScan(this.dataSource.manager, actor, id));
  }
}
