import { Injectable } from '@nestjs/common';
import { NOTHING_DECLARED } from '../../../domain/application/declarations.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { ApplicationFacts } from '../../../infra/database/application-facts.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { ProcessWatch } from '../../../infra/database/process-watch.js';
import type { WaitPreference } from '../http/prefer.decorator.js';
import type { SubmissionDto, UnitDecisionDto } from './application.dto.js';
import { renderApplication } from './application-rendering.js';
import type { ApplicationView } from './application.views.js';

/** What applicants and units do to their applications under review; each act is one fact, each answer is read from the rows. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly transactions: FactTransactions,
    private readonly facts: ApplicationFacts,
    private readonly records: ApplicationRecords,
    private readonly watch: ProcessWatch,
  ) {}

  async submit(
    request: FactRequest,
    id: string,
    body: SubmissionDto,
    wait: WaitPreference,
  ): Promise<ApplicationView> {
    await this.records.initiatedBy(request.actor, id);
    const declared = {
      ...NOTHING_DECLARED,
      selfChecked: body.selfChecked ?? false,
      verifiedOnEmployeeSide: body.verifiedOnEmployeeSide ?? false,
      acknowledgeLate: body.acknowledgeLate ?? false,
      absorb: body.absorb ?? false,
    };
    const answers = body.answers ?? [];
    return this.act(request, id, (context) => this.facts.submit(context, id, declared, answers), wait);
  }

  async decideAsUnit(
    request: FactRequest,
    id: string,
    body: UnitDecisionDto,
    wait: WaitPreference,
  ): Promise<ApplicationView> {
    await this.records.inScope(request.actor, id);
    const decision = {
      outcome: body.outcome,
      opinion: body.opinion ?? null,
      points: body.points ?? [],
      confirmations: {
        selfChecked: body.selfChecked ?? false,
        insuranceTaxConfirmed: body.insuranceTaxConfirmed ?? false,
      },
    };
    return this.act(request, id, (context) => this.facts.decideAsUnit(context, id, decision), wait);
  }

  async withdraw(request: FactRequest, id: string, wait: WaitPreference): Promise<ApplicationView> {
    await this.records.initiatedBy(request.actor, id);
    return this.act(request, id, (context) => this.facts.withdraw(context, id), wait);
  }

  async read(actor: Actor, id: string): Promise<ApplicationView> {
    return renderApplication(actor, await this.records.dossier(actor, id));
  }

  /** On an application that was found to be the actor's. */
  private async act(
    request: FactRequest,
    id: string,
    act: (context: FactContext) => Promise<string>,
    wait: WaitPreference,
  ): Promise<ApplicationView> {
    await this.transactions.run(request, act);
    if (wait.seconds > 0) await this.watch.caughtUp(id, wait.seconds);
    return this.read(request.actor, id);
  }
}
