import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { associationRequest } from '../../../domain/employee/association-checks.js';
import { isAssociationOpen } from '../../../domain/employee/association-lifecycle.js';
import {
  associationInScope,
  ownAssociations,
  readAssociation,
} from '../../../infra/database/association-lists.js';
import {
  lockAssociation,
  lockPerson,
  openAssociation,
  pendingAssociation,
  readRequestFacts,
  recordAssociationTransition,
} from '../../../infra/database/association-records.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { renderOwnAssociation } from './association-rendering.js';
import type { OwnAssociationsView, OwnAssociationView } from './association.views.js';

/** The link as its employee asks for it (domain.md §4.4). */
@Injectable()
export class OwnAssociationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
  ) {}

  async request(request: FactRequest, code: string): Promise<OwnAssociationView> {
    const id = await this.facts.run(request, (context) => requestAssociation(context, code));
    return renderOwnAssociation(await readAssociation(this.dataSource.manager, id));
  }

  async withdraw(request: FactRequest, id: string): Promise<OwnAssociationView> {
    await associationInScope(this.dataSource.manager, request.actor, id);
    await this.facts.run(request, async (context) => {
      const association = await lockAssociation(context.manager, id);
      await recordAssociationTransition(context, association, 'withdraw');
      const { unitId } = association;
      await keepStandingNotices(context.manager, context.now, [{ unitId, isNews: false }]);
      return id;
    });
    return renderOwnAssociation(await readAssociation(this.dataSource.manager, id));
  }

  async mine(actor: Actor): Promise<OwnAssociationsView> {
    const rows = await ownAssociations(this.dataSource.manager, actor);
    const current = rows.find(({ status }) => isAssociationOpen(status)) ?? null;
    return {
      current: current && renderOwnAssociation(current),
      history: rows.filter((row) => row !== current).map(renderOwnAssociation),
    };
  }
}

/** A request to another unit takes back the one that is open (AC-41). */
async function requestAssociation(context: FactContext, code: string): Promise<string> {
  const { manager, now, actor } = context;
  if (actor.employeeId === null) throw Refused.because('FORBIDDEN_ACTION');
  const employee = await lockPerson(manager, actor.employeeId);
  const { facts, unit } = await readRequestFacts(manager, employee, code);
  accepted(associationRequest(facts));
  if (unit === null) throw Refused.because('ASSOC_CODE_INVALID');
  const pending = await pendingAssociation(manager, employee.id);
  if (pending !== null) {
    if (pending.unitId === unit.id) throw Refused.because('STATE_NOT_ALLOWED', { status: pending.status });
    await recordAssociationTransition(context, pending, 'chooseAnotherUnit');
  }
  const id = await openAssociation(context, employee.id, unit.id);
  const left = pending === null ? [] : [{ unitId: pending.unitId, isNews: false }];
  await keepStandingNotices(manager, now, [...left, { unitId: unit.id, isNews: true }]);
  return id;
}
