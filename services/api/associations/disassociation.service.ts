import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { shanghaiDateOf } from '../../../domain/calendar/instant.js';
import { knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import { unitMayAnswerUntil } from '../../../domain/employee/release.js';
import { AssociationFacts } from '../../../infra/database/association-facts.js';
import {
  associationInScope,
  readAssociation,
  unansweredReleases,
  type AssociationListRow,
} from '../../../infra/database/association-lists.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { keyset, page } from '../http/keyset.js';
import type { PageQuery } from '../http/page-query.js';
import { renderAssociation, renderOwnAssociation, renderRelease } from './association-rendering.js';
import type { AssociationView, OwnAssociationView, ReleasePage, ReleaseView } from './association.views.js';
import type { TerminationByDepartmentDto, TerminationDto } from './disassociation.dto.js';

/** The end of a link: by the unit, asked for by the employee, by the department in the unit's place (domain.md §4.4). */
@Injectable()
export class DisassociationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly associations: AssociationFacts,
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
  ) {}

  async end(request: FactRequest, id: string, body: TerminationDto): Promise<AssociationView> {
    const { manager } = this.dataSource;
    await associationInScope(manager, request.actor, id);
    const terms = { endReason: body.endReason, remark: textOf(body.remark), ...leavingTerms(body) };
    await this.facts.run(request, (context) =>
      this.associations.end(context, id, dateOf(body.leaveDate), terms),
    );
    const { epochMs } = await readBusinessClock(manager);
    return renderAssociation(await readAssociation(manager, id), this.personalData, epochMs);
  }

  async requestRelease(
    request: FactRequest,
    leaveDate: string | null | undefined,
  ): Promise<OwnAssociationView> {
    const id = await this.facts.run(request, (context) =>
      this.associations.requestRelease(context, dateOf(leaveDate)),
    );
    return renderOwnAssociation(await readAssociation(this.dataSource.manager, id));
  }

  async releases(actor: Actor, query: PageQuery): Promise<ReleasePage> {
    const { limit, after } = keyset(query);
    const rows = await unansweredReleases(this.dataSource.manager, actor, { limit, after });
    const show = await this.releaseRendering(actor.departmentId);
    return page(rows, limit, (row) => [row.release_requested_at ?? row.requested_at, row.id], show);
  }

  async endForUnit(request: FactRequest, id: string, body: TerminationByDepartmentDto): Promise<ReleaseView> {
    const { manager } = this.dataSource;
    await associationInScope(manager, request.actor, id);
    await this.facts.run(request, (context) =>
      this.associations.endForUnit(context, id, textOf(body.reason), leavingTerms(body)),
    );
    const show = await this.releaseRendering(request.actor.departmentId);
    return show(await readAssociation(manager, id));
  }

  private async releaseRendering(
    departmentId: string | null,
  ): Promise<(row: AssociationListRow) => ReleaseView> {
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    const calendar = await this.references.calendarInForce(manager);
    const policy = await this.references.policyInForce(manager, { departmentId });
    return (row) => {
      const requestedAt = row.release_requested_at;
      const requestedOn = requestedAt === null ? null : shanghaiDateOf(requestedAt.getTime());
      const until = requestedOn && unitMayAnswerUntil(requestedOn, calendar, policy);
      return renderRelease(row, this.personalData, until, today);
    };
  }
}

function leavingTerms({ endApplications, waiveRenewal, waiverReason }: TerminationByDepartmentDto) {
  return {
    endsApplications: endApplications ?? false,
    renewalWaiver: waiveRenewal === true ? textOf(waiverReason) : null,
  };
}

function textOf(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function dateOf(text: string | null | undefined): PlainDate | null {
  return text === undefined || text === null ? null : knownDate(text);
}
