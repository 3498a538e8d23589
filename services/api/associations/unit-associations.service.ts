import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { endOfDayExclusive, startOfDay } from '../../../domain/calendar/instant.js';
import { knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import { associationConfirmation } from '../../../domain/employee/association-checks.js';
import { mayReadPerson } from '../../../domain/employee/association-lifecycle.js';
import { updatedContract } from '../../../domain/employee/contract-update.js';
import { noticeText } from '../../../domain/notice/notice-catalogue.js';
import {
  applicationsInProgress,
  associationInScope,
  associationsOfUnit,
  readAssociation,
  readAssociationOf,
} from '../../../infra/database/association-lists.js';
import {
  currentContract,
  lockAssociation,
  readConfirmationFacts,
  recordAssociationTransition,
  recordContract,
  termsOf,
} from '../../../infra/database/association-records.js';
import {
  currentFilesOfSlot,
  recordFile,
  removeFile,
  type FileOwner,
} from '../../../infra/database/attachment-records.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { readPerson } from '../../../infra/database/employee-records.js';
import type { AssociationRow } from '../../../infra/database/entities/employee.entity.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { giveNotice } from '../../../infra/database/notices.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { personIndexes, personTailIndex } from '../../../infra/personal-data/person-index.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { FileIntake, type Intake } from '../attachments/file-intake.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { renderPerson } from '../employees/person-rendering.js';
import { actorOf } from '../http/actor.decorator.js';
import { keyset, page } from '../http/keyset.js';
import { ContractFormDto, type AssociationQuery } from './association.dto.js';
import { renderAssociation, renderInProgress } from './association-rendering.js';
import type { AssociationDetailView, AssociationPage, AssociationView } from './association.views.js';

type ContractScan = Intake<ContractFormDto>['file'];

/** The links of a unit: its lists, its decisions, its contracts (domain.md §4.4, S-07 … S-09). */
@Injectable()
export class UnitAssociationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly intake: FileIntake,
    private readonly personalData: PersonalData,
    private readonly references: ReferenceRecords,
  ) {}

  async list(actor: Actor, query: AssociationQuery): Promise<AssociationPage> {
    const { limit, after } = keyset(query);
    const { manager } = this.dataSource;
    const rows = await associationsOfUnit(manager, actor, {
      limit,
      after,
      statuses: query.status === undefined ? ['PENDING', 'ACTIVE'] : [query.status],
      name: query.name ?? null,
      idNo: query.idNo === undefined ? null : this.numberIndexes(query.idNo),
      requestedFrom:
        query.requestedFrom === undefined ? null : new Date(startOfDay(knownDate(query.requestedFrom))),
      requestedBefore:
        query.requestedTo === undefined ? null : new Date(endOfDayExclusive(knownDate(query.requestedTo))),
    });
    const { epochMs } = await readBusinessClock(manager);
    return page(
      rows,
      limit,
      (row) => [row.requested_at, row.id],
      (row) => renderAssociation(row, this.personalData, epochMs),
    );
  }

  async detail(actor: Actor, id: string): Promise<AssociationDetailView> {
    const { manager } = this.dataSource;
    const row = await readAssociationOf(manager, actor, id);
    accepted(mayReadPerson(row.status));
    const { epochMs } = await readBusinessClock(manager);
    return {
      ...renderAssociation(row, this.personalData, epochMs),
      person: renderPerson(await readPerson(manager, row.employee_id), this.personalData),
      applications: (await applicationsInProgress(manager, row)).map(renderInProgress),
    };
  }

  async confirm(request: AuthorizedRequest, id: string): Promise<AssociationView> {
    await associationInScope(this.dataSource.manager, actorOf(request), id);
    await this.intake.take(request, ContractFormDto, 'PDF', ({ fields, file, fact }) =>
      this.facts.run(fact, (context) => confirmAssociation(context, this.references, id, fields, file)),
    );
    return this.view(id);
  }

  async updateContract(request: AuthorizedRequest, id: string): Promise<AssociationView> {
    await associationInScope(this.dataSource.manager, actorOf(request), id);
    await this.intake.take(request, ContractFormDto, 'PDF', ({ fields, file, fact }) =>
      this.facts.run(fact, (context) => updateContract(context, id, fields, file)),
    );
    return this.view(id);
  }

  async refuse(request: FactRequest, id: string, reason: string): Promise<AssociationView> {
    await associationInScope(this.dataSource.manager, request.actor, id);
    await this.facts.run(request, async (context) => {
      if (reason === '') throw Refused.because('REASON_REQUIRED', {}, '/reason');
      const association = await lockAssociation(context.manager, id);
      await recordAssociationTransition(context, association, 'refuse', {
        ...decision(context),
        rejectReason: reason,
      });
      await tellDecision(context, 'N-07', association, noticeText('N-07', { reason }));
      return id;
    });
    return this.view(id);
  }

  private async view(id: string): Promise<AssociationView> {
    const { manager } = this.dataSource;
    const { epochMs } = await readBusinessClock(manager);
    return renderAssociation(await readAssociation(manager, id), this.personalData, epochMs);
  }

  private numberIndexes(text: string): { whole: string[]; tail: string } {
    const idNo = text.replaceAll(/\s/g, '').toUpperCase();
    const isTail = idNo.length === 4;
    return {
      whole: personIndexes(this.personalData, idNo),
      tail: isTail ? personTailIndex(this.personalData, idNo) : '',
    };
  }
}

/** ACTIVE with its contract, or every reason against it. The first of two confirmations wins (domain.md §7.4). */
async function confirmAssociation(
  context: FactContext,
  references: ReferenceRecords,
  id: string,
  form: ContractFormDto,
  scan: ContractScan,
): Promise<string> {
  const association = await lockAssociation(context.manager, id);
  const position = form.position ?? null;
  const startDate = dateOf(form.startDate);
  const endDate = dateOf(form.endDate);
  const openEnded = form.openEnded === 'true';
  const { manager, now } = context;
  const catalogue = await references.catalogueFor(manager, association.unitId, now.today);
  const judged = await readConfirmationFacts(context, association, catalogue);
  const hasContractScan = scan !== null;
  accepted(associationConfirmation({ ...judged, position, startDate, endDate, openEnded, hasContractScan }));
  if (position === null || startDate === null || scan === null)
    throw Refused.because('ASSOC_CONTRACT_REQUIRED');
  await recordAssociationTransition(context, association, 'confirm', decision(context));
  const owner: FileOwner = { kind: 'ASSOCIATION', id };
  const scanFileId = await recordFile(context, owner, 'EMP_CONTRACT', { ...scan, tag: null });
  await recordContract(context, id, { position, startDate, endDate: openEnded ? null : endDate }, scanFileId);
  const { unit_name: unit } = await readAssociation(context.manager, id);
  await tellDecision(context, 'N-06', association, noticeText('N-06', { unit }));
  return id;
}

/** A new current contract; the old one and its scan stay as history (AC-48). */
async function updateContract(
  context: FactContext,
  id: string,
  form: ContractFormDto,
  scan: ContractScan,
): Promise<string> {
  const { manager, now } = context;
  const association = await lockAssociation(manager, id);
  await recordAssociationTransition(context, association, 'updateContract');
  const current = await currentContract(manager, id);
  const update = {
    position: form.position ?? null,
    startDate: dateOf(form.startDate),
    endDate: dateOf(form.endDate),
    openEnded: form.openEnded === 'true',
    hasNewScan: scan !== null,
  };
  const before = current === null ? null : { ...termsOf(current), hasScan: current.scanFileId !== null };
  const terms = accepted(updatedContract(before, update, now.today));
  const scanFileId = scan === null ? (current?.scanFileId ?? null) : await replaceScan(context, id, scan);
  await recordContract(context, id, terms, scanFileId);
  return id;
}

async function replaceScan(
  context: FactContext,
  id: string,
  scan: NonNullable<ContractScan>,
): Promise<string> {
  const owner: FileOwner = { kind: 'ASSOCIATION', id };
  const replaced = await currentFilesOfSlot(context.manager, owner, 'EMP_CONTRACT');
  for (const file of replaced) await removeFile(context, file);
  return recordFile(context, owner, 'EMP_CONTRACT', { ...scan, tag: null });
}

async function tellDecision(
  { manager, now }: FactContext,
  code: 'N-06' | 'N-07',
  { id, unitId, employeeId }: AssociationRow,
  body: string,
): Promise<void> {
  await keepStandingNotices(manager, now, [{ unitId, isNews: false }]);
  const notice = { code, subject: id, body, businessRef: { associationId: id } };
  await giveNotice(manager, now, notice, [{ kind: 'EMPLOYEE', id: employeeId }]);
}

function decision({ now, actor }: FactContext) {
  return { decidedAt: now.at, decidedBy: actor.accountId };
}

function dateOf(text: string | undefined): PlainDate | null {
  return text === undefined ? null : knownDate(text);
}
