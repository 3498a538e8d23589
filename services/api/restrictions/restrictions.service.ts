import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { endOfDayExclusive } from '../../../domain/calendar/instant.js';
import { knownDate } from '../../../domain/calendar/plain-date.js';
import { decide, refusal, type Refusal } from '../../../domain/refusal.js';
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
import { accepted, Refused } from '../../../infra/database/refused.js';
import {
  assertSubjectInScope,
  findSubject,
  listRestrictions,
  lockRestriction,
  readRestriction,
  recordLifting,
  recordRestriction,
  restrictionOf,
  type RestrictionSubject,
} from '../../../infra/database/restriction-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { keyset, page } from '../http/keyset.js';
import type { RestrictionQuery, SetRestrictionDto } from './restriction.dto.js';
import { renderRestriction, type RestrictionPage, type RestrictionView } from './restriction.views.js';

/** 限制办理: set, lifted, listed (domain.md §3.4); the subject is told (N-25). */
@Injectable()
export class RestrictionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly personalData: PersonalData,
  ) {}

  async set(request: FactRequest, body: SetRestrictionDto): Promise<RestrictionView> {
    const subject = await this.subjectOf(body);
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
      (row) => renderRestriction(row, today, this.personalData),
    );
  }

  private async read(actor: Actor, id: string): Promise<RestrictionView> {
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    return renderRestriction(await readRestriction(manager, actor, id), today, this.personalData);
  }

  /** By id, by the unit's code or by the person's number: exactly one of them, and of the kind that is meant. */
  private async subjectOf(body: SetRestrictionDto): Promise<RestrictionSubject> {
    const { subjectKind, subjectId, uscc, idNo } = body;
    accepted(decide(namingFaults(body), true));
    if (isNamed(subjectId)) return { kind: subjectKind, id: subjectId };
    const named = subjectKind === 'UNIT' ? { uscc: uscc ?? '' } : { idNo: idNo ?? '' };
    const found = await findSubject(this.dataSource.manager, this.personalData, named);
    if (found === null) throw Refused.because('FORBIDDEN_SCOPE');
    return found;
  }
}

function namingFaults({ subjectKind, subjectId, uscc, idNo }: SetRestrictionDto): Refusal[] {
  const fault = (detail: string, pointer: string): Refusal =>
    refusal('VALIDATION_FAILED', { detail }, pointer);
  const isById = isNamed(subjectId);
  const faults: Refusal[] = [];
  if (isNamed(uscc) && (isById || subjectKind !== 'UNIT'))
    faults.push(fault('限制对象只用一种方式指明', '/uscc'));
  if (isNamed(idNo) && (isById || subjectKind !== 'EMPLOYEE'))
    faults.push(fault('限制对象只用一种方式指明', '/idNo'));
  if (!isById && !isNamed(uscc) && !isNamed(idNo))
    faults.push(fault('请填写限制对象、统一社会信用代码或证件号码', '/subjectId'));
  return faults;
}

function isNamed(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
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
