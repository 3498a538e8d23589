import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { endOfDayExclusive } from '../../../domain/calendar/instant.js';
import { knownDate } from '../../../domain/calendar/plain-date.js';
import { noticeText } from '../../../domain/notice/notice-catalogue.js';
import {
  liftedRestriction,
  newRestriction,
  SERVICES,
  type Restriction,
} from '../../../domain/unit/restriction.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import type { RestrictionRow } from '../../../infra/database/entities/restriction.entity.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { giveNotice, resolveNotices } from '../../../infra/database/notices.js';
import { accepted } from '../../../infra/database/refused.js';
import {
  assertSubjectInScope,
  listRestrictions,
  lockRestriction,
  readRestriction,
  recordLifting,
  recordRestriction,
  restrictionOf,
  type RestrictionSubject,
} from '../../../infra/database/restriction-records.js';
import { keyset, page } from '../http/keyset.js';
import type { RestrictionQuery, SetRestrictionDto } from './restriction.dto.js';
import { renderRestriction, type RestrictionPage, type RestrictionView } from './restriction.views.js';

/** 限制办理: set, lifted, listed (domain.md §3.4); the subject is told (N-25). */
@Injectable()
export class RestrictionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
  ) {}

  async set(request: FactRequest, body: SetRestrictionDto): Promise<RestrictionView> {
    const subject = { kind: body.subjectKind, id: body.subjectId };
    const asked = {
      service: body.service,
      reason: body.reason ?? '',
      from: knownDate(body.from),
      to: body.to === undefined || body.to === null ? null : knownDate(body.to),
    };
    await assertSubjectInScope(this.dataSource.manager, request.actor, subject);
    const id = await this.facts.run(request, (context) => setRestriction(context, subject, asked));
    return this.read(request.actor, id);
  }

  async lift(request: FactRequest, id: string, reason: string): Promise<RestrictionView> {
    await readRestriction(this.dataSource.manager, request.actor, id);
    await this.facts.run(request, async (context) => {
      const { manager, now } = context;
      const restriction = await lockRestriction(manager, id);
      accepted(liftedRestriction(standing(restriction), reason, now.today));
      await recordLifting(context, restriction, reason);
      await resolveNotices(manager, now, 'N-25', id);
      await tell(context, subjectOf(restriction), id, {
        subject: `${id}:lifted`,
        body: noticeText('N-25 lifted', {}),
      });
      return id;
    });
    return this.read(request.actor, id);
  }

  async list(actor: Actor, query: RestrictionQuery): Promise<RestrictionPage> {
    const { limit, after } = keyset(query);
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    const rows = await listRestrictions(manager, actor, {
      limit,
      after,
      subjectKind: query.subjectKind ?? null,
      currentOn: query.current === 'true' ? today : null,
    });
    return page(
      rows,
      limit,
      (row) => [row.created_at, row.id],
      (row) => renderRestriction(row, today),
    );
  }

  private async read(actor: Actor, id: string): Promise<RestrictionView> {
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    return renderRestriction(await readRestriction(manager, actor, id), today);
  }
}

async function setRestriction(
  context: FactContext,
  subject: RestrictionSubject,
  asked: Omit<Restriction, 'lifted'>,
): Promise<string> {
  accepted(newRestriction(asked, context.now.today));
  const id = await recordRestriction(context, subject, asked);
  const body = noticeText('N-25', { service: SERVICES[asked.service], reason: asked.reason });
  const endsAt = asked.to === null ? null : new Date(endOfDayExclusive(asked.to));
  await tell(context, subject, id, { subject: id, body, endsAt });
  return id;
}

function tell(
  { manager, now }: FactContext,
  audience: RestrictionSubject,
  restrictionId: string,
  notice: { readonly subject: string; readonly body: string; readonly endsAt?: Date | null },
): Promise<void> {
  return giveNotice(manager, now, { code: 'N-25', businessRef: { restrictionId }, ...notice }, [audience]);
}

function standing({ service, reason, fromDay, toDay, liftedAt }: RestrictionRow): Restriction {
  return restrictionOf({ service, reason, from_day: fromDay, to_day: toDay, lifted_at: liftedAt });
}

function subjectOf({ unitId, employeeId }: RestrictionRow): RestrictionSubject {
  return unitId === null ? { kind: 'EMPLOYEE', id: employeeId ?? '' } : { kind: 'UNIT', id: unitId };
}
