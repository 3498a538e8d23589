import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { endOfDayExclusive } from '../../../domain/calendar/instant.js';
import { addDays, knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { ProgramTokenRecords } from '../../../infra/database/program-token-records.js';
import { Refused } from '../../../infra/database/refused.js';
import type { ProgramTokenDto } from './identity.dto.js';
import {
  renderProgramToken,
  type MadeProgramTokenView,
  type ProgramTokenList,
  type ProgramTokenView,
} from './own-account.views.js';
import { delegableActions } from './program-scope.js';

const MOST_OPEN = 20;
/** Wall days: tokens never follow the trial clock. */
const MAX_DAYS = 366;

/** Tokens for programs: named, limited to chosen actions and a day, shown once, revoked at will (issue 6 "Sessions"). */
@Injectable()
export class ProgramTokensService {
  constructor(
    private readonly facts: FactTransactions,
    private readonly tokens: ProgramTokenRecords,
  ) {}

  async make(request: FactRequest, body: ProgramTokenDto): Promise<MadeProgramTokenView> {
    const { actor } = request;
    const { all, reading } = delegableActions(actor.role);
    const actions = body.actions ?? reading;
    const today = await this.tokens.today();
    const faults = [...scopeFaults(actions, all), ...dayFaults(knownDate(body.endsOn), today)];
    if (faults.length > 0) throw new Refused(faults);
    const id = await this.facts.run(request, async ({ manager, audit }) => {
      if ((await this.tokens.countOpen(manager, actor.accountId)) >= MOST_OPEN) {
        throw Refused.because('STATE_NOT_ALLOWED', { detail: `最多保留 ${MOST_OPEN} 个有效令牌` });
      }
      const expiresAt = new Date(endOfDayExclusive(knownDate(body.endsOn)));
      const made = await this.tokens.add(manager, actor, { name: body.name, actions, expiresAt });
      await audit({
        action: 'programToken.create',
        entity: 'program_token',
        entityId: made,
        after: { name: body.name, actions, endsOn: body.endsOn },
      });
      return made;
    });
    return { ...(await this.read(actor, id)), token: this.tokens.tokenOf(id) };
  }

  async list(actor: Actor): Promise<ProgramTokenList> {
    const { all } = delegableActions(actor.role);
    const tokens = await this.tokens.listOf(actor.accountId);
    return { items: tokens.map(renderProgramToken), availableActions: all };
  }

  async revoke(request: FactRequest, id: string): Promise<ProgramTokenView> {
    const { actor } = request;
    await this.facts.run(request, async ({ manager, audit }) => {
      if (!(await this.tokens.revoke(manager, actor.accountId, id))) throw Refused.because('FORBIDDEN_SCOPE');
      await audit({ action: 'programToken.revoke', entity: 'program_token', entityId: id });
      return id;
    });
    return this.read(actor, id);
  }

  private async read({ accountId }: Actor, id: string): Promise<ProgramTokenView> {
    const token = await this.tokens.find(accountId, id);
    if (token === null) throw Refused.because('FORBIDDEN_SCOPE');
    return renderProgramToken(token);
  }
}

function scopeFaults(actions: readonly string[], allowed: readonly string[]): Refusal[] {
  return actions.flatMap((action, index) =>
    allowed.includes(action)
      ? []
      : [refusal('VALIDATION_FAILED', { detail: '该操作不能授予程序' }, `/actions/${index}`)],
  );
}

function dayFaults(endsOn: PlainDate, today: PlainDate): Refusal[] {
  const isWithin = endsOn >= today && endsOn <= addDays(today, MAX_DAYS);
  return isWithin
    ? []
    : [refusal('VALIDATION_FAILED', { detail: `须在今日至 ${MAX_DAYS} 日之内` }, '/endsOn')];
}
